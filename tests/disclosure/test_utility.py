"""How much is hidden besides what must be: printed, and held to what it was."""

import numpy as np
import pytest

from mnr.disclosure import Rules, protect
from tests.disclosure.worlds import AGE, SEX, districts, regions, table

FIVE = Rules(threshold_below_national=5)
SEEDS = range(4)
SHAPES = {  # shape, mean of a leaf, the most that may be complements, of counts that are not small
    "regions": ([regions(20)], 15, 0.10),
    "region and sex": ([regions(12), SEX], 15, 0.25),
    "region, sex, age": ([regions(6), SEX, AGE], 15, 0.35),
    "districts": ([districts(3, 4, 2, 5)], 12, 0.25),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_complements_are_few(shape, record_property):
    dimensions, mean, most = SHAPES[shape]
    hidden = large = 0
    for seed in SEEDS:
        made = table("t", dimensions, seed, mean=mean, zeros=0.05)
        result = protect([made], FIVE)["t"]
        hidden += int((result.status == 2).sum())
        large += int((made.values >= 5).sum())
    share = f"{shape}: {hidden / large:.1%} of the counts that are not small are complements"
    record_property("figure", share)
    assert hidden / large < most


def test_a_total_is_hidden_last():
    made = table("t", [regions(12), SEX], 1, mean=15, zeros=0.05)
    assert not np.isnan(protect([made], FIVE)["t"].shown[0, 0])
