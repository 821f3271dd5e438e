"""The demonstration's periods: past ones by the calendar, and one that is open today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings

from mnr.models import ReportingPeriod
from mnr.services import calendar

State = ReportingPeriod.State

# The open period is the one that held this day, so that the one before has met its last date.
LAG = timedelta(days=45)
OPENED_BEFORE_TODAY = timedelta(days=18)
DUE_AFTER_TODAY = timedelta(days=12)


@dataclass(frozen=True)
class Slot:
    """A period before it is written: its place in the row, and the state that it reaches."""

    index: int
    code: str
    dates: dict
    state: str

    @property
    def is_open(self):
        return self.state == State.OPEN


def slots(*, today: date, past: int) -> list[Slot]:
    """The past periods and the open one, oldest first."""
    spans = [_span_holding(today - LAG)]
    for _earlier in range(past):
        spans.insert(0, _span_holding(spans[0].starts_on - timedelta(days=1)))
    return [
        Slot(index, span.code, span.dates(), _state(past - index))
        for index, span in enumerate(spans[:-1])
    ] + [Slot(past, spans[-1].code, _open_dates(spans[-1], today), State.OPEN)]


def moment(day: date, minutes: int = 0) -> datetime:
    """A time on a working day: so many minutes after eight o'clock."""
    return datetime.combine(day, time(8), UTC) + timedelta(minutes=minutes)


def dated(at: datetime) -> dict:
    """The demonstration's time of an event of the trail, whose own is the database's clock."""
    return {"dated": [None, at]}


def _span_holding(day):
    return calendar.span_holding(
        day,
        months=settings.MNR_PERIOD_MONTHS,
        fiscal_year_starts=settings.MNR_FISCAL_YEAR_STARTS,
    )


def _state(age):
    """The latest past period waits for the chair, the one before for its publication."""
    return {1: State.FROZEN, 2: State.APPROVED}.get(age, State.PUBLISHED)


def _open_dates(span, today):
    """Open today and due soon; what follows comes after the last day, as the calendar has it."""
    due = _working_day(today + DUE_AFTER_TODAY)
    review = _working_day(max(due, span.ends_on) + calendar.REVIEW_AFTER_DUE)
    freeze = _working_day(review + calendar.FREEZE_AFTER_REVIEW)
    return span.dates() | {
        "opens_on": _working_day(today - OPENED_BEFORE_TODAY),
        "due_on": due,
        "review_due_on": review,
        "freeze_on": freeze,
        "meeting_on": _working_day(freeze + calendar.MEETING_AFTER_FREEZE),
    }


def _working_day(day):
    """The day itself, or the Monday after its weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
