"""Files of every register: what goes out comes back and changes nothing."""

import pytest

from mnr.models import AuditEvent
from mnr.registers import imports, layout, planning, reading, writing
from mnr.roles import Role
from tests import factories
from tests.factories import entries
from tests.registers import files

pytestmark = pytest.mark.django_db

WRITERS = {"csv": writing.as_csv, "xlsx": writing.as_workbook}
TRICKY = '\'=1+1 "quoted", (line)\nnext — وردة'


def plan_of(register, data, by):
    return planning.plan(register, reading.read(data), by)


def test_out_and_in_again_changes_nothing(register, entry, own, contributor):
    register.model.objects.filter(pk=entry.pk).update(public_text=TRICKY, source="-2+3")
    rows = list(register.visible(contributor))
    for kind, write in WRITERS.items():
        plan = plan_of(register, write(register, rows), contributor)
        assert plan.problems == [], kind
        assert {outcome.what for outcome in plan.outcomes} == {planning.SAME}, kind
        assert len(plan.outcomes) == len(rows)


def test_a_file_makes_entries_once(register, own, contributor):
    found = entries.values(register, own)
    row = entries.entry(
        register, own, **({"period": found["period"]} if register.is_return else {})
    )
    data = writing.as_csv(register, register.visible(contributor))
    lines = reading.read(data)
    for line in lines:
        line.cells["Identifier"] = ""
    register.model.objects.filter(pk=row.pk).delete()
    for expected in (planning.NEW, planning.SAME):
        plan = imports.store_lines(register, lines, contributor)
        assert plan.problems == []
        assert {outcome.what for outcome in plan.outcomes} == {expected}
        assert register.model.objects.count() == 1
    made = register.model.objects.get()
    told = [str(cell) for cell in layout.row_of(register, made)[1:]]
    assert told == [layout.meant(str(cell)) for cell in list(lines[0].cells.values())[1:]]
    events = AuditEvent.objects.filter(object_id=str(made.pk))
    assert [event.action for event in events] == [register.actions.create]


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


def test_the_workbook_explains_every_column(register, entry, contributor):
    book = files.openpyxl.load_workbook(
        files.io.BytesIO(writing.as_workbook(register, register.visible(contributor)))
    )
    assert book.sheetnames == [reading.ENTRIES, "Help", "Choices"]
    helped = {row[0].value for row in book["Help"].iter_rows()}
    assert helped >= {register.label(name) for name in register.entered}
    offered = book[reading.ENTRIES].data_validations.dataValidation
    assert len(offered) >= len([n for n in register.fields if register.field(n).choices])
