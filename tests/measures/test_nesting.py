"""Which stretches add up to which."""

from datetime import date

from mnr.measures.nesting import name, trees
from mnr.measures.times import Stretch


def quarter(year, number):
    first = date(year, 3 * number - 2, 1)
    last = [date(year, 3, 31), date(year, 6, 30), date(year, 9, 30), date(year, 12, 31)][number - 1]
    return Stretch(first, last)


YEAR = Stretch(date(2025, 1, 1), date(2025, 12, 31))
QUARTERS = [quarter(2025, number) for number in (1, 2, 3, 4)]


def told(tree):
    return {branch.key: branch.parent for branch in tree if branch.is_told}


def rests(tree):
    return [branch.parent for branch in tree if not branch.is_told]


def test_a_year_is_the_sum_of_its_quarters():
    (tree,) = trees([*QUARTERS, YEAR])
    assert told(tree) == {name(YEAR): None} | {name(q): name(YEAR) for q in QUARTERS}
    assert rests(tree) == []


def test_what_is_missing_of_a_year_is_a_rest():
    (tree,) = trees([*QUARTERS[:3], YEAR])
    assert rests(tree) == [name(YEAR)]


def test_totals_since_a_day_hold_each_other():
    since = [Stretch(date(2019, 1, 1), q.ends_on, True) for q in QUARTERS]
    (tree,) = trees(since)
    assert tree[0].key == name(since[-1])
    assert rests(tree) == [name(one) for one in reversed(since[1:])]


def test_a_total_and_a_stretch_of_the_same_days_are_one():
    same = Stretch(YEAR.starts_on, YEAR.ends_on, True)
    (tree,) = trees([YEAR, same])
    assert (len(tree), rests(tree)) == (1, [])


def test_quarters_alone_stand_alone():
    assert [len(tree) for tree in trees(QUARTERS)] == [1, 1, 1, 1]


def test_a_stretch_across_others_has_a_tree_of_its_own():
    across = Stretch(date(2024, 7, 1), date(2025, 6, 30))
    first, second = trees([YEAR, across, *QUARTERS])
    assert told(first) == {name(YEAR): None} | {name(q): name(YEAR) for q in QUARTERS}
    assert told(second) == {name(across): None} | {name(q): name(across) for q in QUARTERS[:2]}
    assert rests(second) == [name(across)]


def test_what_has_no_last_day_is_no_part_of_anything():
    assert trees([Stretch(date(2025, 1, 1), None, True)]) == []
