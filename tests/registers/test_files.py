"""Files of every register: what goes out comes back and changes nothing."""

import pytest

from mnr.models import AuditEvent
from mnr.registers import imports, layout, planning, reading, writing
from mnr.roles import Role
from tests import factories
from tests.factories import entries
from tests.owning import as_owner
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
    with as_owner():
        register.model.objects.filter(pk=row.pk).delete()
    for expected in (planning.NEW, planning.SAME):
        plan = imports.store_lines(register, lines, contributor)
        assert plan.problems == []
        assert {outcome.what for outcome in plan.outcomes} == {expected}
        assert register.model.objects.count() == 1
    made = register.model.objects.get()
    told = [str(cell) for cell in layout.row_of(register, made)[1:]]  # its identifier is new
    assert told == [layout.meant(str(cell)) for cell in list(lines[0].cells.values())[1:]]
    events = AuditEvent.objects.filter(object_id=str(made.pk))
    assert [event.action for event in events] == [register.actions.create]


def test_the_workbook_explains_every_column(register, entry, contributor):
    book = files.openpyxl.load_workbook(
        files.io.BytesIO(writing.as_workbook(register, register.visible(contributor)))
    )
    assert book.sheetnames == [reading.ENTRIES, "Help", "Choices"]
    helped = {row[0].value for row in book["Help"].iter_rows()}
    assert helped >= {register.label(name) for name in register.entered}
    told = {row[0].value: row[1].value for row in book["Help"].iter_rows()}
    assert told["Identifier"] == "Given by the platform. Empty for a new entry."
    assert told["Version"].startswith("Given by the platform. Leave it as it is")
    offered = book[reading.ENTRIES].data_validations.dataValidation
    assert len(offered) >= len([n for n in register.fields if register.field(n).choices])


def test_the_workbook_offers_what_its_reader_may_use_and_nothing_else(register, entry, own):
    factories.assignment(factories.organisation(), register.capabilities[-1])
    reporter = factories.person(Role.AGY, organisation=own)
    for reader, bodies in ((reporter, {own.name}), (factories.person(Role.SEC), set())):
        data = writing.as_workbook(register, register.visible(reader), reader)
        rows = files.openpyxl.load_workbook(files.io.BytesIO(data))["Choices"].iter_rows()
        heads, *columns = [[cell.value for cell in row] for row in rows]
        table = dict(zip(heads, zip(*columns, strict=True), strict=True)) if columns else {}
        for name, wanted in (("organisation", bodies), ("capability", len(bodies))):
            found = set(table.get(register.label(name), ())) - {None}
            if name in register.keeping:
                assert wanted in (found, len(found)), name
