"""What the self-check asks about, and what it leaves alone."""

import pytest

from mnr.measures.contradictions import Key, Levels, Voice, keys
from mnr.measures.progress import Status

SHOWN = {"in_place": 1, "in_use": 1}
BEHIND, GOOD = Voice(Status.BEHIND), Voice(Status.ON_PATH)
WORSE = Voice(Status.ON_PATH, is_worse=True)


def asked(now, before=None, in_force=SHOWN, voices=()):
    return keys(
        Levels(*now),
        None if before is None else Levels(*before),
        in_force=in_force,
        voices=lambda: voices,
    )


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((3, 2), (2, 1), []),
        ((3, 3), None, []),
        ((4, 1), (2, 1), [Key.JUMP_IN_PLACE]),
        ((4, 3), (4, 1), [Key.JUMP_IN_USE]),
        ((4, 4), (2, 2), [Key.JUMP_IN_PLACE, Key.JUMP_IN_USE]),
        ((1, 1), (3, 2), [Key.JUMP_IN_PLACE]),
    ],
)
def test_a_jump_of_two_levels_is_asked_about(now, before, expected):
    assert asked(now, before) == expected


@pytest.mark.parametrize(
    ("now", "in_force", "expected"),
    [
        ((3, 2), {"in_place": 0, "in_use": 0}, [Key.NO_EVIDENCE_IN_PLACE]),
        ((3, 3), {"in_place": 2, "in_use": 0}, [Key.NO_EVIDENCE_IN_USE]),
        ((2, 2), {"in_place": 0, "in_use": 0}, []),
        ((4, 4), SHOWN, []),
    ],
)
def test_a_level_of_three_or_more_needs_evidence_in_force(now, in_force, expected):
    assert asked(now, now, in_force) == expected


@pytest.mark.parametrize(
    ("voices", "is_asked"),
    [
        ([], False),
        ([GOOD], False),
        ([BEHIND], True),
        ([WORSE], True),
        ([BEHIND, GOOD], True),
        ([BEHIND, GOOD, GOOD], False),
        ([Voice(Status.CONTEXT, is_worse=True)], False),
        ([Voice(Status.NO_DATA), Voice(Status.NO_TARGET), Voice(None)], False),
        ([Voice(Status.NO_TARGET, is_worse=True)], True),
    ],
)
def test_a_rise_against_the_indicators_is_asked_about(voices, is_asked):
    assert (Key.RISE_AND_INDICATORS in asked((2, 2), (2, 1), voices=voices)) is is_asked


@pytest.mark.parametrize(("now", "before"), [((2, 1), (2, 1)), ((2, 1), (2, 2)), ((3, 1), (2, 1))])
def test_indicators_are_not_asked_where_practice_does_not_rise(now, before):
    def nobody():
        raise AssertionError("asked")

    levels = Levels(*now), Levels(*before)
    assert Key.RISE_AND_INDICATORS not in keys(*levels, in_force=SHOWN, voices=nobody)


def test_nothing_is_asked_of_what_is_not_rated():
    assert keys(None, Levels(1, 1), in_force=SHOWN, voices=list) == []


def test_no_question_names_a_figure_or_says_what_indicators_show():
    said = str(Key.RISE_AND_INDICATORS.question)
    assert (
        said
        == "The level rises. Do the indicators of this capability show it, and if not, why not?"
    )
    assert all(key.question for key in Key)
