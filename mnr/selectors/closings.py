"""By whom and when an account was closed: the trail knows."""

from dataclasses import dataclass
from datetime import datetime

from mnr.models import AuditEvent, User
from mnr.roles import Action
from mnr.selectors import doers


@dataclass(frozen=True)
class Closing:
    """The last time that an account was closed."""

    who: str
    at: datetime


def closing_of(person: User) -> Closing | None:
    """Nothing if it was closed in a way that the trail does not know."""
    events = AuditEvent.objects.filter(
        action=Action.USER_DEACTIVATE, object_type="user", object_id=str(person.pk)
    )
    event = events.order_by("-number").first()
    if event is None:
        return None
    return Closing(doers.People([event]).name_of(event), event.at)
