"""Longer stretches and repeated ones, told in part: what earlier editions told of them counts.

An attacker reads all editions and knows that longer stretches are sums of quarters, that the
country is the sum of its regions, and that a total since a day counts the days since then.
"""

from datetime import date
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from mnr.figures import control
from mnr.figures.cells import Slice, merged
from mnr.measures.times import Stretch
from tests.figures.test_attack import QUARTERS, REGIONS, chance_of, shares
from tests.figures.test_control import ARRESTS, RULES, content, told, value

PLACES = (None, *REGIONS)
FORMS = {"plain": (False,), "since": (True,), "both": (False, True)}


def counted(said, region, days, is_cumulative=False):
    row = value(str(said), region=region, days=days) | {"is_cumulative": is_cumulative}
    return row | {"id": f"{row['id']} {days} {is_cumulative}"}


def quarters(chance):
    """{place: count} of each quarter of a year."""
    for _quarter in QUARTERS:
        whole = chance.randint(40, 90)
        yield {None: whole} | dict(zip(REGIONS, shares(chance, whole, 4), strict=True))


def editions(chance, counts, forms):
    """The values of each edition; the last tells some of longer stretches too."""
    last = chance.randint(1, 3)
    for number in range(last + 1):
        rows = [counted(n, place, QUARTERS[number]) for place, n in counts[number].items()]
        if number == last:
            for end, form, place in product(range(number + 1), forms, PLACES):
                if chance.random() < 0.5:
                    total = sum(each[place] for each in counts[: end + 1])
                    days = QUARTERS[0][0], QUARTERS[end][1]
                    rows.append(counted(total, place, days, form))
        yield list({row["id"]: row for row in rows}.values())


def published(found):
    """{(first day, last day, region): count} that is told in any edition, and of all."""
    kept, told, truth = [], {}, {}
    for rows in found:
        made = control.control(content(*rows), "committee", kept)
        kept.append(made.kept)
        counts = {(r["starts_on"], r["ends_on"], r["region"]): int(r["value"]) for r in rows}
        truth |= counts
        for one in made.content["figures"][ARRESTS]:
            place = one["starts_on"], one["ends_on"], one["region"]
            if not one["is_hidden"]:
                told[place] = int(one["value"])
    return told, truth


def line(place):
    """Which of the counts of a region in a quarter a figure is the sum of."""
    first, last, region = place
    inside = [first <= begin and end <= last for begin, end in QUARTERS]
    return np.outer(inside, [region in (None, each) for each in REGIONS]).ravel().astype(float)


def narrow(told, truth):
    """Hidden figures that can be reckoned to within less than the threshold."""
    sums, counts = np.array([line(place) for place in told]), list(told.values())
    for place in truth.keys() - told.keys():
        goal = line(place)
        least, most = (
            linprog(sign * goal, A_eq=sums, b_eq=counts, bounds=(0, None), method="highs")
            for sign in (1, -1)
        )
        high = np.inf if most.status == 3 else -most.fun  # 3: without limit
        if high - least.fun < RULES["threshold"] - 1e-6:
            yield place


@pytest.mark.parametrize("forms", FORMS)
@pytest.mark.parametrize("seed", range(12))
def test_nobody_reckons_what_earlier_editions_hid(seed, forms):
    chance = chance_of(seed)
    told, truth = published(editions(chance, list(quarters(chance)), FORMS[forms]))
    assert not list(narrow(told, truth))


def test_the_attacks_find_something_to_hide():
    chance = chance_of(0)
    told, truth = published(editions(chance, list(quarters(chance)), FORMS["both"]))
    assert len(truth) > len(told) > 0


def test_a_revision_of_one_part_leaves_the_others_what_they_were():
    """Later editions need not repeat a small count: the difference is still there."""
    counts = dict(zip(PLACES, (80, 30, 28, 19, 3), strict=True))
    rows = [counted(n, place, QUARTERS[0]) for place, n in counts.items()]
    before = control.control(content(*rows), "committee", [])
    (other,) = {place for (place, _part), said in told(before).items() if said is None} - {"W"}
    revised = counted(counts[other] + 1, other, QUARTERS[0])
    after = control.control(content(revised), "committee", [before.kept])
    assert told(after) == {(other, ""): None}


def test_a_total_of_the_same_days_is_the_same_count():
    plain = Slice(Stretch(*days(QUARTERS[0])), {(): 12, (("region", "N"),): 4})
    since = Slice(Stretch(*days(QUARTERS[0]), True), {(): 12, (("region", "S"),): 8})
    (one,) = merged([plain, since])
    assert one.counts == {(): 12, (("region", "N"),): 4, (("region", "S"),): 8}


def test_of_two_that_differ_no_more_is_known_than_where_they_lie():
    first, last = days(QUARTERS[0])
    (one,) = merged(
        [Slice(Stretch(first, last), {(): 12}), Slice(Stretch(first, last, True), {(): 9})]
    )
    assert one.counts == {(): (9, 12)}
    rows = [counted(40, None, QUARTERS[0]), counted(52, None, QUARTERS[0], True)]
    made = control.control(content(*rows), "committee", [])
    assert {row["is_hidden"] for row in made.content["figures"][ARRESTS]} == {True}


def days(pair):
    return tuple(map(date.fromisoformat, pair))
