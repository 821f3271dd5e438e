"""Answers that can be checked with a pencil."""

import numpy as np
import pytest

from mnr.disclosure import Rules, Shared, Status, Table, apart, parts, protect
from tests.disclosure.worlds import SEX, cumulative, districts

FIVE = Rules(threshold_below_national=5)


def one(values, rules=FIVE, **more):
    table = Table("t", (parts("part", "abcd"[: len(values) - 1]),), np.array(values, float), **more)
    return protect([table], rules)["t"]


def states(result):
    return [Status(value).name for value in result.status.ravel()]


def test_nothing_small_nothing_hidden():
    result = one([26, 5, 8, 13])
    assert states(result) == ["SHOWN"] * 4
    assert result.shown.tolist() == [26, 5, 8, 13]


def test_a_small_count_takes_another_with_it():
    """3 is hidden; alone it would be the total less the rest. The least that helps is 8."""
    assert states(one([34, 3, 8, 23])) == ["SHOWN", "PRIMARY", "COMPLEMENTARY", "SHOWN"]


def test_two_small_counts_may_be_too_few():
    """1 and 3 add up to 4: each is 1 to 3. A third one is needed."""
    assert states(one([34, 1, 3, 7, 23]))[:4] == ["SHOWN", "PRIMARY", "PRIMARY", "COMPLEMENTARY"]


def test_enough_small_counts_protect_each_other():
    """4, 4 and 4 of 12: each is 1 to 10."""
    assert states(one([32, 4, 4, 4, 20])) == ["SHOWN", "PRIMARY", "PRIMARY", "PRIMARY", "SHOWN"]


def test_nothing_but_the_total_is_left_to_hide():
    assert states(one([3, 3, 0, 0])) == ["PRIMARY", "PRIMARY", "SHOWN", "SHOWN"]
    assert states(one([12, 3, 9])) in (
        ["SHOWN", "PRIMARY", "COMPLEMENTARY"],
        ["COMPLEMENTARY", "PRIMARY", "SHOWN"],
    )


def test_zeros_are_shown_unless_the_country_wants_them_hidden():
    assert states(one([20, 0, 8, 12]))[1] == "SHOWN"
    hidden = one([20, 0, 8, 12], Rules(threshold_below_national=5, hide_zeros=True))
    assert states(hidden)[1] == "PRIMARY"
    assert states(hidden).count("COMPLEMENTARY") == 1


def test_what_does_not_count_people_is_shown():
    assert states(one([6, 1, 2, 3], is_people=False)) == ["SHOWN"] * 4


def test_numbers_that_add_up_to_nothing_need_no_complements():
    table = Table("t", (apart("year", ["2024", "2025", "2026"]),), np.array([3.0, 40, 60]))
    assert states(protect([table], FIVE)["t"]) == ["PRIMARY", "SHOWN", "SHOWN"]


def test_below_the_nation_the_threshold_is_twice_as_high():
    geography = districts(2, 2)
    values = np.array([80, 48, 7, 41, 32, 20, 12], float)
    table = Table("t", (geography,), values, geography="region")
    result = protect([table], Rules())["t"]
    assert result.count(("r0d0",)) is None  # 7
    assert result.count(("country",)) == 80
    assert protect([table], FIVE)["t"].count(("r0d0",)) == 7


def test_what_lies_between_two_cumulatives_is_protected():
    """40, 42, 60: nobody prints that 2 came in the second month, but anybody can reckon it."""
    months = cumulative("month", ["1", "2", "3"], since="to ")
    values = dict(zip(["to 1", "to 2", "to 3", "2", "3"], [40, 42, 60, 2, 18], strict=True))
    table = Table("t", (months,), np.array([values[n.key] for n in months.nodes], float))
    result = protect([table], FIVE)["t"]
    assert result.count(("to 1",)) is None or result.count(("to 2",)) is None
    assert result.count(("2",)) is None


def test_a_rest_that_nobody_reported_is_protected():
    """20 in all, 10 and 7 reported, one part not: what is left is 3 people."""
    result = one([20, 10, 7, np.nan])
    assert states(result)[3] == "NOT_REPORTED"
    assert states(result)[:3].count("COMPLEMENTARY") == 1


def test_a_rest_that_is_large_protects_others():
    """The missing part of 17 or more is a gap already."""
    assert states(one([30, 3, 10, np.nan])) == ["SHOWN", "PRIMARY", "SHOWN", "NOT_REPORTED"]


def test_nothing_is_missing_that_counts():
    """All is accounted for: the part that is missing is none, and protects nobody."""
    assert "COMPLEMENTARY" in states(one([43, 3, 40, np.nan]))


def test_fewer_than_five_is_hidden_and_protected():
    result = one([34, np.nan, 8, 23], bounds={(1,): (1, 4)})
    assert states(result) == ["SHOWN", "PRIMARY", "COMPLEMENTARY", "SHOWN"]


def test_a_rest_beside_a_bound_protects_nobody():
    """Nobody can say how much of the 15 that are left is the bound's and how much the gap's."""
    result = one([60, np.nan, np.nan, 45], bounds={(1,): (1, 4)})
    assert "COMPLEMENTARY" in states(result)


def test_a_bound_is_told_by_nobody_here():
    assert one([1700, np.nan, 60], bounds={(1,): (1640, 1640)}).count(("a",)) is None


def test_a_shared_total_is_hidden_in_both_tables():
    by_part = Table("t", (parts("part", "ab"),), np.array([3.0, 3, 0]))
    by_sex = Table("u", (SEX,), np.array([3.0, 0, 3]))
    shared = [Shared("t", ("total",), "u", ("total",))]
    for result in protect([by_part, by_sex], FIVE, shared).values():
        assert result.hidden[0]


def test_a_shared_total_cannot_move_in_one_table_alone():
    """6 hidden against the total would do, were it not 46 in the other table."""
    by_part = Table("t", (parts("part", "ab"),), np.array([46.0, 3, 43]))
    by_sex = Table("u", (SEX,), np.array([46.0, 20, 26]))
    shared = [Shared("t", ("total",), "u", ("total",))]
    result = protect([by_part, by_sex], FIVE, shared)
    assert [states(result[key]) for key in "tu"] == [
        ["SHOWN", "PRIMARY", "COMPLEMENTARY"],
        ["SHOWN"] * 3,
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_tables_changes_nothing(order):
    tables = [
        Table(key, (parts("part", "abc"),), np.array(values, float))
        for key, values in (("t", [34, 3, 8, 23]), ("u", [29, 9, 2, 18]))
    ]
    found = protect(tables[::order], FIVE)
    assert states(found["t"]) == ["SHOWN", "PRIMARY", "COMPLEMENTARY", "SHOWN"]
    assert states(found["u"]) == ["SHOWN", "COMPLEMENTARY", "PRIMARY", "SHOWN"]
