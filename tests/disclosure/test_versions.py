"""Editions one after the other: what was told stays told, what was hidden stays hidden."""

from dataclasses import replace

import numpy as np
import pytest

from mnr.disclosure import Dimension, Earlier, Node, Rules, Status, Table, parts, protect
from tests.disclosure.worlds import AGE, SEX, World, corrected, leaks, months, regions, table, years

FIVE = Rules(threshold_below_national=5)
ABC = (parts("part", "abc"),)


def states(result):
    return [Status(value).name for value in result.status.ravel()]


def after(now, before, hidden):
    """The second edition of three parts; `hidden`: which cells the first one hid."""
    earlier = Earlier(ABC, np.array(before, float), np.array(hidden, bool))
    return protect([Table("t", ABC, np.array(now, float), earlier=(earlier,))], FIVE)["t"]


def test_what_was_shown_is_no_complement():
    """The third part has grown to 3 of 44. The others were told: only the total can hide it."""
    result = after([44, 21, 20, 3], [41, 21, 20, 0], [0, 0, 0, 0])
    assert states(result) == ["COMPLEMENTARY", "SHOWN", "SHOWN", "PRIMARY"]


def test_what_was_hidden_stays_hidden():
    """3 has become 30, and needs no protection any more; but the edition before does."""
    result = after([60, 30, 10, 20], [33, 3, 10, 20], [0, 1, 1, 0])
    assert states(result)[1:3] == ["KEPT", "KEPT"]


def test_a_count_that_falls_to_nothing_stays_hidden():
    result = after([37, 0, 17, 20], [40, 3, 17, 20], [0, 1, 1, 0])
    assert states(result)[1] == "KEPT"


def test_what_readers_know_already_is_said_to_be_exposed():
    """Published when the threshold was none: hidden from now on, though it helps little."""
    result = after([33, 3, 10, 20], [33, 3, 10, 20], [0, 0, 0, 0])
    assert states(result)[1] == "PRIMARY"
    assert result.exposed.tolist() == [False, True, False, False]


def test_what_is_hidden_from_elsewhere_stays_hidden():
    hidden = np.array([False, False, True, False])
    known = np.array([True, False, False, True])
    table_ = Table("t", ABC, np.array([60.0, 20, 25, 15]), hidden=hidden, known=known)
    assert states(protect([table_], FIVE)["t"]) == ["SHOWN", "COMPLEMENTARY", "KEPT", "SHOWN"]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("shape", [(regions(5), SEX), (regions(3), SEX, AGE), (months(4), SEX)])
def test_a_correction_gives_nothing_away(shape, seed, way):
    first = table("t", shape, seed, mean=7)
    second = corrected(first, seed)
    world = World(FIVE).publish([first]).publish([second])
    world.publish([corrected(second, seed + 50, 1)])
    assert leaks(world) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_year_that_comes_after_its_quarters_gives_nothing_away(seed, way):
    whole = table("t", [years(1), regions(4)], seed, mean=6)
    world = World(Rules())
    for quarters in (1, 2, 4):
        period = Dimension("period", tuple(Node(f"y0q{n}") for n in range(1, quarters + 1)))
        values = whole.values[1 : quarters + 1]
        world.publish([Table("t", (period, regions(4)), values, geography="region")])
    world.publish([whole])
    assert leaks(world) == []


@pytest.mark.parametrize("seed", range(2))
def test_a_new_region_gives_nothing_away(seed, way):
    before, now = table("t", [regions(4), SEX], seed), table("t", [regions(5), SEX], seed)
    old = now.values[:5].copy()
    old[0] = old[1:].sum(axis=0)
    world = World(FIVE).publish([replace(before, values=old)]).publish([now])
    assert leaks(world) == []
