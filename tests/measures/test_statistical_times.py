"""Times as statistics offices write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mnr.figures import open_formats
from mnr.measures import statistical_times, times

KNOWN = {
    "2026": ("2026-01-01", "2026-12-31"),
    "2026-A1": ("2026-01-01", "2026-12-31"),
    "2026-S2": ("2026-07-01", "2026-12-31"),
    "2026-H1": ("2026-01-01", "2026-06-30"),
    "2026-Q3": ("2026-07-01", "2026-09-30"),
    "2026q3": ("2026-07-01", "2026-09-30"),
    "2026-02": ("2026-02-01", "2026-02-28"),
    "2026-M12": ("2026-12-01", "2026-12-31"),
    "2026-02-03": ("2026-02-03", "2026-02-03"),
    "2026-02-03/P10D": ("2026-02-03", "2026-02-12"),
    "2026-04-01/P3M": ("2026-04-01", "2026-06-30"),
    "2026-04-01T00:00:00/P1Y": ("2026-04-01", "2027-03-31"),
}
UNKNOWN = ("", "26", "2026-Q5", "2026-13", "2026-M00", "2026-02-30", "2026-04-02/P3M", "about 2026")
UNKNOWN += ("2026-04-01/P0D", "2026-04-01/P9999Y", "9999-12-31/P9999D", "0000", "2025/26")
FIRST, LAST = date(1990, 1, 1), date(2099, 12, 1)


@pytest.mark.parametrize("text", KNOWN)
def test_what_is_read(text):
    found = statistical_times.read(text)
    assert (str(found.starts_on), str(found.ends_on)) == KNOWN[text]


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_no_time(text):
    assert statistical_times.read(text) is None


def test_a_financial_year_begins_where_the_countrys_does():
    found = statistical_times.read("2025/26", year_begins=7)
    assert found == times.Stretch(date(2025, 7, 1), date(2026, 6, 30))
    assert statistical_times.read("2025/2026", year_begins=7) == found
    assert statistical_times.read("2025/27", year_begins=7) is None


@given(some.dates(FIRST, LAST), some.integers(0, 900))
def test_what_is_exported_is_read_again(first, days):
    stretch = times.Stretch(first, first + timedelta(days=days))
    assert statistical_times.read(open_formats.time_of(stretch)) == stretch


@given(some.dates(FIRST, LAST), some.sampled_from([1, 3, 6, 12]))
def test_so_are_whole_months_quarters_and_years(day, months):
    first = day.replace(day=1)
    stretch = times.Stretch(first, times.last_day(first, months))
    assert statistical_times.read(open_formats.time_of(stretch)) == stretch
