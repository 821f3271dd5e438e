"""Single counts that two people decided to show or to hide: they alone, and nothing by them."""

import pytest

from mnr.figures import control
from mnr.figures.cells import slices_of
from mnr.figures.overriding import mark
from tests.figures.test_attack import (
    PARTS,
    QUARTERS,
    YEAR,
    chance_of,
    counts_of,
    crossed,
    summed,
    widths,
)
from tests.figures.test_control import ARRESTS, RULES, content, value

WHOLE, ONLINE, CONTACT, BOTH = "", *PARTS


def asked(row, is_shown=True, **more):
    """What two people decided of a frozen value."""
    place = ("starts_on", "ends_on", "is_cumulative", "region", "breakdown")
    said = {"id": "1", "value": row["id"], "version": row["version"], "is_shown": is_shown}
    return said | {name: row[name] for name in place} | more


def figures(made):
    return {(one["region"], one["breakdown"]): one for one in made.content["figures"][ARRESTS]}


def told(made):
    return {place[1]: one.get("value") for place, one in figures(made).items()}


def rows(*counts, days=QUARTERS[0]):
    """A whole and its parts."""
    pairs = zip(counts, (WHOLE, ONLINE, CONTACT, BOTH), strict=False)
    return [value(str(count), part=part, days=days) for count, part in pairs]


def test_a_count_is_shown_and_what_protected_it_needs_no_protection():
    frozen = rows(60, 3, 37, 20)
    made = control.control(content(*frozen), "committee", [], [asked(frozen[1])])
    assert told(made) == {WHOLE: "60", ONLINE: "3", CONTACT: "37", BOTH: "20"}
    assert figures(made)[None, ONLINE]["by_decision"] is True
    assert "by_decision" not in figures(made)[None, CONTACT]
    assert [one["value"] for one in made.content["overrides"]] == [frozen[1]["id"]]
    cells = [cell for table in made.content["tables"] for cell in table["cells"]]
    assert 3 in cells


def test_it_is_that_count_and_no_other():
    """Of two small ones one is shown; the other stays hidden, and something with it."""
    frozen = rows(60, 3, 2, 55)
    made = control.control(content(*frozen), "committee", [], [asked(frozen[1])])
    assert told(made)[ONLINE] == "3"
    assert told(made)[CONTACT] is None
    assert told(made)[BOTH] is None


def test_a_count_is_hidden_and_cannot_be_reckoned():
    frozen = rows(60, 20, 25, 15)
    made = control.control(content(*frozen), "committee", [], [asked(frozen[1], is_shown=False)])
    assert told(made)[ONLINE] is None
    assert list(told(made).values())[2:] != [None, None]
    assert list(told(made).values()).count(None) == 2
    assert figures(made)[None, ONLINE]["by_decision"] is True
    hidden = [one for one in figures(made).values() if one["is_hidden"]]
    assert [one.get("by_decision", False) for one in hidden].count(True) == 1


@pytest.mark.parametrize("change", [{"version": 2}, {"value": "another"}])
def test_a_value_that_changed_since_is_another(change):
    frozen = rows(60, 3, 37, 20)
    made = control.control(content(*frozen), "committee", [], [asked(frozen[1], **change)])
    assert told(made)[ONLINE] is None
    assert made.content["overrides"] == []


@pytest.mark.parametrize("said", ["<5", "three"])
def test_only_a_number_is_shown(said):
    frozen = [value("60"), value(said, part=ONLINE)]
    made = control.control(content(*frozen), "committee", [], [asked(frozen[1])])
    assert figures(made)[None, ONLINE]["is_hidden"]
    assert made.content["overrides"] == []


def test_a_bound_that_somebody_asks_to_show_is_protected_as_ever():
    frozen = [*rows(60), value("<5", part=ONLINE), *rows(0, 0, 37, 20)[2:]]
    plain = control.control(content(*frozen), "committee", [])
    made = control.control(content(*frozen), "committee", [], [asked(frozen[1])])
    assert told(made) == told(plain)
    assert list(told(made).values()).count(None) >= 2
    slices = slices_of(frozen, RULES["threshold"])
    assert mark(frozen, slices, [], [asked(frozen[1])]) == []
    assert slices[0].opened == set()


def test_a_hidden_total_is_not_told_by_its_parts():
    """All was revised: nothing that an earlier edition hid lies open, but the new total would."""
    first = control.control(content(*rows(40, 20, 15, 5)), "committee", [])
    frozen = rows(4, 1, 3, 0)
    wanted = [asked(frozen[1]), asked(frozen[2])]
    made = control.control(content(*frozen), "committee", [first.kept], wanted)
    assert [told(made)[part] for part in (WHOLE, ONLINE, CONTACT)] == [None] * 3
    assert made.content["overrides"] == []


def test_a_count_that_is_reported_alone_gives_nothing_of_before_away():
    """Nothing else is hidden now, but the edition before hid two counts under a total."""
    first = control.control(content(*rows(60, 3, 37, 20)), "committee", [])
    alone = value("3", part=ONLINE, days=QUARTERS[0])
    made = control.control(content(alone), "committee", [first.kept], [asked(alone)])
    assert told(made) == {ONLINE: None}
    assert made.content["overrides"] == []


def test_a_correction_shows_no_count_that_gives_another_away():
    """The earlier edition hid 3 and 37 under 60, and told 20: who learns the 3 has the 37 too."""
    frozen = rows(60, 3, 37, 20)
    first = control.control(content(*frozen), "committee", [])
    hidden = [part for part, said in told(first).items() if said is None]
    assert len(hidden) == 2
    made = control.control(content(*frozen), "committee", [first.kept], [asked(frozen[1])])
    assert told(made) == told(first)
    assert made.content["overrides"] == []


def test_decisions_on_all_that_would_lie_open_are_followed_together():
    frozen = rows(60, 3, 37, 20)
    first = control.control(content(*frozen), "committee", [])
    wanted = [asked(row) for row in frozen if told(first)[row["breakdown"]] is None]
    made = control.control(content(*frozen), "committee", [first.kept], wanted)
    assert told(made) == {WHOLE: "60", ONLINE: "3", CONTACT: "37", BOTH: "20"}
    assert len(made.content["overrides"]) == 2


def test_what_an_edition_opened_stays_open_and_its_revision_does_not():
    frozen = rows(60, 3, 37, 20)
    first = control.control(content(*frozen), "committee", [], [asked(frozen[1])])
    again = control.control(content(*frozen), "committee", [first.kept])
    assert told(again)[ONLINE] == "3"
    assert again.content["overrides"] == []
    revised = rows(61, 4, 37, 20)
    after = control.control(content(*revised), "committee", [first.kept, again.kept])
    assert told(after)[ONLINE] is None


def test_what_was_hidden_by_decision_stays_hidden():
    frozen = rows(60, 20, 25, 15)
    first = control.control(content(*frozen), "committee", [], [asked(frozen[1], is_shown=False)])
    again = control.control(content(*frozen), "committee", [first.kept])
    assert told(again) == told(first)


def test_the_decisions_of_one_indicator_change_no_other():
    frozen = content(*rows(60, 3, 37, 20))
    other = content(*rows(90, 4, 50, 36), code="C05-01")["indicators"]["definitions"]
    frozen["indicators"]["definitions"] += other
    plain = control.control(frozen, "committee", [])
    made = control.control(frozen, "committee", [], [asked(rows(60, 3, 37, 20)[1])])
    assert made.content["figures"]["C05-01"] == plain.content["figures"]["C05-01"]


# --- attacks ------------------------------------------------------------------------------


def editions(stretches, chance, share, corrected=False):
    """What is told and true when some hidden counts are asked to be shown, and shown ones hidden.

    With `corrected` each edition is made a second time, and the decisions are of that one.
    """
    kept, told, truth, followed = [], {}, {}, 0
    for days, counts in stretches:
        frozen = [value(str(n), region=r, part=p, days=days) for (r, p), n in counts.items()]
        plain = control.control(content(*frozen, rules=RULES), "committee", kept)
        hidden = {place for place, one in figures(plain).items() if one["is_hidden"]}
        if corrected:
            note(plain, days, counts, told, truth)
            kept.append(plain.kept)
        wanted = []
        for row in frozen:
            is_hidden = (row["region"], row["breakdown"]) in hidden
            if row["value"] == "0":
                continue  # the attack takes it that nothing hidden is nothing
            if chance.random() < (share if is_hidden else share / 4):
                wanted.append(asked(row, is_shown=is_hidden))
        made = control.control(content(*frozen, rules=RULES), "committee", kept, wanted)
        kept.append(made.kept)
        followed += len(made.content["overrides"])
        note(made, days, counts, told, truth)
        shown = {(None, "")} | {(o["region"], o["breakdown"]) for o in made.content["overrides"]}
        changed = {p for p in hidden if not figures(made)[p]["is_hidden"]}
        assert corrected is False or changed <= shown
    return told, truth, followed


def note(made, days, counts, told, truth):
    for (region, part), figure in figures(made).items():
        truth[days, region, part] = counts[region, part]
        if not figure["is_hidden"]:
            told[days, region, part] = int(figure["value"])


def lies_open(told, truth):
    return {p: w for p, w in widths(told, truth).items() if w < RULES["threshold"] - 1e-6}


@pytest.mark.parametrize("make", [counts_of, crossed])
@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_nobody_reckons_what_was_not_decided(seed, make, corrected):
    chance = chance_of(seed)
    counts = make(chance, chance.choice([12, 40, 120, 700]))
    told, truth, _followed = editions([(QUARTERS[0], counts)], chance, 0.3, corrected)
    assert lies_open(told, truth) == {}


@pytest.mark.parametrize("seed", range(3))
def test_nobody_does_over_quarters_and_their_year(seed):
    chance = chance_of(seed)
    tables = [counts_of(chance, chance.choice([25, 90, 300])) for _day in QUARTERS]
    stretches = [*zip(QUARTERS, tables, strict=True), (YEAR, summed(tables))]
    told, truth, _followed = editions(stretches, chance, 0.25)
    assert lies_open(told, truth) == {}


def test_many_decisions_of_the_attacks_are_followed():
    """Else they would prove nothing."""
    found = 0
    for seed in range(6):
        chance = chance_of(seed)
        counts = counts_of(chance, chance.choice([12, 40, 120, 700]))
        found += editions([(QUARTERS[0], counts)], chance, 0.3)[2]
    assert found >= 6
