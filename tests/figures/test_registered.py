"""An edition tells no small count of people of any register, nor what would give one away."""

import random

import pytest
from django.utils.translation import override

from mnr.figures import control
from mnr.figures.rules import HIDDEN
from mnr.models import Indicator
from mnr.registers import registry
from mnr.registers.base import Feed, Figure
from mnr.registers.checks import check_registers
from tests.figures.test_control import RULES, value

PERSONS = {"person", "people", "persons", "child", "children", "officers", "teachers", "visitors"}
NOT_SUBJECT = {  # people at work, and audiences: so says the reference of indicators that ask it
    "criminal-justice/specialist-units": {"officers", "trained"},  # C04-02
    "criminal-justice/training-activities": {"participants", "justice"},
    "victim-services/workforce-returns": {"workers", "trained"},  # C09-02
    "society/education-returns": {"children", "trained"},  # C13-03
    "society/offender-support-returns": {"web_users"},  # C15-03
    "media/journalist-trainings": {"participants", "editors"},  # C20-03
}
FLOW = registry.find("criminal-justice/case-flow-returns")
QUARTERS = {
    "2025-Q1": ("2025-01-01", "2025-03-31"),
    "2025-Q2": ("2025-04-01", "2025-06-30"),
    "2025-Q3": ("2025-07-01", "2025-09-30"),
    "2025-Q4": ("2025-10-01", "2025-12-31"),
}
YEAR = ("2025-01-01", "2025-12-31")
PEOPLE = {"all": "", "one": "all", "two": "all"}  # of each figure of people: the whole
SHARE, COUNT = "C10-02", "C07-04"


def quarter(number):
    return list(QUARTERS)[number]


def frozen(figures, *, rules=RULES, feeds=None, values=(), code=COUNT, people=True, **register):
    """A content with a register; `figures` are those of each quarter so far, the last one's too."""
    *earlier, now = figures
    days = [
        dict(zip(("starts_on", "ends_on"), QUARTERS[quarter(n)], strict=True)) for n in range(4)
    ]
    declared = {key: None for each in figures for key in each}
    return {
        "period": {"code": quarter(len(earlier)), **days[len(earlier)]},
        "registers": [
            {
                "path": "register",
                "is_return": True,
                "feeds": feeds or {},
                "figures": [
                    {
                        "key": key,
                        "value": now.get(key),
                        "counts_people": key in PEOPLE,
                        "part_of": PEOPLE.get(key, ""),
                    }
                    for key in declared
                ],
                "history": [
                    {"period": quarter(n), "figures": each, **days[n]}
                    for n, each in enumerate(earlier)
                ],
            }
            | register
        ],
        "indicators": {
            "rules": {"committee": rules},
            "regions": [],
            "definitions": [
                {
                    "code": code,
                    "counts_people": people,
                    "adoption": {"categories": ""},
                    "values": list(values),
                }
            ],
            "published": [],
        },
    }


def editions(*contents):
    """What each edition tells, one after the other."""
    made = []
    for each in contents:
        made.append(control.control(each, "committee", [one.kept for one in made]))
    return made


def told(rules=RULES, **values):
    """What the edition of one quarter tells."""
    (made,) = editions(frozen([values], rules=rules))
    return made.content["registers"]["register"][quarter(0)]


def by_quarter(made):
    """{quarter: what is told of the whole} in an edition."""
    return {code: each["all"] for code, each in made.content["registers"]["register"].items()}


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_small_count_of_people_is_not_told(count):
    assert told(all=count, reports=count) == {"all": HIDDEN, "reports": count}


@pytest.mark.parametrize("count", [0, 5, 1240, None])
def test_nought_what_is_not_small_and_what_nobody_gave_are(count):
    assert told(all=count) == {"all": count}


def test_the_country_sets_the_threshold():
    assert told(RULES | {"threshold": 20, "threshold_below_national": 20}, all=19) == {
        "all": HIDDEN
    }


def test_another_part_is_hidden_with_the_only_one():
    assert told(all=60, one=3, two=57) == {"all": 60, "one": HIDDEN, "two": HIDDEN}


def test_others_whom_nobody_prints_may_hide_a_part():
    assert told(all=60, one=3, two=40) == {"all": 60, "one": HIDDEN, "two": 40}


def test_few_others_are_as_much_a_count_of_people():
    assert HIDDEN in told(all=60, one=20, two=38).values()


@pytest.mark.parametrize("values", [{"one": 9, "two": 3}, {"one": 3, "two": None}])
def test_a_small_part_is_hidden_whatever_its_whole(values):
    found = told(all=None if None in values.values() else 8, **values)
    assert [found[key] for key, value in values.items() if value == 3] == [HIDDEN]


def test_what_is_no_count_of_people_is_hidden_where_one_should_be():
    assert told(all="12.5", one=2**40, reports="12.5") == {
        "all": HIDDEN,
        "one": HIDDEN,
        "reports": "12.5",
    }


def test_of_a_register_that_does_not_say_so_every_figure_may_be_of_people():
    content = frozen([{"some": 3, "many": 70}])
    for figure in content["registers"][0]["figures"]:
        del figure["counts_people"]
    (made,) = editions(content)
    assert made.content["registers"]["register"][quarter(0)] == {"some": HIDDEN, "many": 70}


def test_rounding_rounds():
    rules = RULES | {"mode": "round"}
    assert told(rules, all=23, reports=23) == {"all": 25, "reports": 23}


@pytest.mark.parametrize("seed", range(20))
def test_nobody_reckons_a_small_count(seed):
    """Whoever knows the whole and its parts but one knows that one: the others are a part too."""
    dice = random.Random(seed)  # noqa: S311  the same numbers each time
    one, two, others = (dice.choice([0, 1, 2, 4, 5, 9, 40]) for _ in range(3))
    found = told(all=one + two + others, one=one, two=two)
    unknown = [key for key in ("one", "two") if found[key] == HIDDEN]
    assert all(found[key] == HIDDEN for key, v in (("one", one), ("two", two)) if 0 < v < 5)
    if found["all"] == HIDDEN:
        return
    rest = found["all"] - sum(found[key] for key in ("one", "two") if found[key] != HIDDEN)
    small = any(0 < value < 5 for value in (one, two, others))
    assert not small or (unknown and rest >= 5), (one, two, others, found)


# --- periods, editions, indicators ---


def test_the_year_of_an_indicator_does_not_tell_the_quarter_that_is_hidden():
    quarters = [{"all": 20}, {"all": 3}, {"all": 31}, {"all": 40}]
    year = value("94", days=YEAR) | {"derived_from": "register"}
    feeds = {COUNT: ["all"]}
    contents = [frozen(quarters[: n + 1], feeds=feeds) for n in range(3)]
    *_before, made = editions(*contents, frozen(quarters, feeds=feeds, values=[year]))
    found = by_quarter(made)
    (figure,) = made.content["figures"][COUNT]
    assert found["2025-Q2"] == HIDDEN
    assert figure["is_hidden"] or found["2025-Q4"] == HIDDEN  # the others were told before


def test_quarters_that_are_told_give_the_year():
    quarters = [{"all": 20}, {"all": 13}, {"all": 31}, {"all": 40}]
    year = value("104", days=YEAR) | {"derived_from": "register"}
    (made,) = editions(frozen(quarters, feeds={COUNT: ["all"]}, values=[year]))
    assert list(by_quarter(made).values()) == [20, 13, 31, 40]
    assert [one["value"] for one in made.content["figures"][COUNT]] == ["104"]


def test_a_correction_does_not_tell_what_was_hidden():
    """Two parts were hidden for the sake of one; that it has grown does not open it."""
    before = frozen([{"all": 60, "one": 3, "two": 57}])
    after = frozen([{"all": 60, "one": 8, "two": 52}])
    _first, made = editions(before, after)
    found = made.content["registers"]["register"][quarter(0)]
    assert (found["one"], found["two"]) == (HIDDEN, HIDDEN)


def test_a_state_on_a_day_adds_up_to_nothing():
    """What a period adds to it follows from no sum: few more than before are told."""
    (made,) = editions(frozen([{"all": 50}, {"all": 53}]))
    assert by_quarter(made) == {"2025-Q1": 50, "2025-Q2": 53}


def test_a_number_that_was_entered_instead_is_a_count_of_its_own():
    entered = value("70", days=QUARTERS["2025-Q1"])
    (made,) = editions(frozen([{"all": 87}], feeds={COUNT: ["all"]}, values=[entered]))
    assert by_quarter(made) == {"2025-Q1": 87}
    assert [one["value"] for one in made.content["figures"][COUNT]] == ["70"]
    entered = value("70", days=QUARTERS["2025-Q1"])
    (made,) = editions(frozen([{"all": 3}], feeds={COUNT: ["all"]}, values=[entered]))
    assert by_quarter(made) == {"2025-Q1": HIDDEN}
    assert [one["value"] for one in made.content["figures"][COUNT]] == ["70"]


@pytest.mark.parametrize(("whole", "is_hidden"), [(60, True), (90, False)])
def test_a_share_is_told_if_both_of_its_counts_are(whole, is_hidden):
    """Of 60, 3 are one part and 57 the other: both are hidden. Of 90, 33 and 57 are not."""
    share = value(f"{57 / whole:.1%}", days=QUARTERS["2025-Q1"])
    (made,) = editions(
        frozen(
            [{"all": whole, "one": whole - 57, "two": 57}],
            feeds={SHARE: ["two", "all"]},
            values=[share],
            code=SHARE,
            people=False,
        )
    )
    (figure,) = made.content["figures"][SHARE]
    assert figure["is_hidden"] == is_hidden
    assert (made.content["registers"]["register"][quarter(0)]["two"] == HIDDEN) == is_hidden


def test_an_indicator_that_counts_sessions_tells_no_figure_of_people():
    same = value("3", days=QUARTERS["2025-Q1"])
    (made,) = editions(frozen([{"all": 3}], feeds={COUNT: ["all"]}, values=[same], people=False))
    assert made.content["figures"][COUNT][0]["is_hidden"]


# --- declarations ---


def test_every_figure_of_people_says_so():
    with override("en"):
        for register in registry:
            people = {key for key, each in register.figures.items() if each.unit_of(2) in PERSONS}
            counted = {key for key, each in register.figures.items() if each.counts_people}
            other = NOT_SUBJECT.get(register.path, set())
            assert people - other <= counted, register.path
            assert counted.isdisjoint(other), register.path
            assert other <= people, register.path


@pytest.mark.django_db
def test_a_figure_is_subject_where_the_indicator_is_that_it_feeds():
    people = set(Indicator.objects.filter(counts_people=True).values_list("code", flat=True))
    for register in registry:
        for code, feed in register.feeds.items():
            if not feed.per:
                is_subject = register.figures[feed.figure].counts_people
                assert is_subject == (code in people), code


def person(**options):
    return Figure("Heard", FLOW.figures["arrests"].aggregate, counts_people=True, **options)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"arrests": person(part_of="nothing")}, "arrests is part of a figure that it does not"),
        ({"arrests": person(part_of="reports")}, "arrests is part of a figure that it does not"),
        (
            {"other": person(), "arrests": person(part_of="other"), "x": person(part_of="arrests")},
            "x is part of a figure that is a part itself",
        ),
        (
            {"other": person(), "arrests": person(part_of="other")},
            "feeds C04-05 from a part alone",
        ),
    ],
)
def test_disclosure_control_knows_wholes_and_parts(monkeypatch, changed, said):
    assert check_registers() == []
    monkeypatch.setattr(type(FLOW), "figures", {**FLOW.figures, **changed})
    assert any(said in each.msg for each in check_registers())


def test_entries_that_everybody_reads_sum_no_people(monkeypatch):
    units = registry.find("criminal-justice/specialist-units")
    monkeypatch.setattr(type(units), "figures", {"arrests": person()})
    assert any("make it returns" in each.msg for each in check_registers())


def test_what_is_fed_is_declared():
    assert registry.find("criminal-justice/court-returns").feeds["C05-02"] == Feed(
        "convictions", per="finalised"
    )


def regional(whole, north, east=25):
    counts = {"N": north, "E": east, "S": 24, "W": 21}
    rows = [value(str(n), region=code, days=QUARTERS["2025-Q1"]) for code, n in counts.items()]
    return [value(str(whole), days=QUARTERS["2025-Q1"]), *rows]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((80, regional(73, 3)), (80, regional(80, 10))),  # entered apart, then as returned
        ((80, regional(80, 3, 32)), (85, regional(88, 11, 32))),  # as returned, then apart
        ((None, regional(80, 3, 32)), (84, regional(88, 11, 32))),  # without a return, then apart
    ],
)
def test_what_was_hidden_stays_so_when_a_value_begins_or_ends_to_agree(before, after):
    regions = [{"code": code, "name": code, "within": None} for code in "NESW"]
    contents = [frozen([{"all": n}], feeds={COUNT: ["all"]}, values=v) for n, v in (before, after)]
    for each in contents:
        each["indicators"]["regions"] = regions
    first, second = (
        {one["region"] for one in made.content["figures"][COUNT] if one["is_hidden"]}
        for made in editions(*contents)
    )
    assert {"N"} < first
    assert first <= second
