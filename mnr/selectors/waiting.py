"""On whom a thing waits, and since when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mnr.models import ProgressUpdate, ReportingPeriod

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
UNSENT = (State.DRAFT, State.RETURNED)


def waits_for_waiver(period) -> Wait:
    """Nobody can send it any more."""
    what = _("a waiver: it was not sent before the period closed")
    return Wait(_("the secretariat"), what, period.closed_at)


def waits_for(update: ProgressUpdate) -> Wait:
    """Who acts next on an update."""
    if update.period.is_frozen:
        return Wait("", _("Nothing: the period is frozen"))
    if update.period.state == ReportingPeriod.State.CLOSED and update.state in UNSENT:
        return _after_closing(update)
    steps = {
        State.DRAFT: (_("the organisation"), _("finishing and sending the draft"), None),
        State.SUBMITTED: (_("the domain lead"), _("endorsement"), update.submitted_at),
        State.ENDORSED: (_("the secretariat"), _("acceptance"), update.endorsed_at),
        State.RETURNED: (_("the organisation"), _("correction"), update.returned_at),
    }
    state = State(update.state)
    return Wait(*steps[state]) if state in steps else DONE


def _after_closing(update):
    """Only what was returned can still be sent, for as long as it was given."""
    until = update.editable_until
    if until is None or until < timezone.localdate():
        return waits_for_waiver(update.period)
    what = _("correction, until %(day)s") % {"day": date_format(until)}
    return Wait(_("the organisation"), what, update.returned_at)
