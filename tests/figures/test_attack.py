"""Somebody who reads every edition tries to work out what is hidden.

The attack knows the figures as they are told and that wholes are sums of their parts; nothing of
the tables that disclosure control was made with. What it can say of a hidden count must leave at
least as many numbers open as the threshold.
"""

import random

import numpy as np
import pytest
from scipy.optimize import linprog

from mnr.figures import control
from tests.figures.test_control import ARRESTS, RULES, content, value

REGIONS = "NSEW"
PARTS = [f"form: {word}" for word in ("online", "contact", "both")]
QUARTERS = [
    ("2025-01-01", "2025-03-31"),
    ("2025-04-01", "2025-06-30"),
    ("2025-07-01", "2025-09-30"),
    ("2025-10-01", "2025-12-31"),
]
YEAR = ("2025-01-01", "2025-12-31")


def chance_of(seed):
    return random.Random(seed)  # noqa: S311  repeats, and guards nothing


def shares(chance, whole, count):
    """A whole in uneven parts, small ones among them."""
    cuts = sorted(chance.randint(0, whole) for _each in range(count - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]


def counts_of(chance, whole):
    """{(region, part): count} of one stretch: by region and, apart from that, by part."""
    found = {(None, ""): whole}
    found |= {(r, ""): n for r, n in zip(REGIONS, shares(chance, whole, 4), strict=True)}
    found |= {(None, p): n for p, n in zip(PARTS, shares(chance, whole, 3), strict=True)}
    return found


def crossed(chance, whole):
    """The same with every part of every region."""
    found = {(None, ""): whole}
    for region, count in zip(REGIONS, shares(chance, whole, 4), strict=True):
        found[region, ""] = count
        for part, piece in zip(PARTS, shares(chance, count, 3), strict=True):
            found[region, part] = piece
    for part in PARTS:
        found[None, part] = sum(found[region, part] for region in REGIONS)
    return found


def summed(tables):
    return {place: sum(table[place] for table in tables) for place in tables[0]}


def published(stretches, rules=RULES):
    """{(days, region, part): what is told}, edition by edition, and what was true."""
    kept, told, truth = [], {}, {}
    for days, counts in stretches:
        rows = [value(str(n), region=r, part=p, days=days) for (r, p), n in counts.items()]
        made = control.control(content(*rows, rules=rules), "committee", kept)
        kept.append(made.kept)
        for figure in made.content["figures"][ARRESTS]:
            place = (days, figure["region"], figure["breakdown"])
            truth[place] = counts[place[1:]]
            if not figure["is_hidden"]:
                told[place] = int(figure["value"])
    return told, truth


def sums(places):
    """(whole, parts) for every sum that a reader knows of."""
    days = {place[0] for place in places}
    for day in days:
        rows = [place for place in places if place[0] == day]
        for region in {place[1] for place in rows}:
            parts = [(day, region, part) for part in PARTS if (day, region, part) in places]
            if len(parts) == len(PARTS):
                yield (day, region, ""), parts
        for part in {place[2] for place in rows}:
            regions = [(day, r, part) for r in REGIONS if (day, r, part) in places]
            if len(regions) == len(REGIONS):
                yield (day, None, part), regions
    if YEAR in days and set(QUARTERS) <= days:
        for _day, region, part in [place for place in places if place[0] == YEAR]:
            yield (YEAR, region, part), [(day, region, part) for day in QUARTERS]


def widths(told, truth):
    """{hidden place: how many numbers lie between the least and the most that it can be}."""
    places = sorted(truth, key=str)
    at = {place: number for number, place in enumerate(places)}
    rows = []
    for whole, parts in sums(set(places)):
        row = np.zeros(len(places))
        row[at[whole]] = -1
        row[[at[part] for part in parts]] = 1
        rows.append(row)
    bounds = [(told[p], told[p]) if p in told else (1, None) for p in places]  # 0 would be told
    found = {}
    for place in set(places) - set(told):
        goal = np.zeros(len(places))
        goal[at[place]] = 1
        ends = [
            linprog(sign * goal, A_eq=np.array(rows), b_eq=np.zeros(len(rows)), bounds=bounds)
            for sign in (1, -1)
        ]
        assert ends[0].success, "what is told contradicts itself"
        most = np.inf if ends[1].status == 3 else -ends[1].fun
        found[place] = most - ends[0].fun
    return found


def assert_safe(told, truth):
    small = {p for p, n in truth.items() if 0 < n < (RULES["threshold"] if not p[1] else 10)}
    assert not small & set(told)
    open_ones = {p: w for p, w in widths(told, truth).items() if w < RULES["threshold"] - 1e-6}
    assert open_ones == {}


@pytest.mark.parametrize("seed", range(10))
def test_one_edition_with_breakdowns_apart(seed):
    chance = chance_of(seed)
    whole = chance.choice([4, 12, 40, 120, 700])
    assert_safe(*published([(QUARTERS[0], counts_of(chance, whole))]))


@pytest.mark.parametrize("seed", range(10))
def test_one_edition_with_breakdowns_crossed(seed):
    chance = chance_of(seed)
    whole = chance.choice([4, 12, 40, 120, 700])
    assert_safe(*published([(QUARTERS[0], crossed(chance, whole))]))


@pytest.mark.parametrize("make", [counts_of, crossed])
@pytest.mark.parametrize("seed", range(3))
def test_four_quarters_and_their_year(seed, make):
    chance = chance_of(seed)
    tables = [make(chance, chance.choice([6, 25, 90, 300])) for _day in QUARTERS]
    stretches = [*zip(QUARTERS, tables, strict=True), (YEAR, summed(tables))]
    assert_safe(*published(stretches))


def test_the_attack_finds_what_lies_open():
    """Else it would prove nothing: the last part of a whole is reckoned from the others."""
    counts = {(None, ""): 60, **dict(zip([(None, p) for p in PARTS], (3, 37, 20), strict=True))}
    truth = {(YEAR, *place): count for place, count in counts.items()}
    told = {place: count for place, count in truth.items() if count != 3}
    assert widths(told, truth) == {(YEAR, None, PARTS[0]): 0}
