"""Where an indicator stands against its path: every status by its rule."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mnr.measures import progress, values
from mnr.measures.progress import Point, Status

PATH = [Point(date(2025, 1, 1), Decimal(40)), Point(date(2026, 1, 1), Decimal(80))]
MIDDLE = date(2025, 7, 2)  # day 182 of 365: the path asks for 59.95


def status(text, direction="increase", day=MIDDLE, points=PATH, **more):
    value = None if text is None else values.read(text)
    options = {"has_target": bool(points), **more}
    return progress.standing(direction, value, day, points, **options).status


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80", Status.REACHED),
        ("more than 80", Status.REACHED),
        ("60", Status.ON_PATH),
        ("59.94", Status.BEHIND),
        ("<50", Status.BEHIND),
        ("50-70", Status.UNCLEAR),
        ("about half", Status.UNCLEAR),
        (None, Status.NO_DATA),
    ],
)
def test_more_is_better(text, expected):
    assert status(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("20", Status.REACHED), ("29", Status.ON_PATH), ("31", Status.BEHIND), ("<5", Status.REACHED)],
)
def test_less_is_better(text, expected):
    down = [Point(date(2025, 1, 1), Decimal(40)), Point(date(2026, 1, 1), Decimal(20))]
    assert status(text, "decrease", points=down) == expected


def test_context_is_never_judged():
    assert status("1000", "context") == Status.CONTEXT


def test_without_a_target_nothing_is_judged():
    assert status("5", points=[]) == Status.NO_TARGET


def test_before_the_path_begins_nothing_is_judged():
    assert status("5", day=date(2024, 12, 31)) == Status.UNCLEAR


def test_after_the_last_day_the_last_value_holds():
    assert status("79", day=date(2030, 1, 1)) == Status.BEHIND
    assert progress.on_path(PATH, date(2030, 1, 1)) == 80


def test_what_is_not_shown_is_not_judged():
    assert status("3", is_hidden=True) == Status.HIDDEN


@given(some.dates(min_value=date(2025, 1, 1), max_value=date(2026, 1, 1)))
def test_the_path_lies_between_its_ends(day):
    assert 40 <= progress.on_path(PATH, day) <= 80


@given(some.integers(0, 100), some.integers(0, 100))
def test_as_good_is_the_plain_comparison_for_numbers(number, wanted):
    value = values.read(str(number))
    assert progress.as_good("increase", value, Decimal(wanted)) == (number >= wanted)
    assert progress.as_good("decrease", value, Decimal(wanted)) == (number <= wanted)
