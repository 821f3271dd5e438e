"""What an edition tells of indicators: small counts of people are hidden, all else is told."""

import pytest

from mnr.figures import control, telling

RULES = {"threshold": 5, "threshold_below_national": 10, "mode": "suppress"}
ARRESTS, OFFICERS = "C04-05", "C04-02"
CATEGORIES = "form: online, contact, both"


def value(said, region=None, part="", days=("2026-01-01", "2026-03-31"), **texts):
    """A frozen value."""
    is_bound = said.startswith("<")
    number = said.lstrip("<")
    is_number = number.isdigit()
    return {
        "id": f"{said} {region} {part}",
        "value": said,
        "form": "bound" if is_bound else "number" if is_number else "text",
        "low": number if is_number and not is_bound else None,
        "high": number if is_number else None,
        "starts_on": days[0],
        "ends_on": days[1],
        "as_of": None,
        "is_cumulative": False,
        "is_provisional": False,
        "confidence": "high",
        "version": 1,
        "region": region,
        "breakdown": part,
        "capability": 4,
        "organisation": "police",
        "texts": dict.fromkeys(
            ("measured", "source", "public_text", "checked", "revision_reason"), ""
        )
        | texts,
    }


def content(*values, code=ARRESTS, people=True, rules=RULES):
    """A frozen content with the values of one indicator."""
    return {
        "indicators": {
            "rules": {"committee": rules},
            "regions": [{"code": c, "name": c, "within": None} for c in ("N", "S", "E", "W")],
            "definitions": [
                {
                    "code": code,
                    "counts_people": people,
                    "adoption": {"categories": CATEGORIES},
                    "values": list(values),
                }
            ],
            "published": [],
        }
    }


def told(made, code=ARRESTS):
    """{(region, part): what is told, None where it is hidden}."""
    return {
        (one["region"], one["breakdown"]): None if one["is_hidden"] else one["value"]
        for one in made.content["figures"][code]
    }


def test_a_small_national_count_is_hidden():
    made = control.control(content(value("3")), "committee", [])
    assert told(made) == {(None, ""): None}


@pytest.mark.parametrize("said", ["0", "5", "120"])
def test_other_national_counts_are_told(said):
    assert told(control.control(content(value(said)), "committee", [])) == {(None, ""): said}


def test_what_counts_no_people_is_told():
    made = control.control(content(value("3"), code=OFFICERS, people=False), "committee", [])
    assert told(made, OFFICERS) == {(None, ""): "3"}


def test_a_small_count_entered_as_a_bound_is_hidden():
    assert told(control.control(content(value("<5")), "committee", [])) == {(None, ""): None}


def test_a_part_that_would_give_a_small_one_away_is_hidden_with_it():
    rows = [value("60"), value("3", part="form: online"), value("37", part="form: contact")]
    rows.append(value("20", part="form: both"))
    found = told(control.control(content(*rows), "committee", []))
    assert found[(None, "")] == "60"
    assert found[(None, "form: online")] is None
    hidden = [said for (_region, part), said in found.items() if part and said is None]
    assert len(hidden) == 2


def test_breakdowns_that_were_never_crossed_protect_each_by_itself():
    rows = [value("342")]
    rows += [value(n, region=r) for n, r in zip(("171", "68", "65", "38"), "ENSW", strict=True)]
    rows += [value("268", part="sex: female"), value("71", part="sex: male")]
    rows += [value("3", part="sex: other")]
    rows += [value("92", part="age: 0-11"), value("250", part="age: 12-17")]
    found = told(control.control(content(*rows), "committee", []))
    hidden = [part for (_region, part), said in found.items() if said is None]
    assert sorted(hidden) == ["sex: male", "sex: other"]


def test_regions_have_the_stricter_threshold():
    rows = [value("160")] + [
        value(n, region=r) for n, r in zip(("7", "40", "53", "60"), "NSEW", strict=True)
    ]
    found = told(control.control(content(*rows), "committee", []))
    assert found[("N", "")] is None
    assert sum(said is None for said in found.values()) == 2


def test_a_hidden_figure_says_nothing_else():
    row = value("3", public_text="Three girls of one school", source="File 3/2026")
    made = control.control(content(row), "committee", [])
    (figure,) = made.content["figures"][ARRESTS]
    assert set(figure) == {*telling.PLACE, "is_hidden", "is_otherwise"}
    assert "girls" not in str(made.content)
    assert "File" not in str(made.content)


def test_something_else_that_was_measured_does_not_tell_what_is_hidden_in_its_days():
    quarters = [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")]
    rows = [value("60", days=quarters[0]), value("3", days=quarters[1])]
    rows.append(value("63", days=(quarters[0][0], quarters[1][1]), measured="By the police alone"))
    rows.append(value("40", days=quarters[0], measured="By the police alone"))
    figures = control.control(content(*rows), "committee", []).content["figures"][ARRESTS]
    hidden = {(one["starts_on"], one["ends_on"]) for one in figures if one["is_hidden"]}
    assert hidden == {quarters[1], (quarters[0][0], quarters[1][1])}


def test_something_else_that_was_measured_is_hidden_if_small():
    rows = [value("50"), value("2", measured="Of these, by teachers"), value("30", measured="x")]
    figures = control.control(content(*rows), "committee", []).content["figures"][ARRESTS]
    assert [one.get("value") for one in figures] == ["50", None, "30"]
    assert [one["is_otherwise"] for one in figures] == [False, True, True]


def test_what_was_hidden_stays_hidden_and_what_was_told_is_known():
    """A correction: the same quarter again, and the part that was hidden beside is not told now."""
    rows = [value("60"), value("3", part="form: online"), value("37", part="form: contact")]
    rows.append(value("20", part="form: both"))
    first = control.control(content(*rows), "committee", [])
    second = control.control(content(*rows), "committee", [first.kept])
    assert told(second) == told(first)


def test_a_year_does_not_give_a_quarter_away():
    quarters = [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")]
    days = [(f"2025-{first}", f"2025-{last}") for first, last in quarters]
    editions, hidden = [], []
    for said, when in zip(("3", "40", "50", "60"), days, strict=True):
        made = control.control(content(value(said, days=when)), "committee", editions)
        editions.append(made.kept)
        hidden.append(told(made)[(None, "")] is None)
    assert hidden == [True, False, False, False]
    year = control.control(
        content(value("153", days=("2025-01-01", "2025-12-31"))), "committee", editions
    )
    assert told(year) == {(None, ""): None}


def test_rounding_takes_the_place_of_the_count():
    rules = RULES | {"mode": "round"}
    rows = [value("63"), value("23", part="form: online"), value("20", part="form: contact")]
    rows.append(value("20", part="form: both"))
    found = told(control.control(content(*rows, rules=rules), "committee", []))
    assert found[(None, "")] == "65"
    assert found[(None, "form: online")] == "25"


@pytest.mark.parametrize(
    ("counts", "is_hidden"),
    [([3, 60], True), ([58, 60], True), ([30, 60], False), ([0, 60], False), ([4, 4], True)],
)
def test_a_share_of_few_people_is_hidden(counts, is_hidden):
    share = value("50") | {"counts": counts}
    made = control.control(content(share, people=False), "committee", [])
    (figure,) = made.content["figures"][ARRESTS]
    assert figure["is_hidden"] == is_hidden
    assert "counts" not in figure
