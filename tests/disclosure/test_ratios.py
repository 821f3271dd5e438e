"""Percentages tell what they were reckoned from."""

import numpy as np
import pytest

from mnr.disclosure import BadTable, Rules, Table, apart, parts, protect
from mnr.disclosure.ratios import rates, shares, with_others
from tests.disclosure.worlds import World, leaks, regions, table

FIVE = Rules(threshold_below_national=5)
YEARS = (apart("year", ["2025", "2026"]),)


def both(part, of, dimensions=YEARS):
    return with_others(
        "share",
        Table("part", dimensions, np.array(part, float)),
        Table("of", dimensions, np.array(of, float)),
    )


def test_a_share_of_large_counts_is_told():
    result = protect([both([20, 40], [80, 80])], FIVE)["share"]
    assert shares(result).tolist() == [0.25, 0.5]


def test_no_share_where_its_numerator_is_small():
    result = protect([both([3, 40], [80, 80])], FIVE)["share"]
    assert np.isnan(shares(result)).tolist() == [True, False]


def test_no_share_where_the_others_are_few():
    """98 heard of 100: that 2 were not is as much a count of people."""
    result = protect([both([98, 40], [100, 80])], FIVE)["share"]
    assert np.isnan(shares(result)).tolist() == [True, False]
    assert result.hidden[:2, 0].any()


def test_a_share_of_nothing_is_none():
    assert np.isnan(rates(np.array([0.0]), np.array([0.0]))).all()


def test_a_rate_is_told_only_with_both_its_counts():
    found = rates(np.array([10.0, np.nan, 5]), np.array([100.0, 50, np.nan]))
    assert found[0] == pytest.approx(0.1)
    assert np.isnan(found[1:]).all()


def test_a_part_is_not_more_than_the_whole():
    with pytest.raises(BadTable):
        both([81, 2], [80, 80])


def test_shapes_must_agree():
    with pytest.raises(BadTable):
        with_others("s", Table("a", YEARS, np.ones(2)), Table("b", (parts("p", "a"),), np.ones(2)))


def test_shares_are_of_tables_of_shares():
    with pytest.raises(BadTable):
        shares(protect([Table("a", YEARS, np.ones(2) * 9)], FIVE)["a"])


@pytest.mark.parametrize("seed", range(4))
def test_no_share_gives_its_counts_away(seed, way):
    whole = table("of", [regions(5)], seed, mean=15)
    heard = np.random.default_rng(seed).binomial(whole.values[1:].astype(int), 0.6)
    part = Table("part", whole.dimensions, np.array([heard.sum(), *heard], float))
    assert leaks(World(FIVE).publish([with_others("share", part, whole)])) == []
