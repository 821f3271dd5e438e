"""What a published figure means, in every form that sources use."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mnr.measures import times, values
from mnr.measures.values import Form

D = Decimal


@pytest.mark.parametrize(
    ("text", "form", "low", "high", "is_open"),
    [
        ("43", Form.NUMBER, D(43), D(43), False),
        ("15.6", Form.NUMBER, D("15.6"), D("15.6"), False),
        ("938,909", Form.NUMBER, D(938909), D(938909), False),
        ("-3", Form.NUMBER, D(-3), D(-3), False),
        ("<5", Form.BOUND, None, D(5), True),
        ("less than 5", Form.BOUND, None, D(5), True),
        ("up to 100", Form.BOUND, None, D(100), False),
        ("more than 1,640", Form.BOUND, D(1640), None, True),
        ("at least 12", Form.BOUND, D(12), None, False),
        ("5–13", Form.RANGE, D(5), D(13), False),
        ("5 to 13", Form.RANGE, D(5), D(13), False),
        ("about two thirds", Form.TEXT, None, None, False),
        ("IWF portal with DCI", Form.TEXT, None, None, False),
    ],
)
def test_every_form_is_read(text, form, low, high, is_open):
    value = values.read(text)
    assert (value.form, value.low, value.high, value.is_open) == (form, low, high, is_open)
    assert value.text == text


@pytest.mark.parametrize("text", ["13-5", "1" * 16])
def test_what_makes_no_sense_is_refused(text):
    with pytest.raises(ValueError, match=r"range|number"):
        values.read(text)


def test_a_word_of_the_list_is_compared_by_its_place():
    choices = ("none", "invited", "signed", "party")
    value = values.read("Invited", choices)
    assert (value.form, value.text, value.low) == (Form.STATUS, "invited", D(1))
    assert values.read("thinking about it", choices).form == Form.TEXT


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("<5", 0, 4), ("up to 5", 0, 5), ("more than 5", 6, None), ("at least 5", 5, None)],
)
def test_bounds_of_counts(text, least, most):
    assert values.count_range(values.read(text)) == (least, most)


def test_words_are_no_count():
    assert values.count_range(values.read("many")) is None


@given(some.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_any_number_is_itself(number):
    assert values.read(str(number)).number == number


@pytest.mark.parametrize(
    ("text", "first", "last", "is_cumulative", "name"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31), False, "2019"),
        ("2019-04", date(2019, 4, 1), date(2019, 4, 30), False, "2019-04"),
        ("2019-04-05", date(2019, 4, 5), date(2019, 4, 5), False, "2019-04-05"),
        ("2006-2016", date(2006, 1, 1), date(2016, 12, 31), True, "2006–2016"),
        ("2019 to article date", date(2019, 1, 1), None, True, "2019-01-01 –"),
    ],
)
def test_published_times(text, first, last, is_cumulative, name):
    stretch = times.read(text)
    assert (stretch.starts_on, stretch.ends_on) == (first, last)
    assert (stretch.is_cumulative, stretch.name) == (is_cumulative, name)


@pytest.mark.parametrize("text", ["", "undated", "2019-13", "2019-02-31", "0000"])
def test_what_is_no_time(text):
    assert times.read(text) is None


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2025, 7, 1), date(2025, 9, 30), "2025-Q3"),
        (date(2025, 7, 1), date(2026, 6, 30), "2025/26"),
        (date(2025, 2, 1), date(2025, 9, 15), "2025-02-01 – 2025-09-15"),
        (date(2025, 2, 1), date(2025, 4, 30), "2025-02-01 – 2025-04-30"),
    ],
)
def test_names_of_stretches(first, last, name):
    assert times.Stretch(first, last).name == name


@pytest.mark.parametrize("text", ["4,9", "7,5", "18 74", "1,6400", "1,64", "12,34,567", "<4,9"])
def test_no_comma_is_taken_for_one_between_thousands(text):
    assert values.read(text).form == values.Form.TEXT


@pytest.mark.parametrize(
    ("text", "number"), [("1,640", 1640), ("12\u202f345", 12345), ("1,234,567.5", 1234567.5)]
)
def test_groups_of_three_are(text, number):
    assert float(values.read(text).number) == number
