"""Views of registers that people keep for themselves: nobody else sees them, so no event tells."""

from urllib.parse import parse_qsl

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mnr import guard, permissions
from mnr.models import SavedView, User
from mnr.models.fields import is_key
from mnr.roles import Action
from mnr.services.errors import Refused


@transaction.atomic
def save_view(*, register: str, name: str, asked: str, by: User) -> SavedView:
    """Keep what is asked of a list; the same name again replaces what was kept under it.

    Raises Refused for a name or words that must stay out, and for too many views.
    """
    permissions.require(by, Action.ENTRY_READ)
    mine = SavedView.objects.filter(user=by, register=register)
    row = mine.filter(name=name.strip()).first()
    row = row or SavedView(user=by, register=register, name=name.strip())
    if row._state.adding and mine.count() >= SavedView.MOST:
        raise Refused(_("You have %(most)d views here: forget one first.") % {"most": row.MOST})
    row.asked = asked
    try:
        guard.refuse(_typed(asked))
        row.full_clean(validate_unique=False)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    return row


def _typed(asked: str) -> str:
    """The words of a search, and whatever else is no key of a row."""
    return " ".join(value for _name, value in parse_qsl(asked) if not is_key(value))


@transaction.atomic
def forget_view(*, view: SavedView, by: User) -> None:
    """Forget a view of one's own."""
    permissions.require(by, Action.ENTRY_READ)
    SavedView.objects.filter(pk=view.pk, user=by).delete()
