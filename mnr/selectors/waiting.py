"""On whom a thing waits, and since when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mnr.models import ProgressUpdate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = ProgressUpdate.State


@dataclass(frozen=True)
class Wait:
    """Who acts next, for what, and since when; nobody if it is done."""

    whom: "StrOrPromise"
    what: "StrOrPromise"
    since: datetime | date | None = None


DONE = Wait("", _("Nothing: it is done"))


def waits_for(update: ProgressUpdate) -> Wait:
    """Who acts next on an update."""
    if update.period.is_frozen:
        return Wait("", _("Nothing: the period is frozen"))
    steps = {
        State.DRAFT: (_("the organisation"), _("finishing and sending the draft"), None),
        State.SUBMITTED: (_("the domain lead"), _("endorsement"), update.submitted_at),
        State.ENDORSED: (_("the secretariat"), _("acceptance"), update.endorsed_at),
        State.RETURNED: (_("the organisation"), _("correction"), update.returned_at),
    }
    state = State(update.state)
    return Wait(*steps[state]) if state in steps else DONE
