"""How statistics offices write stretches of time: SDMX time periods, years and financial years."""

import re
from datetime import date, timedelta

from mnr.measures.times import Stretch, last_day

# each with its length in months; SDMX 2.1, section "Time" of the technical notes
PERIODS = (
    (re.compile(r"(\d{4})(?:-A1)?"), 12),
    (re.compile(r"(\d{4})-?[SH]([12])"), 6),
    (re.compile(r"(\d{4})-?Q([1-4])"), 3),
    (re.compile(r"(\d{4})-M?(\d{2})"), 1),
)
FINANCIAL = re.compile(r"(\d{4})[/–-](\d{2}|\d{4})")
DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00)?(?:/P(\d{1,4})([DMY]))?")
FEWEST = 1


def read(text: str, year_begins: int = 1) -> Stretch | None:
    """What a time period means; None for what is none. A financial year begins with a month."""
    text = text.strip().upper()
    try:
        return _of_days(text) or _of_period(text) or _of_financial_year(text, year_begins)
    except (ValueError, OverflowError):
        return None


def _of_period(text):
    for pattern, months in PERIODS:
        if found := pattern.fullmatch(text):
            year, *place = map(int, found.groups())
            month = (place[0] - 1) * months + 1 if place else 1
            return _months(date(year, month, 1), months)
    return None


def _of_financial_year(text, year_begins):
    """2025/26: the twelve months that begin in 2025 and end in 2026."""
    found = FINANCIAL.fullmatch(text)
    if found is None or year_begins == 1:
        return None
    first = int(found[1])
    if int(found[2]) % 100 != (first + 1) % 100:
        return None
    return _months(date(first, year_begins, 1), 12)


def _of_days(text):
    """A day, or a first day and a length."""
    found = DAYS.fullmatch(text)
    if found is None:
        return None
    first = date.fromisoformat(found[1])
    if not found[2]:
        return Stretch(first, first)
    length = int(found[2])
    if length < FEWEST:
        return None
    if found[3] == "D":
        return Stretch(first, first + timedelta(days=length - 1))
    if first.day != 1:
        return None
    return _months(first, length * (12 if found[3] == "Y" else 1))


def _months(first, months):
    return Stretch(first, last_day(first, months))
