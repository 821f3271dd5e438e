"""No count can be known to within less than the threshold, whatever the table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnr.disclosure import Node, Rules, Table, parts, shared_margin
from tests.disclosure.worlds import (
    AGE,
    SEX,
    World,
    bounded,
    districts,
    leaks,
    months,
    regions,
    split,
    table,
    without,
    years,
)

FIVE = Rules(threshold_below_national=5)


def linked(seed):
    """Regions by sex, and ages by sex: the sexes stand in both."""
    one = table("one", [SEX, regions(5)], seed, mean=7)
    other = Table("other", (SEX, AGE), split(one.values[:, 0], (SEX, AGE), seed))
    return one, other


def gaps(seed):
    """A region that reports nothing, and one that does so by age but not by sex."""
    whole = table("t", [regions(5), SEX], seed, mean=7)
    places = [("r1", node.key) for node in SEX.nodes] + [("r3", "girls"), ("r3", "boys")]
    return without(whole, *places)


def few(seed):
    """Two small counts of which nobody knows more than that they are fewer than five."""
    whole = table("t", [regions(5), SEX], seed, mean=7, zeros=0.0)
    small = np.argwhere((whole.values > 0) & (whole.values < 5))[:2]
    keys = [(whole.dimensions[0].nodes[r].key, SEX.nodes[s].key) for r, s in small]
    return bounded(whole, *keys)


SHAPES = {
    "regions": lambda seed: table("t", [regions(9)], seed, mean=8),
    "sex and age": lambda seed: table("t", [SEX, AGE], seed, mean=6),
    "region, sex, age": lambda seed: table("t", [regions(4), SEX, AGE], seed, mean=7),
    "districts": lambda seed: table("t", [districts(3, 4, 1), SEX], seed, mean=7),
    "provinces": lambda seed: table("t", [deep()], seed, mean=5),
    "sparse": lambda seed: table("t", [regions(6), AGE], seed, mean=1, zeros=0.6),
    "years": lambda seed: table("t", [years(1), regions(3), SEX], seed, mean=5),
    "cumulative": lambda seed: table("t", [months(5), SEX], seed, mean=4),
    "gaps": gaps,
    "fewer than five": few,
}


def deep():
    """Four levels, and regions that are not divided at all."""
    tree = districts(2, 3, 1, 0)
    below = [Node(f"r1d1{letter}", "r1d1") for letter in "xyz"]
    return type(tree)("region", (*tree.nodes, *below))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_leaks(shape, seed, way):
    assert leaks(World(Rules()).publish([SHAPES[shape](seed)])) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_leaks_with_one_threshold(shape):
    assert leaks(World(FIVE).publish([SHAPES[shape](11)])) == []


@pytest.mark.parametrize("shape", ["regions", "region, sex, age", "sparse", "cumulative"])
def test_nothing_leaks_where_zeros_are_hidden(shape):
    rules = Rules(threshold_below_national=5, hide_zeros=True)
    assert leaks(World(rules).publish([SHAPES[shape](5)])) == []


@pytest.mark.parametrize("seed", range(3))
def test_nothing_leaks_between_tables(seed, way):
    tables = linked(seed)
    assert leaks(World(FIVE, shared_margin(*tables)).publish(tables)) == []


@given(
    counts=st.lists(st.integers(0, 30), min_size=1, max_size=7),
    others=st.lists(st.integers(0, 12), min_size=7, max_size=7),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_two_rows_of_anything(counts, others):
    leaves = np.array([counts, others[: len(counts)]], float)
    values = np.zeros((3, len(counts) + 1))
    values[1:, 1:] = leaves
    values[1:, 0], values[0, 1:], values[0, 0] = leaves.sum(1), leaves.sum(0), leaves.sum()
    columns = parts("column", [f"c{number}" for number in range(len(counts))])
    assert leaks(World(FIVE).publish([Table("t", (SEX, columns), values)])) == []


@pytest.mark.full
@pytest.mark.parametrize("seed", range(100, 140))
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_leaks_at_length(shape, seed, way):
    rules = [Rules(), FIVE, Rules(mode="round"), Rules(hide_zeros=True)][seed % 4]
    assert leaks(World(rules).publish([SHAPES[shape](seed)])) == []
