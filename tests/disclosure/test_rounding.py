"""Mode "round": each count to the nearest multiple of five, totals by themselves."""

import numpy as np
import pytest

from mnr.disclosure import Rules, Table, parts, protect, shared_margin
from tests.disclosure.test_generated import SHAPES, linked
from tests.disclosure.worlds import SEX, World, corrected, leaks, regions, table

ROUND = Rules(mode="round")


def shown(values):
    table_ = Table("t", (parts("part", "abcdefgh"[: len(values) - 1]),), np.array(values, float))
    return [
        None if np.isnan(value) else int(value)
        for value in protect([table_], ROUND)["t"].shown.tolist()
    ]


def test_each_count_is_rounded_by_itself():
    assert shown([62, 1, 7, 12, 42]) == [60, 0, 5, 10, 40]


def test_what_rounding_gives_away_is_hidden():
    """Four of at most 2 make at least 8: each would be known to be 2."""
    assert shown([8, 2, 2, 2, 2]).count(None) >= 1


def test_what_is_not_of_people_is_exact():
    table_ = Table("t", (parts("part", "ab"),), np.array([4.0, 3, 1]), is_people=False)
    assert protect([table_], ROUND)["t"].shown.tolist() == [4, 3, 1]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_leaks(shape, seed):
    assert leaks(World(ROUND).publish([SHAPES[shape](seed)])) == []


@pytest.mark.parametrize("seed", range(3))
def test_nothing_leaks_between_tables_and_editions(seed):
    tables = linked(seed)
    assert leaks(World(ROUND, shared_margin(*tables)).publish(tables)) == []
    first = table("t", [regions(4), SEX], seed, mean=6)
    assert leaks(World(ROUND).publish([first]).publish([corrected(first, seed)])) == []
