"""The attacker finds what can be found: known answers, so that its silence means something."""

import pytest

from tests.disclosure.attacker import Attacker, Publications


def flat(key, cells, names=("a", "b", "c"), not_reported=()):
    nodes = [{"key": "total", "parent": None, "published": True}]
    nodes += [{"key": name, "parent": "total", "published": True} for name in names]
    return {
        "key": key,
        "dimensions": [{"key": "part", "nodes": nodes}],
        "cells": cells,
        "not_reported": list(not_reported),
    }


def interval(publications, part, edition=0, key="t"):
    low, high = Attacker(publications).interval(edition, key, (part,))
    return pytest.approx(low), pytest.approx(high)


def test_a_single_gap_is_known():
    assert interval(Publications([[flat("t", [12, 7, None, 2])]]), "b") == (3, 3)


def test_of_two_gaps_each_is_at_least_one():
    assert interval(Publications([[flat("t", [12, None, None, 7])]]), "a") == (1, 4)


def test_gaps_may_be_zero_where_zeros_are_hidden():
    publications = Publications([[flat("t", [12, None, None, 7])]], zeros_are_shown=False)
    assert interval(publications, "a") == (0, 5)


def test_a_hidden_total_is_at_least_its_parts():
    assert interval(Publications([[flat("t", [None, None, 4, 7])]]), "total") == (12, float("inf"))


def test_what_was_not_reported_is_taken_for_nothing_while_it_adds_up():
    assert interval(Publications([[flat("t", [9, None, 7, None], not_reported=[3])]]), "a") == (
        2,
        2,
    )


def test_what_was_not_reported_is_somebody_where_it_does_not_add_up():
    assert interval(Publications([[flat("t", [9, 6, 2, None], not_reported=[3])]]), "c") == (1, 1)


def test_an_earlier_edition_tells_what_this_one_hides():
    before, now = flat("t", [12, None, None, 7]), flat("t", [12, 2, None, 7])
    assert interval(Publications([[before], [now]]), "b") == (3, 3)


def test_a_revised_count_is_another():
    before, now = flat("t", [12, 3, 2, 7]), flat("t", [13, None, None, 7])
    marks = {(1, "t"): {("a",), ("b",), ("total",)}}
    assert interval(Publications([[before], [now]], revised=marks), "a", 1) == (1, 5)
    one = {(1, "t"): {("a",), ("total",)}}
    assert interval(Publications([[before], [now]], revised=one), "a", 1) == (4, 4)


def test_a_count_that_stands_in_two_tables_is_one():
    one, other = flat("t", [None, None, 4, 7]), flat("u", [14, 5, 5, 4])
    publications = Publications([[one, other]], shared=[(("t", 0), ("u", 0))])
    assert interval(publications, "a") == (3, 3)


def test_rounded_parts_and_total_pin_each_other():
    table = flat("t", [10, 0, 0, 0, 0], names=("a", "b", "c", "d"))
    assert interval(Publications([[table]], base=5), "a") == (2, 2)
