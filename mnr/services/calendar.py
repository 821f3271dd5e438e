"""Which periods there are: any length, any fiscal year, and the dates that follow from them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

OPENS_BEFORE_END = timedelta(days=14)
DUE_AFTER_END = timedelta(days=14)
REVIEW_AFTER_DUE = timedelta(days=10)
FREEZE_AFTER_REVIEW = timedelta(days=4)
MEETING_AFTER_FREEZE = timedelta(days=14)

PREFIXES = {1: "M", 3: "Q", 6: "H", 12: ""}


@dataclass(frozen=True)
class Span:
    """A period before it is written: its code and its first and last day."""

    code: str
    starts_on: date
    ends_on: date

    def dates(self):
        """Every date of the period, derived from its last day."""
        due = self.ends_on + DUE_AFTER_END
        review = due + REVIEW_AFTER_DUE
        freeze = review + FREEZE_AFTER_REVIEW
        return {
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "opens_on": self.ends_on - OPENS_BEFORE_END,
            "due_on": due,
            "review_due_on": review,
            "freeze_on": freeze,
            "meeting_on": freeze + MEETING_AFTER_FREEZE,
        }


def spans(*, months: int, fiscal_year_starts: int, until: date, after: date | None = None):
    """Every span from `after` (else from the one that holds `until`) to `until`, oldest first.

    When the country changed its year or the length, the first span is shorter: none overlaps.
    """
    begins = after + timedelta(days=1) if after else None
    span = span_holding(begins or until, months=months, fiscal_year_starts=fiscal_year_starts)
    if begins:
        span = replace(span, starts_on=begins)
    found = []
    while span.starts_on <= until:
        found.append(span)
        span = span_holding(
            span.ends_on + timedelta(days=1), months=months, fiscal_year_starts=fiscal_year_starts
        )
    return found


def span_holding(day: date, *, months: int, fiscal_year_starts: int) -> Span:
    """The span that a day falls in. `months` is 1, 3, 6 or 12."""
    if months not in PREFIXES:
        raise ValueError(_("A period lasts 1, 3, 6 or 12 months."))
    year = day.year if day.month >= fiscal_year_starts else day.year - 1
    index = ((day.year - year) * 12 + day.month - fiscal_year_starts) // months
    first = _month(year, fiscal_year_starts + index * months)
    last = _month(year, fiscal_year_starts + (index + 1) * months) - timedelta(days=1)
    return Span(_code(year, index, months), first, last)


def _month(year, month):
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _code(year, index, months):
    """2026-Q3; a fiscal year is named by the year it begins in."""
    prefix = PREFIXES[months]
    if not prefix:
        return str(year)
    number = f"{index + 1:02d}" if months == 1 else str(index + 1)
    return f"{year}-{prefix}{number}"
