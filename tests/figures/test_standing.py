"""What an edition tells over time: the country, regions and parts, of this one and before."""

from mnr.figures import control, keeping, standing
from mnr.selectors import controlled_figures
from tests.figures.test_control import ARRESTS, content, value

FIRST, SECOND = ("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")
ONLINE = "form: online"


def editions(*values):
    """What each edition tells, with what it goes on with."""
    made, told = [], []
    for number, rows in enumerate(values, 1):
        frozen = content(*rows) | {"period": {"code": f"2026-Q{number}"}}
        for row in frozen["indicators"]["definitions"]:
            row |= dict.fromkeys(standing.COLLECTED, "") | {"code": ARRESTS, "targets": []}
            row |= {"direction": "context"}
        found = control.control(frozen, "committee", [one.kept for one in made])
        told.append(standing.with_series(frozen, found.content, told))
        made.append(found)
    return told


def figures(told):
    """{(days, part): the words} of what readers get."""
    found = controlled_figures.told_of(told, ARRESTS, {})
    return {(str(one.stretch.ends_on), one.breakdown): one.text for one in found}


def test_parts_of_earlier_editions_stand_beside_those_of_this_one():
    first = [value("60", days=FIRST), value("20", days=FIRST, part=ONLINE)]
    second = [value("70", days=SECOND), value("30", days=SECOND, part=ONLINE)]
    *_earlier, told = editions(first, second)
    assert figures(told) == {
        ("2026-03-31", ""): "60",
        ("2026-03-31", ONLINE): "20",
        ("2026-06-30", ""): "70",
        ("2026-06-30", ONLINE): "30",
    }
    assert all(not row.keys() & {"source", "public_text"} for row in told["parts"][ARRESTS])


def test_what_a_later_edition_hides_is_not_told_by_the_part_of_an_earlier_one():
    first = [value("60", days=FIRST), value("20", days=FIRST, part=ONLINE)]
    second = [value("60", days=FIRST), value("3", days=FIRST, part=ONLINE)]
    *_earlier, told = editions(first, second)
    assert figures(told)[("2026-03-31", ONLINE)] == "c"


def test_the_reason_of_another_number_is_withheld_with_the_text():
    row = {"code": ARRESTS, "values": [value("55") | {"id": "x"}]}
    row["values"][0]["texts"]["checked"] = "[withheld]"
    frozen = {"indicators": {"definitions": [row], "published": []}}
    told = {"id": "x", "value": "55", "returned": {"value": "50", "reason": "Of one school."}}
    found = keeping._without_withheld({"figures": {ARRESTS: [told]}}, frozen)
    assert found["figures"][ARRESTS][0]["returned"] == {"value": "50", "reason": "[withheld]"}


def test_parts_of_the_newest_times_alone_are_kept(monkeypatch):
    monkeypatch.setattr(standing, "MOST_TIMES", 1)
    first = [value("60", days=FIRST), value("20", days=FIRST, part=ONLINE)]
    second = [value("70", days=SECOND), value("30", days=SECOND, part=ONLINE)]
    *_earlier, told = editions(first, second)
    assert ("2026-03-31", ONLINE) not in figures(told)
    assert ("2026-03-31", "") in figures(told)
