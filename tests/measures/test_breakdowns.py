"""Which part of the whole a figure is about: read, spelled in one way, and refused in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mnr.measures import breakdowns

KNOWN = {"sex": ["female", "male"], "age band": ["0-11", "12-15", "16-17"]}
WORDS = some.from_regex(r"[a-z0-9-]{1,6}( [a-z0-9-]{1,6})?", fullmatch=True)
DIMENSIONS = some.dictionaries(
    WORDS,
    some.lists(WORDS, min_size=2, max_size=4, unique=True),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("text", ["", "  ", "\n", ";"])
def test_nothing_is_the_whole(text):
    assert breakdowns.declared(text) == {}
    assert breakdowns.read(text) == {}
    assert breakdowns.canonical(text, KNOWN) == ""


@pytest.mark.parametrize(
    "text",
    [
        "sex: female, male\nage band: 0-11, 12-15, 16-17",
        "Sex :Female,  male ; Age  band:0-11,12-15,16-17,",
        "sex: female, male, FEMALE\n\nage band: 0-11, 12-15, 16-17\n",
    ],
)
def test_what_a_country_collects_is_read_in_any_spelling(text):
    assert breakdowns.declared(text) == KNOWN


@pytest.mark.parametrize(
    "line",
    [
        "sex",
        "sex female, male",
        ": female, male",
        "sex:",
        "sex: female",
        "sex: female, Female",
        f"sex: female, {'m' * 61}",
        f"{'s' * 61}: female, male",
    ],
)
def test_a_line_that_is_no_breakdown_is_named(line):
    with pytest.raises(ValueError, match=f"^{re.escape(line)}$"):
        breakdowns.declared(f"region kind: town, land\n{line}")


def test_a_name_of_sixty_letters_is_not_too_long():
    assert breakdowns.declared(f"{'s' * 60}: female, male")


def test_a_dimension_is_declared_once():
    with pytest.raises(ValueError, match="Sex: a, b"):
        breakdowns.declared("sex: female, male\nSex: a, b")


@pytest.mark.parametrize(
    "text",
    ["female", "sex:", ": female", "sex: female; sex: male", "sex: female; age"],
)
def test_what_is_no_part_is_refused(text):
    with pytest.raises(ValueError, match=r"female|sex|age") as refused:
        breakdowns.canonical(text, KNOWN)
    assert not isinstance(refused.value, breakdowns.Unknown)


@pytest.mark.parametrize(
    "text",
    [
        "sex: female; age band: 12-15",
        "AGE BAND:12-15;Sex :  Female",
        "age band: 12-15 ; sex:female;",
    ],
)
def test_a_part_has_one_spelling_and_one_order(text):
    assert breakdowns.canonical(text, KNOWN) == "sex: female; age band: 12-15"


@pytest.mark.parametrize(
    ("text", "word", "options"),
    [
        ("gender: female", "gender", ["sex", "age band"]),
        ("sex: other", "other", ["female", "male"]),
        ("sex: male; age band: 18", "18", ["0-11", "12-15", "16-17"]),
    ],
)
def test_an_unknown_word_is_named_with_those_that_there_are(text, word, options):
    with pytest.raises(breakdowns.Unknown) as refused:
        breakdowns.canonical(text, KNOWN)
    assert (refused.value.word, refused.value.options) == (word, options)


def test_where_nothing_is_collected_there_are_no_options():
    with pytest.raises(breakdowns.Unknown) as refused:
        breakdowns.canonical("sex: male", {})
    assert refused.value.options == []


@given(DIMENSIONS)
def test_what_is_declared_is_read_as_it_was_written(known):
    lines = "\n".join(f"{name}: {', '.join(words)}" for name, words in known.items())
    assert breakdowns.declared(lines) == known


@given(DIMENSIONS, some.randoms(use_true_random=False))
def test_any_order_of_the_same_parts_is_one_part(known, chance):
    parts = {name: chance.choice(words) for name, words in known.items()}
    shuffled = list(parts.items())
    chance.shuffle(shuffled)
    text = breakdowns.canonical(breakdowns.write(dict(shuffled)), known)
    assert text == breakdowns.write(parts)
    assert breakdowns.read(text) == parts
    assert breakdowns.canonical(text, known) == text
