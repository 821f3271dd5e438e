"""What is asked about a value beside those that there are, and of which nothing is asked."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mnr.measures import plausibility, values
from mnr.measures.plausibility import FEW, JUMP, LOOKED_BACK, Known

FIRST = date(2025, 1, 1)
QUARTERS = [date(2024 + number // 4, 3 * (number % 4) + 1, 1) for number in range(9)]
NUMBERS = some.integers(0, 10**6)


def quarter(number, text, region=None, part="", starts_on=None):
    """A value of a quarter; with a first day, the total since then."""
    first, last = QUARTERS[number], QUARTERS[number + 1] - timedelta(days=1)
    return Known(
        starts_on or first, last, region, part, starts_on is not None, values.read(str(text))
    )


def asked(new, *others, unit="count"):
    return [str(words) for words in plausibility.questions(new, others, unit)]


def test_a_first_value_is_not_asked_about():
    assert asked(quarter(0, 10**6)) == []


@pytest.mark.parametrize("text", ["<5", "5-13", "about half", "more than 900"])
def test_only_a_number_is_asked_about_and_only_numbers_are_measured_against(text):
    assert asked(quarter(1, text), quarter(0, 5)) == []
    assert asked(quarter(1, 900), quarter(0, text)) == []


@pytest.mark.parametrize(("text", "is_asked"), [("100", False), ("100.01", True), ("250", True)])
def test_more_than_a_hundred_percent(text, is_asked):
    assert asked(quarter(0, text), unit="percent") == ["It is above 100 percent."] * is_asked
    assert asked(quarter(0, text), unit="count") == []


@pytest.mark.parametrize(
    ("before", "now", "is_asked"),
    [
        (20, 41, True),
        (20, 40, False),  # twice is no jump
        (41, 20, True),
        (40, 20, False),
        (2, 12, False),  # a difference of ten
        (2, 13, True),
        (13, 2, True),
        (12, 2, False),
        (0, 11, True),
        (0, 10, False),
        (11, 0, True),
    ],
)
def test_a_jump(before, now, is_asked):
    words = [f"It is far from the value before it: {before} for 2024-Q1."]
    told = asked(quarter(1, now), quarter(0, before))
    assert bool(told) is is_asked
    assert told in ([], words)


def test_a_jump_is_measured_against_the_last_four():
    past = [quarter(number, text) for number, text in enumerate((100, 10, 12, 14, 16))]
    assert asked(quarter(5, 100), *past)
    assert not asked(quarter(5, 100), *past[:LOOKED_BACK])
    assert not asked(quarter(5, 32), *past)


def test_the_last_value_is_told_whatever_the_order():
    past = [quarter(2, 11), quarter(0, 12), quarter(1, 13)]
    assert "11 for 2024-Q3" in asked(quarter(3, 90), *past)[0]


@pytest.mark.parametrize(
    "other",
    [
        quarter(0, 10, region="N"),
        quarter(0, 10, part="sex: male"),
        quarter(1, 10),  # of the same days
        quarter(2, 10),  # later
        quarter(0, 10, starts_on=FIRST),  # a total
        Known(date(2024, 1, 1), None, None, "", False, values.read("10")),  # nobody knows how long
    ],
)
def test_a_jump_is_measured_against_the_same_alone(other):
    assert asked(quarter(1, 90), other) == []


def test_quarters_of_other_lengths_are_compared():
    long, short = date(2024, 1, 1), date(2024, 4, 1)
    before = Known(long, long + timedelta(days=91), None, "", False, values.read("10"))
    after = Known(short + timedelta(days=9), date(2024, 7, 8), None, "", False, values.read("90"))
    assert asked(after, before)


def between(first, last, text):
    return Known(first, last, None, "", False, values.read(str(text)))


HALF, QUARTER = (date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 9, 30))


@pytest.mark.parametrize(
    ("before", "now", "about"),
    [
        (72, 9, "37"),  # the half year lets expect 37
        (72, 18, "37"),
        (72, 19, None),
        (72, 80, None),  # a state stays what it is
        (72, 145, "37"),
        (10, 31, "5"),
    ],
)
def test_a_count_is_compared_with_stretches_of_other_lengths_by_their_days(before, now, about):
    told = asked(between(*QUARTER, now), between(*HALF, before))
    words = f"{before} for 2025-01-01 – 2025-06-30. By the number of days, that would be about"
    assert [f"{words} {about} here." in one for one in told] == [True] * bool(about)


def test_the_part_of_a_quarter_is_compared_too():
    part = (date(2025, 7, 1), date(2025, 7, 29))
    assert asked(between(*part, 3), between(date(2025, 4, 1), date(2025, 6, 30), 90))
    assert not asked(between(*part, 30), between(date(2025, 4, 1), date(2025, 6, 30), 90))


def test_a_stretch_of_the_same_length_is_nearer_than_a_later_one_of_another():
    past = [between(date(2024, 7, 1), date(2024, 9, 30), 10), between(*HALF, 720)]
    assert asked(between(*QUARTER, 9), *past) == []
    assert "10 for 2024-Q3" in asked(between(*QUARTER, 300), *past)[0]


@pytest.mark.parametrize("unit", ["percent", "days", "rate", "score", "hours"])
def test_shares_and_averages_do_not_grow_with_the_days(unit):
    assert asked(between(*QUARTER, 72), between(*HALF, 72), unit=unit) == []
    words = [
        "It is far from 72 for 2025-01-01 – 2025-06-30, the value before it, of another length."
    ]
    assert asked(between(*QUARTER, 35), between(*HALF, 72), unit=unit) == words


def test_the_state_on_a_day_is_compared_as_it_is():
    day = date(2025, 9, 30)
    assert asked(between(day, day, 70), between(*HALF, 72)) == []
    assert asked(between(day, day, 9), between(*HALF, 72))


def total(number, text, starts_on=date(2024, 1, 1)):
    return quarter(number, text, starts_on=starts_on)


def test_a_total_does_not_fall():
    (words,) = asked(total(2, 9), total(0, 5), total(1, 10))
    assert words == "A total since 2024-01-01 cannot fall: it was 10 for 2024-01-01 – 2024-06-30."
    assert asked(total(2, 10), total(0, 5), total(1, 10)) == []


def test_a_total_may_jump_and_may_begin_anew():
    assert asked(total(1, 1000), total(0, 5)) == []
    assert asked(total(5, 3, date(2025, 1, 1)), total(3, 900)) == []


def part(text, word, number=0, name="sex"):
    return quarter(number, text, part=f"{name}: {word}")


def test_a_whole_below_its_parts():
    parts = [part(6, "female"), part(5, "male")]
    assert asked(quarter(0, 10), *parts) == ["Its parts add up to 11, which is more."]
    assert asked(quarter(0, 11), *parts) == []


def test_parts_of_different_kinds_are_not_added():
    parts = [part(10, "female"), part(9, "12-15", name="age band")]
    assert asked(quarter(0, 10), *parts) == []
    assert asked(quarter(0, 9), *parts) == ["Its parts add up to 10, which is more."]


def test_parts_above_their_whole():
    known = [quarter(0, 10), part(6, "female")]
    words = ["With it the parts add up to 11, and the whole is 10."]
    assert asked(part(5, "male"), *known) == words
    assert asked(part(4, "male"), *known) == []
    assert asked(part(5, "male"), part(6, "female")) == []  # nobody knows the whole


@pytest.mark.parametrize("unit", ["percent", "days", "rate", "score", "hours"])
def test_only_what_adds_up_is_added(unit):
    assert asked(quarter(0, 10), part(60, "female"), unit=unit) == []
    assert asked(part(60, "female"), quarter(0, 10), unit=unit) == []
    assert asked(quarter(0, 10), part(60, "female"), unit="money")


@pytest.mark.parametrize(
    "elsewhere", [part(60, "female", number=1), quarter(0, 60, region="N", part="sex: female")]
)
def test_parts_are_of_the_same_days_and_region(elsewhere):
    assert asked(quarter(0, 10), elsewhere) == []


@given(some.lists(NUMBERS, min_size=1, max_size=6), NUMBERS)
def test_a_jump_is_what_the_rule_says(past, number):
    earlier = [quarter(place, text) for place, text in enumerate(past)]
    looked = past[-LOOKED_BACK:]
    up = number > JUMP * max(looked) and number - max(looked) > FEW
    down = number * JUMP < min(looked) and min(looked) - number > FEW
    assert bool(asked(quarter(7, number), *earlier)) == (up or down)


@given(some.lists(NUMBERS, min_size=1, max_size=6))
def test_a_value_between_earlier_ones_is_not_asked_about(past):
    earlier = [quarter(place, text) for place, text in enumerate(past)]
    looked = past[-LOOKED_BACK:]
    assert asked(quarter(7, (min(looked) + max(looked)) // 2), *earlier) == []


@given(some.lists(NUMBERS, min_size=2, max_size=6))
def test_a_total_that_grows_is_never_asked_about(steps):
    sums = [sum(steps[: place + 1]) for place in range(len(steps))]
    *earlier, last = [total(place, text) for place, text in enumerate(sums)]
    assert asked(last, *earlier) == []


@given(some.lists(some.decimals(0, 1000, places=2), min_size=1, max_size=5), some.booleans())
def test_a_whole_that_is_the_sum_of_its_parts_is_never_asked_about(numbers, of_money):
    unit = "money" if of_money else "count"
    parts = [part(text, f"group {place}") for place, text in enumerate(numbers)]
    whole = sum(numbers)
    assert asked(quarter(0, whole), *parts, unit=unit) == []
    *others, last = parts
    assert asked(last, quarter(0, whole), *others, unit=unit) == []
    assert asked(quarter(0, whole - Decimal("0.01")), *parts, unit=unit) or whole == 0


@given(NUMBERS, some.lists(NUMBERS, max_size=4))
def test_what_is_asked_does_not_depend_on_the_order_of_the_rows(number, past):
    rows = [quarter(place, text) for place, text in enumerate(past)]
    assert asked(quarter(5, number), *rows) == asked(quarter(5, number), *reversed(rows))


def within(around, region, text):
    """A value of a region that lies within another one, or within the country (None)."""
    return replace(quarter(0, text, region), around=around)


def test_regions_are_together_not_more_than_the_country():
    whole, north = quarter(0, 87), within(None, "N", 60)
    assert asked(within(None, "S", 27), whole, north) == []
    (words,) = asked(within(None, "S", 28), whole, north)
    assert "regions add up to 88" in words
    assert "whole country has 87" in words
    (words,) = asked(quarter(0, 50), north)
    assert "regions within it add up to 60" in words


def test_districts_are_together_not_more_than_their_region():
    north, other = within(None, "N", 11), within("S", "S1", 400)
    assert asked(within("N", "N1", 11), north, other) == []
    (words,) = asked(within("N", "N1", 12), north, other)
    assert "districts add up to 12, and the region has 11" in words
    (words,) = asked(within(None, "N", 10), within("N", "N1", 7), within("N", "N2", 4))
    assert "add up to 11" in words


def test_shares_of_regions_add_up_to_nothing():
    assert asked(within(None, "S", 80), quarter(0, 70), within(None, "N", 90), unit="percent") == []
