"""What cannot be a table, or a rule, is refused where it is made."""

import numpy as np
import pytest

from mnr.disclosure import (
    BadRules,
    BadTable,
    Dimension,
    Earlier,
    Node,
    Rules,
    Shared,
    Table,
    apart,
    parts,
    protect,
    shared_margin,
)
from tests.disclosure.worlds import AGE, SEX, regions

AB = (parts("part", "ab"),)


@pytest.mark.parametrize(
    "rules",
    [
        {"threshold": 4},
        {"threshold": 10, "threshold_below_national": 5},
        {"mode": "blur"},
        {"base": 4},
        {"base": 1},
    ],
)
def test_rules_that_protect_nobody(rules):
    with pytest.raises(BadRules):
        Rules(**rules)


@pytest.mark.parametrize(
    "nodes",
    [
        (),
        (Node("a"), Node("a")),
        (Node("a", "b"),),
        (Node("a", "b"), Node("b", "a")),
    ],
)
def test_no_tree(nodes):
    with pytest.raises(BadTable):
        Dimension("part", nodes)


@pytest.mark.parametrize(
    "more",
    [
        {"values": np.array([1.0, 2])},
        {"values": np.array([3.0, -1, 4])},
        {"values": np.array([3.0, 1.5, 1.5])},
        {"values": np.array([2.0**31, 0, 0])},
        {"known": np.array([True])},
        {"bounds": {(1,): (1, 4)}},
        {"geography": "region"},
        {"earlier": (Earlier(AB, np.ones(2), np.ones(2, bool)),)},
    ],
)
def test_no_table(more):
    with pytest.raises(BadTable):
        Table("t", AB, **{"values": np.array([3.0, 1, 2]), **more})


def test_a_bound_is_a_range():
    with pytest.raises(BadTable):
        Table("t", AB, np.array([3.0, np.nan, 2]), bounds={(1,): (4, 1)})


def test_keys_are_used_once():
    table = Table("t", AB, np.array([3.0, 1, 2]))
    with pytest.raises(BadTable):
        protect([table, table], Rules())


@pytest.mark.parametrize("place", [("c",), ("a", "b")])
def test_shared_counts_are_there(place):
    tables = [Table(key, AB, np.array([30.0, 10, 20])) for key in "tu"]
    with pytest.raises(BadTable):
        protect(tables, Rules(), [Shared("t", place, "u", ("a",))])


def test_shared_counts_are_equal():
    tables = [Table("t", AB, np.array([9.0, 3, 6])), Table("u", AB, np.array([8.0, 2, 6]))]
    with pytest.raises(BadTable):
        protect(tables, Rules(), [Shared("t", ("a",), "u", ("a",))])


def test_shared_counts_are_of_tables_of_the_edition():
    with pytest.raises(BadTable):
        protect([], Rules(), [Shared("t", ("a",), "u", ("a",))])


def test_tables_of_one_thing_share_their_margins():
    one = Table("one", (regions(2), SEX), np.zeros((3, 3)))
    other = Table("other", (SEX, AGE), np.zeros((3, 4)))
    places = [(each.place, each.other_place) for each in shared_margin(one, other)]
    assert places == [(("country", sex), (sex, "total")) for sex in ("total", "girls", "boys")]


def test_what_has_no_total_shares_no_margin():
    one = Table("one", (apart("year", "ab"), SEX), np.zeros((2, 3)))
    other = Table("other", (SEX, AGE), np.zeros((3, 4)))
    with pytest.raises(BadTable):
        shared_margin(one, other)


def test_no_tables_no_results():
    assert protect([], Rules()) == {}
