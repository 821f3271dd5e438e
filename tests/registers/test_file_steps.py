"""What files do to entries, the same for every register: asked of those of each shape."""

import pytest

from mnr.models import AuditEvent
from mnr.registers import imports, planning, reading, writing
from mnr.roles import Role
from tests import factories
from tests.factories import entries
from tests.registers.shapes import SHAPES

pytestmark = pytest.mark.django_db

REGISTERS = SHAPES


def test_a_change_by_file_is_a_change_of_that_entry(register, entry, contributor):
    lines = reading.read(writing.as_csv(register, register.visible(contributor)))
    lines[0].cells[register.label("source")] = "Changed by a file"
    plan = imports.store_lines(register, lines, contributor)
    assert plan.problems == []
    entry.refresh_from_db()
    assert (entry.source, entry.version) == ("Changed by a file", 2)
    event = AuditEvent.objects.filter(object_id=str(entry.pk)).first()
    assert set(event.changes) == {"source"}


def test_one_bad_row_stores_nothing_and_is_named(register, entry, contributor):
    rows = list(register.visible(contributor))
    lines = reading.read(writing.as_csv(register, rows))
    label = register.label("organisation")
    lines.append(
        reading.Line("", 3, {**lines[0].cells, "Identifier": "", label: "Nobody has heard of it"})
    )
    lines[0].cells[register.label("source")] = "Would be changed"
    plan = imports.store_lines(register, lines, contributor)
    problem = plan.problems[0]
    assert (problem.row, problem.column, problem.value) == (3, label, "Nobody has heard of it")
    entry.refresh_from_db()
    assert entry.version == 1


def test_the_entry_of_another_organisation_is_not_changed(register, entry, contributor):
    other = factories.person(Role.SEC)
    foreign = entries.entry(register, factories.organisation())
    lines = reading.read(writing.as_csv(register, register.visible(other)))
    for line in lines:
        line.cells[register.label("source")] = "Changed"
    plan = imports.store_lines(register, lines, contributor)
    assert {problem.value for problem in plan.problems} == {str(foreign.pk)}


def test_what_the_form_refuses_the_file_refuses(register, own, contributor):
    lines = reading.read(writing.as_csv(register, [entries.entry(register, own)]))
    lines[0].cells[register.label("public_text")] = "Write to amina.okafor@example.org"
    plan = planning.plan(register, lines, contributor)
    (problem,) = plan.problems
    assert problem.column == register.label("public_text")
    assert "amina" not in problem.value + problem.message


def test_nobody_takes_an_entry_over_by_a_file(register, own, contributor):
    """A lead reads the entries of the domain, but raw counts: no reason to have them."""
    foreign = entries.entry(register, factories.organisation())
    lead = factories.person(Role.DOM, organisation=own, domain=register.domain)
    lines = reading.read(writing.as_csv(register, [foreign]))
    is_raw = register.actions.read == "return.read_counts"
    assert bool(planning.plan(register, lines, lead).problems) is is_raw
    lines[0].cells[register.label("organisation")] = own.name
    plan = imports.store_lines(register, lines, lead)
    assert len(plan.problems) == 1
    foreign.refresh_from_db()
    assert foreign.organisation != own
