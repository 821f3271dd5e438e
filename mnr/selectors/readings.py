"""Who opened the updates of one's own organisation before they were published."""

from mnr import permissions
from mnr.models import ProgressUpdate, UpdateReading
from mnr.roles import Action

MOST_SHOWN = 100


def readings_of_own(user) -> list[UpdateReading]:
    """The newest ones, of updates that the person may read as well; not their own readings."""
    own = ProgressUpdate.objects.filter(
        organisation__in=permissions.standing(user).own_organisations
    )
    rows = UpdateReading.objects.filter(update__in=permissions.scope(user, Action.UPDATE_READ, own))
    related = ("reader", "update__period", "update__capability", "update__organisation")
    return list(rows.exclude(reader=user.pk).select_related(*related)[:MOST_SHOWN])
