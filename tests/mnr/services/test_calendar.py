"""Which periods there are: every length, every beginning of the year, no gap and no overlap."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from mnr.services import calendar

UNTIL = date(2031, 6, 30)


def spans(months, first_month, **options):
    return calendar.spans(
        months=months, fiscal_year_starts=first_month, **({"until": UNTIL} | options)
    )


@pytest.mark.parametrize(
    ("months", "first_month", "day", "code", "first", "last"),
    [
        (3, 1, date(2026, 8, 15), "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (3, 4, date(2027, 2, 28), "2026-Q4", date(2027, 1, 1), date(2027, 3, 31)),
        (3, 2, date(2026, 1, 31), "2025-Q4", date(2025, 11, 1), date(2026, 1, 31)),
        (1, 1, date(2024, 2, 29), "2024-M02", date(2024, 2, 1), date(2024, 2, 29)),
        (1, 7, date(2027, 6, 1), "2026-M12", date(2027, 6, 1), date(2027, 6, 30)),
        (6, 1, date(2026, 7, 1), "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        (6, 10, date(2027, 3, 31), "2026-H1", date(2026, 10, 1), date(2027, 3, 31)),
        (12, 1, date(2026, 12, 31), "2026", date(2026, 1, 1), date(2026, 12, 31)),
        (12, 7, date(2027, 6, 30), "2026", date(2026, 7, 1), date(2027, 6, 30)),
    ],
)
def test_a_day_falls_in_one_span(months, first_month, day, code, first, last):
    span = calendar.span_holding(day, months=months, fiscal_year_starts=first_month)
    assert span == calendar.Span(code, first, last)


@pytest.mark.parametrize("months", [1, 3, 6, 12])
@pytest.mark.parametrize("first_month", range(1, 13))
def test_spans_follow_each_other_without_gap_or_overlap(months, first_month):
    found = spans(months, first_month, after=date(2025, 12, 31))
    assert found[0].starts_on == date(2026, 1, 1)
    for one, following in pairwise(found):
        assert following.starts_on == one.ends_on + timedelta(days=1)
    assert found[-1].starts_on <= UNTIL <= found[-1].ends_on
    assert len({span.code for span in found}) == len(found)


@pytest.mark.parametrize("months", [1, 3, 6, 12])
@pytest.mark.parametrize("first_month", range(1, 13))
def test_the_dates_of_a_span_are_in_order(months, first_month):
    for span in spans(months, first_month, after=date(2025, 12, 31)):
        dates = span.dates()
        order = ("opens_on", "due_on", "review_due_on", "freeze_on", "meeting_on")
        assert [dates[name] for name in order] == sorted(dates[name] for name in order)


def test_without_an_earlier_one_it_begins_with_the_span_that_holds_the_day():
    assert [span.code for span in spans(3, 1, until=date(2026, 8, 15))] == ["2026-Q3"]


def test_nothing_is_due_before_the_next_span_begins():
    assert spans(3, 1, after=date(2026, 9, 30), until=date(2026, 9, 30)) == []


def test_a_country_that_changes_its_year_gets_one_shorter_span_and_no_overlap():
    found = spans(6, 7, after=date(2026, 9, 30), until=date(2027, 1, 1))
    assert [(span.starts_on, span.ends_on) for span in found] == [
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 6, 30)),
    ]


def test_other_lengths_are_refused():
    with pytest.raises(ValueError, match="1, 3, 6 or 12"):
        calendar.span_holding(UNTIL, months=4, fiscal_year_starts=1)
