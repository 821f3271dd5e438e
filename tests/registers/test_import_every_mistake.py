"""A row tells all its mistakes at once: what cannot be read hides no other, and makes up none."""

import pytest
from django.utils import timezone

from mnr.registers import planning, reading, registry, writing
from mnr.roles import Role
from tests import factories
from tests.factories import entries
from tests.registers.files import csv_of
from tests.registers.shapes import SHAPES

pytestmark = pytest.mark.django_db
REGISTERS = [*SHAPES, *(each for each in registry if each.derived and each not in SHAPES)]
UNREADABLE = "No\0 such"  # neither a name, a choice, a number, a day, nor a text
UNITS, FLOW = "criminal-justice/specialist-units", "criminal-justice/case-flow-returns"


def exported(register, reader):
    (line,) = reading.read(writing.as_csv(register, register.visible(reader)))
    return line


def told(register, lines, by):
    return planning.plan(register, lines, by).problems


def places(problems):
    return {(one.column, one.value) for one in problems}


@pytest.fixture
def own_body(police):
    return police.memberships.get().organisation


class TestWhatCannotBeRead:
    def test_one_cell_is_one_mistake(self, register, entry, contributor):
        for name in register.entered:
            line = exported(register, contributor)
            line.cells[register.label(name)] = UNREADABLE
            columns = [one.column for one in told(register, [line], contributor)]
            assert columns == [register.label(name)], name

    def test_nothing_raises_however_little_can_be_read(self, register, entry, contributor):
        labels = [register.label(name) for name in register.entered]
        for key in ("", str(entry.pk)):
            for rest in ("", UNREADABLE):
                for kept in (None, *labels):
                    line = exported(register, contributor)
                    cells = {
                        label: line.cells[label] if label == kept else rest for label in labels
                    }
                    line.cells.update({**cells, "Identifier": key})
                    problems = told(register, [line], contributor)
                    if rest:
                        assert {one.column for one in problems} >= {*labels} - {kept}

    def test_a_cell_hides_no_mistake_of_another(self, units, police, own_body):
        entries.entry(units, own_body)
        wrong = {
            "Status": "Knitting",
            "Full-time officers": "-3",
            "Name of the unit": "",
            "Operating since": "2021-06-05",
            "Closed": "2020-01-01",
            "Public text": "Maria, aged 9, was heard.",
        }
        for key in (True, False):
            line = exported(units, police)
            line.cells.update(wrong if key else {**wrong, "Identifier": ""})
            problems = told(units, [line], police)
            assert {one.column for one in problems} == {*wrong} - {"Operating since"}
            assert len(problems) == len(wrong) - 1  # days in the wrong order are one mistake

    def test_a_rule_over_fields_needs_all_of_them(self, units, police, own_body):
        entries.entry(units, own_body, women=3, officers=3, trained=3)
        line = exported(units, police)
        line.cells.update({"Of these, women": "5", "Status": "Knitting"})
        assert {one.column for one in told(units, [line], police)} >= {"Of these, women", "Status"}
        line.cells["Full-time officers"] = "-3"
        columns = {one.column for one in told(units, [line], police)}
        assert columns == {"Full-time officers", "Status"}

    def test_who_may_not_write_it_is_told_so_as_well(self, units, police):
        other = factories.organisation()
        entries.entry(units, other)
        line = exported(units, factories.person(Role.SEC))
        line.cells.update({"Identifier": "", "Status": "Knitting"})
        columns = {one.column for one in told(units, [line], police)}
        assert columns == {"Status", units.label("organisation")}

    def test_nothing_of_the_file_is_planned_as_whole(self, units, police, own_body):
        entries.entry(units, own_body)
        line = exported(units, police)
        line.cells["Status"] = "Knitting"
        assert planning.plan(units, [line], police).outcomes == []


class TestWhereARefusalStands:
    def test_a_capability_on_which_they_do_not_report(self, police, own_body):
        several = next(
            each for each in registry if len(each.capabilities) > 1 and not each.is_return
        )
        second = str(next(number for number in several.capabilities[1:] if number != 4))
        entries.entry(several, own_body)
        line = exported(several, police)
        line.cells.update({"Identifier": "", "Source": "new"})
        line.cells[several.label("capability")] = second
        (problem,) = told(several, [line], police)
        assert problem.message == "Your organisation does not report on this capability."
        assert (problem.column, problem.value) == (several.label("capability"), second)

    @pytest.mark.parametrize("key", [True, False])
    def test_a_period_that_is_closed(self, key):
        flow, body = registry.find(FLOW), factories.organisation()
        period = factories.period("2026-Q2", "open")
        factories.assignment(body, flow.capabilities[0])
        by = factories.person(Role.AGY, organisation=body)
        entry = entries.entry(flow, body, period=period)
        factories.enter(period, "closed")
        line = exported(flow, by)
        line.cells.update({"Source": "new", "Identifier": str(entry.pk) if key else ""})
        (problem,) = told(flow, [line], by)
        assert (problem.column, problem.value) == (flow.label("period"), "2026-Q2")
        assert problem.message == "The period is not open any more: its figures are fixed."

    def test_what_is_withdrawn(self, police, own_body):
        flow = registry.find(FLOW)
        entry = entries.entry(flow, own_body, period=factories.period("2026-Q2", "open"))
        line = exported(flow, police)
        flow.model.objects.update(withdrawn_on=timezone.localdate(), withdrawn_because="Twice.")
        line.cells["Source"] = "new"
        (problem,) = told(flow, [line], police)
        assert (problem.column, problem.value) == ("Identifier", str(entry.pk))
        assert problem.message == "It is withdrawn."

    def test_a_value_stands_at_its_indicator_and_says_when(self, own_body, police):
        values = registry.find("indicators/values")
        period = factories.period("2026-Q2", "open")
        entries.entry(values, own_body, period=period)
        line = exported(values, police)
        factories.enter(period, "closed")
        line.cells["Source"] = "new"
        assert [one.column for one in told(values, [line], police)] == [values.label("period")]


def test_each_row_is_shown_with_what_it_is_about(units, police, own_body):
    entry = entries.entry(units, own_body)
    line = exported(units, police)
    name, known = line.cells["Name of the unit"], str(entry.pk)
    heads = [*line.cells]
    rows = [[*line.cells.values()], [*(line.cells | {"Name of the unit": "Later"}).values()]]
    plan = planning.plan(units, reading.read(csv_of(heads, *rows)), police)
    (outcome,) = plan.outcomes
    assert (units.named(outcome.entry), str(outcome.entry.pk)) == (name, known)
    (problem,) = plan.problems
    assert (problem.row, problem.column, problem.value) == (3, "Identifier", known)
