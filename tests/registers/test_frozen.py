"""What a snapshot keeps of the registers. No register is named: any that has what is needed."""

import json
from datetime import timedelta

import pytest

from mnr.registers import freezing, owed, reach, registry
from mnr.roles import Role
from mnr.services import audit, quarantine, snapshots
from tests import factories
from tests.factories import entries
from tests.owning import as_owner

pytestmark = pytest.mark.django_db

SECRET = "Only among ourselves: the count is late."
RETURNS = [register for register in registry if register.is_return]
ONE = next(register for register in RETURNS if len(register.capabilities) == 1)
MANY = next(register for register in RETURNS if len(register.capabilities) == 2)
REGIONAL = [register for register in registry if register.regional]


def frozen(period, register):
    """What the next snapshot of the period would hold of a register."""
    rows = freezing.registers_of(period)
    return next(row for row in rows if row["path"] == register.path)


def test_every_register_is_kept_with_its_figures_and_no_internal_note():
    period = factories.period()
    made = [entries.entry(register, internal_note=SECRET) for register in registry]
    rows = {row["path"]: row for row in freezing.registers_of(period)}
    assert list(rows) == [register.path for register in registry]
    for entry in made:
        register = registry.of(type(entry))
        row = rows[register.path]
        assert row["count"] >= 1
        assert [figure["key"] for figure in row["figures"]] == list(register.figures)
        assert str(entry.organisation_id) in {item["organisation"] for item in row["kept_by"]}
        assert len(row["returns"]) == (1 if register.is_return else 0)
    assert json.loads(audit.canonical(rows)) == rows
    assert SECRET not in audit.canonical(rows)


def test_a_return_is_kept_in_whole_but_for_its_internal_note():
    register, period = RETURNS[0], factories.period()
    entry = entries.entry(register, period=period, internal_note=SECRET, public_text="Public.")
    content = snapshots.snapshot_content(period)
    assert SECRET not in audit.canonical(content)
    row = next(row for row in content["registers"] if row["path"] == register.path)
    (said,) = row["returns"]
    assert said["texts"]["public_text"] == "Public."
    kept = {**said["values"], **said["choices"], **said["texts"]}
    left_out = {"organisation", "capability", "period", "internal_note"}
    assert set(kept) == set(register.entered) - left_out
    assert kept["source"] == entry.source
    assert said["organisation"] in {body["id"] for body in content["organisations"]}


def test_the_texts_of_a_withheld_return_are_read_from_no_snapshot():
    register, period = RETURNS[0], factories.period()
    entry = entries.entry(register, period=period, public_text="Kvitravn canary.")
    for state in ("closed", "frozen"):
        factories.enter(period, state)
    snapshot = period.snapshots.get()
    assert "Kvitravn" in audit.canonical(snapshots.read(snapshot))
    row = quarantine.set_quarantine(
        kind="entry", object_id=entry.pk, reason="names", by=factories.person(Role.ADM)
    )
    assert "Kvitravn" not in audit.canonical(snapshots.read(snapshot))
    quarantine.release(quarantine=row, reason="mistake", by=factories.duty_officer())
    assert "Kvitravn" in audit.canonical(snapshots.read(snapshot))


def test_neither_withdrawn_entries_nor_other_periods_count():
    register, earlier = RETURNS[0], factories.period("2026-Q1", "closed")
    period = factories.period("2026-Q2")
    entries.entry(register, period=earlier)
    entries.entry(
        register, period=period, withdrawn_on=period.starts_on, withdrawn_because="Entered twice."
    )
    row = frozen(period, register)
    assert (row["count"], row["returns"], row["kept_by"]) == (0, [], [])


def test_figures_of_earlier_periods_stand_beside_it():
    register, first = RETURNS[0], factories.period("2026-Q1", "open")
    entries.entry(register, period=first)
    for state in ("closed", "frozen"):
        factories.enter(first, state)
    row = frozen(first, register)
    (earlier,) = frozen(factories.period("2026-Q2"), register)["history"]
    assert row["history"] == []
    assert (earlier["period"], earlier["ends_on"]) == ("2026-Q1", first.ends_on.isoformat())
    assert earlier["figures"] == {figure["key"]: figure["value"] for figure in row["figures"]}


def test_a_snapshot_from_before_there_were_registers_gives_no_history(monkeypatch):
    monkeypatch.setattr(snapshots, "summary_of", lambda content: {"capabilities": {}})
    factories.period("2026-Q1", "frozen")
    assert frozen(factories.period("2026-Q2"), RETURNS[0])["history"] == []


def test_who_made_a_return_owes_the_next_while_it_reports():
    register = RETURNS[0]
    first, second = factories.period("2026-Q1", "closed"), factories.period("2026-Q2")
    entry = entries.entry(register, period=first)
    (missing,) = owed.missing([register], second)[register]
    assert (missing.organisation, missing.last) == (entry.organisation_id, "2026-Q1")
    assert frozen(second, register)["missing"] == [
        {"organisation": str(entry.organisation_id), "last": "2026-Q1"}
    ]
    made = entries.entry(register, entry.organisation, period=second)
    assert owed.missing([register], second)[register] == []
    with as_owner():
        made.delete()
    entry.organisation.assignments.update(ended_on=first.starts_on)
    assert owed.missing([register], second)[register] == []


def owing(register, period):
    """{organisation: the period of its last return} of those who owe one."""
    rows = owed.missing([register], period)[register]
    return {row.organisation: row.last for row in rows}


def test_the_lead_owes_one_until_somebody_returned_in_its_place():
    register, first = ONE, factories.period("2026-Q1", "closed")
    lead, other = factories.organisation(), factories.organisation()
    factories.assignment(lead, register.capabilities[0], "lead")
    factories.assignment(other, register.capabilities[0], "contributor")
    assert owing(register, first) == {lead.pk: ""}
    entries.entry(register, other, period=first)
    assert owing(register, first) == {lead.pk: ""}, "excused from the next period on"
    second = factories.period("2026-Q2", "closed")
    assert owing(register, second) == {other.pk: "2026-Q1"}
    entries.entry(register, lead, period=second)
    third = factories.period("2026-Q3")
    assert owing(register, third) == {other.pk: "2026-Q1", lead.pk: "2026-Q2"}


def test_each_capability_of_a_register_has_a_lead_who_owes():
    register, period = MANY, factories.period("2026-Q2")
    leads = [factories.organisation() for _number in register.capabilities]
    for body, number in zip(leads, register.capabilities, strict=True):
        factories.assignment(body, number, "lead")
    assert owing(register, period) == dict.fromkeys((body.pk for body in leads), "")
    entries.entry(register, leads[0], period=period)
    assert owing(register, period) == {leads[1].pk: ""}, "an other capability is not covered"


def test_who_returned_for_none_of_the_last_four_periods_owes_nothing():
    register, other = ONE, factories.organisation()
    codes = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2")
    periods = [factories.period(code, "closed") for code in codes]
    factories.assignment(other, register.capabilities[0], "contributor")
    entries.entry(register, other, period=periods[0])
    assert owing(register, periods[4]) == {other.pk: "2025-Q1"}
    assert owing(register, periods[5]) == {}


def test_a_figure_that_depends_on_the_day_is_of_the_periods_last_day():
    register = registry.find("governance/committee-decisions")
    period = factories.period("2026-Q2")
    days = (-1, 0, 1)
    for day in days:
        due = period.ends_on + timedelta(days=day)
        decided = {"meeting": None, "decided_on": period.starts_on}
        entries.entry(register, status="open", due_on=due, closed_on=None, **decided)

    def overdue(of):
        return next(row["value"] for row in of["figures"] if row["key"] == "overdue")

    assert overdue(frozen(period, register)) == 1
    of_today = register.summed(register.rows())
    assert [value for figure, value in of_today if figure.label == "Of these, overdue"] == [3]


def test_periods_without_all_returns_are_marked_from_then_on():
    register, first = ONE, factories.period("2026-Q1")
    body = factories.organisation()
    factories.assignment(body, register.capabilities[0], "lead")
    entries.entry(register, period=first)
    for state in ("closed", "frozen"):
        factories.enter(first, state)
    (earlier,) = frozen(factories.period("2026-Q2"), register)["history"]
    assert earlier["is_complete"] is False
    others = [row for row in freezing.registers_of(first) if row["path"] != register.path]
    assert others[0]["path"] not in first.snapshots.get().summary["incomplete"]


def test_a_region_is_reached_with_its_parts_and_through_them():
    whole, other = entries.region("A"), entries.region("B")
    part, sister = entries.region("A1", within=whole), entries.region("A2", within=whole)
    entries.region("B1", within=other)
    register = next(row for row in REGIONAL if not row.working)
    one = entries.entry(register)
    getattr(one, register.regional[0]).set([part])
    found = reach.reach(register)
    assert {region.code: number for region, number in found.regions if region.code[0] in "AB"} == {
        "A": 1,
        "A1": 1,
        "A2": 0,
        "B": 0,
        "B1": 0,
    }
    assert sister in found.without
    getattr(one, register.regional[0]).set([whole])
    assert {code.code: n for code, n in reach.reach(register).regions}["A2"] == 1
    getattr(one, register.regional[0]).set([])
    assert reach.reach(register).nationwide == 1


def test_a_register_without_regions_tells_of_none():
    assert reach.reach(next(row for row in registry if not row.regional)) is None
