"""An edition tells no small count of people of any register, nor what would give one away."""

import random
from dataclasses import dataclass, field

import pytest
from django.db.models import Count
from django.utils.translation import override

from mnr.disclosure import Rules
from mnr.figures.rules import HIDDEN
from mnr.models import Indicator
from mnr.registers import Feed, Figure, registry, small_counts
from mnr.registers.checks import check_registers

RULES = Rules()
PERSONS = {"person", "people", "persons", "child", "children", "officers", "teachers"}
FLOW = registry.find("criminal-justice/case-flow-returns")
COURTS = registry.find("criminal-justice/court-returns")


def figure(**options):
    return Figure("Heard", Count("pk"), **options)


@dataclass
class Made:
    """A register as far as small counts look at it."""

    figures: dict
    feeds: dict = field(default_factory=dict)


WHOLE = Made(
    {
        "all": figure(counts_people=True),
        "one": figure(counts_people=True, part_of="all"),
        "two": figure(counts_people=True, part_of="all"),
        "places": figure(),
    }
)


def told(register, rules=RULES, hidden=(), **values):
    (found,) = small_counts.told(register, [values], rules, hidden)
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_small_count_of_people_is_not_told(count):
    assert told(FLOW, arrests=count, reports=count) == {"arrests": HIDDEN, "reports": count}


@pytest.mark.parametrize("count", [0, 5, 1240, None])
def test_nought_what_is_not_small_and_what_nobody_gave_are(count):
    assert told(FLOW, arrests=count) == {"arrests": count}


def test_the_country_sets_the_threshold():
    assert told(FLOW, Rules(threshold=20, threshold_below_national=20), arrests=19) == {
        "arrests": HIDDEN
    }


def test_each_period_is_looked_at_by_itself():
    periods = [{"arrests": 3}, {"arrests": 40}, {}]
    assert small_counts.told(FLOW, periods, RULES) == [{"arrests": HIDDEN}, {"arrests": 40}, {}]


def test_another_part_is_hidden_with_the_only_one():
    assert told(WHOLE, all=60, one=3, two=57) == {"all": 60, "one": HIDDEN, "two": HIDDEN}


def test_others_whom_nobody_prints_may_hide_a_part():
    assert told(WHOLE, all=60, one=3, two=40) == {"all": 60, "one": HIDDEN, "two": 40}


def test_few_others_are_as_much_a_count_of_people():
    assert HIDDEN in told(WHOLE, all=60, one=20, two=38).values()


@pytest.mark.parametrize("values", [{"one": 9, "two": 3}, {"one": 3, "two": None}])
def test_parts_that_are_more_than_the_whole_are_looked_at_by_themselves(values):
    found = told(WHOLE, all=None if None in values.values() else 8, **values)
    assert [found[key] for key, value in values.items() if value == 3] == [HIDDEN]
    assert all(found[key] == value for key, value in values.items() if value != 3)


def test_a_share_gives_nothing_away():
    """The report tells what part of those whose case ended was convicted."""
    assert COURTS.feeds["C05-02"] == Feed("convictions", per="finalised")
    found = told(COURTS, finalised=60, convictions=3, acquittals=20)
    assert (found["finalised"], found["convictions"]) == (HIDDEN, HIDDEN)
    assert told(COURTS, finalised=60, convictions=30) == {"finalised": 60, "convictions": 30}


def test_what_is_hidden_elsewhere_is_hidden_here():
    assert told(FLOW, hidden={(0, "arrests")}, arrests=90) == {"arrests": HIDDEN}
    assert told(FLOW, hidden={(1, "arrests")}, arrests=90) == {"arrests": 90}


def test_of_a_register_that_is_no_more_every_figure_may_be_of_people():
    found = told(None, some=3, many=70, share="12.5", huge=2**40)
    assert found == {"some": HIDDEN, "many": 70, "share": HIDDEN, "huge": HIDDEN}


def test_rounding_rounds():
    assert told(FLOW, Rules(mode="round"), arrests=23, reports=23) == {"arrests": 25, "reports": 23}


@pytest.mark.parametrize("seed", range(60))
def test_nobody_reckons_a_small_count(seed):
    """Whoever knows the whole and its parts but one knows that one: the others are a part too."""
    dice = random.Random(seed)  # noqa: S311  the same numbers each time
    one, two, others = (dice.choice([0, 1, 2, 4, 5, 9, 40]) for _ in range(3))
    found = told(WHOLE, all=one + two + others, one=one, two=two)
    unknown = [key for key in ("one", "two") if found[key] == HIDDEN]
    assert all(found[key] == HIDDEN for key, v in (("one", one), ("two", two)) if 0 < v < 5)
    if found["all"] == HIDDEN:
        return
    rest = found["all"] - sum(found[key] for key in ("one", "two") if found[key] != HIDDEN)
    small = any(0 < value < 5 for value in (one, two, others))
    assert not small or (unknown and rest >= 5), (one, two, others, found)


@pytest.mark.django_db
def test_every_figure_of_people_says_so():
    people = set(Indicator.objects.filter(counts_people=True).values_list("code", flat=True))
    with override("en"):
        for register in registry:
            wanted = {
                key for key, each in register.figures.items() if each.unit_of(2) in PERSONS
            } | {feed.figure for code, feed in register.feeds.items() if code in people}
            counted = {key for key, each in register.figures.items() if each.counts_people}
            assert wanted <= counted, register.path


@pytest.mark.parametrize("part_of", ["nothing", "reports"])
def test_a_part_is_of_a_figure_that_counts_people_too(monkeypatch, part_of):
    assert check_registers() == []
    wrong = {**FLOW.figures, "arrests": figure(counts_people=True, part_of=part_of)}
    monkeypatch.setattr(type(FLOW), "figures", wrong)
    assert "arrests is part of" in check_registers()[0].msg
