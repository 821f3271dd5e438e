"""What a domain waits for, and what holds it back."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Obstacle, Organisation, ProgressUpdate
from mnr.roles import Action
from mnr.services.expectations import MISSING

State = ProgressUpdate.State
WAITS_ON = (
    (_("The domain lead"), (State.SUBMITTED,)),
    (_("The secretariat"), (State.ENDORSED,)),
    (_("The organisation"), (State.DRAFT, State.RETURNED, MISSING)),
)


@dataclass(frozen=True)
class Waiting:
    """An update that is owed and not accepted, and on whom it waits."""

    reading: object
    organisation: Organisation
    state: str
    on: str

    @property
    def state_words(self):
        return str(_("Not begun") if self.state == MISSING else State(self.state).label)


def waiting(overview) -> list[Waiting]:
    """Every update of the period that is not settled yet, as far as the reader may know."""
    found = [
        (reading, body, state)
        for reading in overview.readings
        for body, state in reading.stand.states.items()
        if overview.reader.sees_state(overview.period, reading.capability, body)
    ]
    names = Organisation.objects.in_bulk({body for _reading, body, _state in found})
    return [
        Waiting(reading, names[body], state, str(words))
        for words, states in WAITS_ON
        for reading, body, state in found
        if state in states
    ]


def obstacles(user, period, app_label) -> list:
    """[(enabler or None, obstacles)] of the domain's accepted updates, as far as readable."""
    updates = ProgressUpdate.objects.filter(
        period=period, capability__domain__app_label=app_label, state=State.ACCEPTED
    )
    readable = permissions.scope(user, Action.UPDATE_READ, updates) | permissions.scope(
        user, Action.UPDATE_READ_INTERNAL, updates
    )
    rows = (
        Obstacle.objects.filter(update__in=readable.order_by().values("pk"))
        .select_related("enabler", "update__organisation", "update__capability")
        .order_by(
            "enabler__order",
            "update__capability__number",
            "update__organisation__name",
            "update",
            "order",
        )
    )
    return [(enabler, list(group)) for enabler, group in groupby(rows, lambda row: row.enabler)]
