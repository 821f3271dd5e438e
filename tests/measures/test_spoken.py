"""Numbers that stand in a sentence, however they are written."""

import pytest

from mnr.measures.spoken import numbers_in, tells


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("All 317 are known.", 317),
        ("n=3", 3),
        ("٣ arrests", 3),
        ("３ arrests", 3),
        ("1,317 arrests", 1317),
        ("1 317 arrests", 1317),
        ("in 2026 317 arrests", 317),
        ("All Three of them", 3),
        ("seventeen", 17),
        ("Twenty-three arrests", 23),
        ("a hundred", 100),
        ("three hundred and seventeen", 317),
        ("three hundred seventeen", 317),
        ("two thousand, four hundred and six", 2406),
        ("a dozen", 12),
        ("a single case", 1),
        ("the foursome of the south", 4),
        ("a couple", 2),
        ("IV cases", 4),
        ("All XIII of them", 13),
    ],
)
def test_a_number_is_found(text, number):
    assert number in numbers_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry has published it.",
        "published on 2026-03-03",
        "twenty-three",
        "thirteen",
        "three hundred",
        "threefold",
        "XIII",
        "1,300",
    ],
)
def test_three_is_not(text):
    assert 3 not in numbers_in(text)


@pytest.mark.parametrize("text", ["4", "It is twice two.", "2 + 2", "Ten less 6", "1 and three"])
def test_numbers_that_make_another_tell_it(text):
    assert tells(text, 4)


@pytest.mark.parametrize("text", ["From 2021 to 2025.", "Page 33 of the report of 2025"])
def test_years_and_other_numbers_do_not(text):
    assert not tells(text, 4)
