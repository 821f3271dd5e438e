"""Which cells may move together when there were editions before."""

from dataclasses import replace

import numpy as np

from mnr.disclosure import Dimension, Earlier, Node, Rules, Table, parts
from mnr.disclosure.cells import cells_of
from mnr.disclosure.primary import decide
from mnr.disclosure.ways import ways_of

FIVE = Rules(threshold_below_national=5)
PARTS = (parts("part", "abcd"),)
NOW = Table("t", PARTS, np.array([70.0, 3, 9, 28, 30]))
THEN = Earlier(PARTS, np.array([66.0, 3, 6, 27, 30]), np.array([0, 1, 1, 0, 0], bool))


def ways(table):
    cells = cells_of(table, FIVE)
    decide(cells, FIVE)
    return ways_of(cells, np.zeros(cells.values.shape, bool))


def test_without_editions_all_may_move():
    assert [way.movable.all() for way in ways(NOW)] == [True]


def test_in_both_editions_moves_what_was_hidden_then():
    joint, _fresh = ways(replace(NOW, earlier=(THEN,)))
    assert joint.movable.tolist() == [False, True, True, False, False]
    assert joint.serves.tolist() == joint.movable.tolist()


def test_it_moves_no_further_than_either_edition_allows():
    joint, _fresh = ways(replace(NOW, earlier=(THEN,)))
    assert joint.fall[1:3].tolist() == [2, 5]


def test_in_this_edition_alone_moves_what_is_revised():
    _joint, fresh = ways(replace(NOW, earlier=(THEN,)))
    assert fresh.movable.tolist() == [True, False, True, True, False]


def test_other_sums_then_are_left_to_programs():
    others = (Dimension("part", (*PARTS[0].nodes, Node("e", "total"))),)
    then = Earlier(others, np.append(THEN.values, 7), np.append(THEN.hidden, [False]))
    joint, _fresh = ways(replace(NOW, earlier=(then,)))
    assert not joint.movable.any()


def test_a_new_part_of_a_sum_was_nothing_then():
    fewer = (parts("part", "abc"),)
    then = Earlier(fewer, np.array([40.0, 3, 9, 28]), np.array([0, 1, 1, 0], bool))
    joint, fresh = ways(replace(NOW, earlier=(then,)))
    assert joint.movable.tolist() == [False, True, True, False, False]
    assert fresh.movable.tolist() == [True, False, False, False, True]


def test_what_stands_in_another_table_does_not_move_here():
    cells = cells_of(NOW, FIVE)
    decide(cells, FIVE)
    shared = np.array([True, False, False, False, False])
    assert [way.movable.tolist() for way in ways_of(cells, shared)] == [(~shared).tolist()]
