"""Moves change no sum, and every node takes part in one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mnr.disclosure import Dimension, Node, apart
from mnr.disclosure.moves import MANY, moves_of
from mnr.disclosure.weighing import NEVER, Weight, weigh
from tests.disclosure.worlds import SEX, districts, months, regions, years


def vector(moves, pair):
    found = np.zeros(len(moves.nodes), int)
    for sign, member in zip((1, -1), pair, strict=True):
        for node in moves.members[member].plus:
            found[node] += sign
        for node in moves.members[member].minus:
            found[node] -= sign
    return found


def check(dimension):
    for root in dimension.roots:
        moves = moves_of(dimension, root, np.arange(len(dimension.nodes)))
        local = {int(node): place for place, node in enumerate(moves.nodes)}
        touched = set()
        for pair in moves.pairs:
            move = vector(moves, pair)
            assert set(np.unique(move)) <= {-1, 0, 1}
            touched |= set(np.flatnonzero(move))
            for node in moves.nodes.tolist():
                if below := dimension.children[node]:
                    assert move[local[node]] == sum(move[local[child]] for child in below)
        assert touched == set(range(len(moves.nodes)))


TREES = [SEX, regions(7), districts(3, 1, 0, 4), years(2), months(6), apart("x", "abc")]


@pytest.mark.parametrize("dimension", [*TREES, regions(MANY + 20)], ids=lambda d: str(len(d.nodes)))
def test_moves_change_no_sum(dimension):
    check(dimension)


@given(st.lists(st.integers(0, 30), min_size=0, max_size=14))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_moves_of_any_tree_change_no_sum(parents):
    nodes = [Node("0")]
    nodes += [Node(str(n), str(above % n)) for n, above in enumerate(parents, start=1)]
    check(Dimension("tree", tuple(nodes)))


def weighed(fall, cost, need=5):
    moves = (moves_of(regions(len(fall) - 1), 0, np.ones(len(fall))),)
    shape = (len(fall), 1)
    return weigh(
        Weight(
            np.array(fall, np.int16).reshape(shape),
            np.full(shape, need, np.int16),
            np.array(cost, np.int32).reshape(shape),
        ),
        moves,
        need,
    ).cost()[:, 0]


def test_partners_that_cost_nothing_add_up():
    """2 and 2 and 2: any of the parts can rise by 4 and fall by 2."""
    assert weighed([9, 2, 2, 2], [NEVER, 0, 0, 0]).tolist() == [NEVER, 0, 0, 0]


def test_too_few_partners_need_another():
    assert weighed([9, 2, 2, 6], [NEVER, 0, 0, 7])[1:3].tolist() == [7, 7]


def test_up_to_the_total_nothing_limits():
    assert weighed([2, 2, 5, 5], [3, 0, NEVER, NEVER])[:2].tolist() == [3, 3]
