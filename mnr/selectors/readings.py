"""Who opened updates before they were published: for their organisation, and for auditors."""

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


def readings_of(user, update) -> list[UpdateReading] | None:
    """Who opened this update, without the asker's own readings; None if it is not theirs to see."""
    is_own = update.organisation_id in permissions.standing(user).own_organisations
    reads_it = is_own and permissions.can(user, Action.UPDATE_READ, update)
    if not (reads_it or permissions.can(user, Action.AUDIT_READ)):
        return None
    rows = UpdateReading.objects.filter(update=update.pk).exclude(reader=user.pk)
    return list(rows.select_related("reader")[:MOST_SHOWN])
