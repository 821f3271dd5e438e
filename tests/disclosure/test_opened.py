"""Counts that are shown by a decision: readers know them, and reckon nothing else by them."""

from dataclasses import replace

import numpy as np
import pytest

from mnr.disclosure import Earlier, Rules, Status, Table, parts, protect
from tests.disclosure.worlds import AGE, SEX, World, corrected, leaks, months, regions, table

FIVE = Rules(threshold_below_national=5)
ABC = (parts("part", "abc"),)
SHAPES = [(regions(5), SEX), (regions(3), SEX, AGE), (months(4), SEX)]


def opened(now, seed, share=0.15):
    """The table with some of its small counts opened."""
    rng = np.random.default_rng(seed)
    small = (now.values > 0) & (now.values < 10)
    for axis, dimension in enumerate(now.dimensions):
        is_told = np.array([node.published for node in dimension.nodes])
        small &= is_told.reshape([-1 if each == axis else 1 for each in range(small.ndim)])
    return replace(now, opened=small & (rng.random(now.values.shape) < share))


def states(result):
    return [Status(value).name for value in result.status.ravel()]


def three(now, *which, **more):
    mask = np.zeros(4, bool)
    mask[list(which)] = True
    table_ = Table("t", ABC, np.array(now, float), opened=mask, **more)
    return protect([table_], FIVE)["t"]


def test_an_opened_count_is_shown_and_needs_no_complement():
    assert states(three([60, 3, 37, 20], 1)) == ["SHOWN"] * 4


def test_an_opened_count_protects_no_other():
    """Of 3 and 2 one is opened: were both hidden, they would need nothing more than the rest."""
    result = three([60, 3, 2, 55], 1)
    assert states(result)[1] == "SHOWN"
    assert states(result)[2] == "PRIMARY"
    assert not result.hidden[1]
    assert result.hidden.sum() == 2
    assert not result.exposed.any()


def test_what_was_hidden_before_is_opened_too_and_the_other_is_said_to_lie_open():
    earlier = Earlier(ABC, np.array([60.0, 3, 37, 20]), np.array([False, True, True, False]))
    result = three([60, 3, 37, 20], 1, earlier=(earlier,))
    assert states(result) == ["SHOWN", "SHOWN", "KEPT", "SHOWN"]
    assert result.exposed.tolist() == [False, False, True, False]


def test_a_count_that_an_earlier_edition_alone_hid_is_said_to_lie_open():
    """All were revised but the first part, which is opened; the old total tells the old rest."""
    earlier = Earlier(ABC, np.array([60.0, 3, 37, 20]), np.array([False, True, True, False]))
    result = three([90, 3, 47, 40], 1, earlier=(earlier,))
    assert result.exposed_before == 1


def test_what_was_hidden_before_and_is_not_reported_now_is_said_to_lie_open():
    earlier = Earlier(ABC, np.array([60.0, 3, 37, 20]), np.array([False, True, True, False]))
    result = three([np.nan, 3, np.nan, np.nan], 1, earlier=(earlier,))
    assert not result.hidden.any()
    assert result.exposed_before == 1


def test_what_was_hidden_before_lies_open_though_nothing_is_hidden_now():
    """Both are opened and one was revised: its earlier number follows from the other."""
    earlier = Earlier(ABC, np.array([60.0, 3, 37, 20]), np.array([False, True, True, False]))
    result = three([100, 3, 77, 20], 1, 2, earlier=(earlier,))
    assert not result.hidden.any()
    assert result.exposed_before == 1


def said(world):
    """How many counts the engine says to lie open, and where those of the last edition are."""
    result = world.results[-1]["t"]
    return result.exposed, result.exposed_before


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", SHAPES)
def test_an_edition_with_opened_counts_gives_nothing_else_away(shape, seed, way):
    """What the opened counts give away together, as a total of two of them, is said."""
    now = opened(table("t", shape, seed, mean=7), seed)
    world = World(FIVE).publish([now])
    shown = world.results[0]["t"].shown
    assert (shown[now.opened] == now.values[now.opened]).all()
    exposed, _before = said(world)
    assert all(exposed[now.index(place)] for _edition, _key, place, *_ in leaks(world))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", SHAPES)
def test_what_lies_open_after_a_correction_is_said(shape, seed, way):
    """Nothing that an attacker reckons of both editions is missing from what is said."""
    first = table("t", shape, seed, mean=7)
    now = opened(corrected(first, seed), seed, 0.05)
    world = World(FIVE).publish([first]).publish([now])
    exposed, before = said(world)
    silent = [
        place
        for edition, _key, place, *_ in leaks(world)
        if not exposed[now.index(place)] and not (edition == 0 and before)
    ]
    assert silent == []


def test_some_attacks_find_something():
    """Else they would prove nothing of what is said."""
    found = 0
    for seed in range(4):
        first = table("t", SHAPES[0], seed, mean=7)
        found += len(leaks(World(FIVE).publish([first]).publish([opened(first, seed, 0.3)])))
    assert found
