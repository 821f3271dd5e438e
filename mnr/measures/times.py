"""Which stretch of time a figure is about, by its first and last day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

YEAR = re.compile(r"(\d{4})")
MONTH = re.compile(r"(\d{4})-(\d{2})")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
YEARS = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4})")
SINCE = re.compile(r"(\d{4})(?:-(\d{2}))?\s+to\s+.*", re.IGNORECASE)


@dataclass(frozen=True)
class Stretch:
    """From a first to a last day, both included. A cumulative figure counts from the first day on.

    `ends_on` is None where a source does not say until when it counted.
    """

    starts_on: date | None
    ends_on: date | None
    is_cumulative: bool = False

    def overlaps(self, other: "Stretch") -> bool:
        """Whether both hold some day; where an end is not known, it may lie anywhere."""
        pairs = ((self.starts_on, other.ends_on), (other.starts_on, self.ends_on))
        return all(first is None or last is None or first <= last for first, last in pairs)

    @property
    def name(self) -> str:
        """The usual name: 2025, 2025-Q3, 2025-07, a day, or the days from and to."""
        if self.starts_on is None:
            return f"– {self.ends_on}" if self.ends_on else ""
        if self.ends_on is None:
            return f"{self.starts_on} –"
        first, last = self.starts_on, self.ends_on
        if first == last:
            return str(first)
        for length, name in ((12, _year), (3, _quarter), (1, _month)):
            if (first.day, last) == (1, last_day(first, length)) and (found := name(first)):
                return found
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}–{last.year}"
        return f"{first} – {last}"


def _year(first):
    # a financial year is named by both of its calendar years
    return str(first.year) if first.month == 1 else f"{first.year}/{(first.year + 1) % 100:02}"


def _quarter(first):
    return f"{first.year}-Q{(first.month + 2) // 3}" if first.month % 3 == 1 else ""


def _month(first):
    return f"{first.year}-{first.month:02}"


def last_day(first, months):
    """The last day of a stretch of months that begins on the first of one."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def read(text: str) -> Stretch | None:
    """What a published time means: 2019, 2019-04, a day, 2006-2016, "2019 to article date"."""
    text = text.strip()
    try:
        if found := DAY.fullmatch(text):
            day = date(*map(int, found.groups()))
            return Stretch(day, day)
        if found := MONTH.fullmatch(text):
            year, month = map(int, found.groups())
            return Stretch(
                date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            )
        if found := YEAR.fullmatch(text):
            return Stretch(date(int(text), 1, 1), date(int(text), 12, 31))
        if found := YEARS.fullmatch(text):
            return Stretch(date(int(found[1]), 1, 1), date(int(found[2]), 12, 31), True)
        if found := SINCE.fullmatch(text):
            return Stretch(date(int(found[1]), int(found[2] or 1), 1), None, True)
    except (ValueError, calendar.IllegalMonthError):
        return None
    return None


def months(frequency: str) -> int:
    """How many months lie between two values that a frequency asks for; 0 where none is asked."""
    return {"quarterly": 3, "annual": 12}.get(frequency, 0)
