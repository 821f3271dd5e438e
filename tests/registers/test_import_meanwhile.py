"""What happens between the look at a file and its storing, and after: nobody's work is lost."""

import pytest

from mnr.models import ImportedRow, ImportRun, Job
from mnr.registers import imports, planning, reading, registry, writing
from mnr.registers.judging import Judge
from mnr.roles import Role
from mnr.services import jobs
from mnr.services.entries import save_entry, withdraw_entry
from mnr.services.errors import Refused
from tests import factories
from tests.factories import entries
from tests.registers.files import csv_of
from tests.registers.shapes import SHAPES

pytestmark = pytest.mark.django_db
REGISTERS = SHAPES


def exported(register, reader):
    return reading.read(writing.as_csv(register, register.visible(reader)))


def data_of(lines) -> bytes:
    return csv_of(list(lines[0].cells), *(list(line.cells.values()) for line in lines))


def work():
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk)


def looked_at(register, lines, by):
    run = imports.send(register=register, data=data_of(lines), by=by)
    work()
    run.refresh_from_db()
    assert run.state == "read", (run.refusal, run.problems)
    return run


def stored(run, by):
    imports.confirm(run=run, by=by)
    work()
    run.refresh_from_db()
    return run


def edit(register, entry, by, source="Edited on the page"):
    row = register.model.objects.get(pk=entry.pk)
    row.source = source
    return save_entry(entry=row, version=row.version, by=by)


def new_row(register, own, contributor):
    """A row that names no entry, as a file has it that was never imported."""
    row = entries.entry(register, own)
    (line,) = exported(register, contributor)
    line.cells["Identifier"] = ""
    row.withdrawn_on, row.withdrawn_because = row.changed_at.date(), "Made for its cells."
    row.save()
    return line


class TestBetweenTheLookAndTheStoring:
    def test_an_edit_is_not_overwritten(self, client, register, entry, contributor, monkeypatch):
        lines = exported(register, contributor)
        monkeypatch.setattr(Judge, "_version", lambda *given: None)  # it would say so by itself
        lines[0].cells[register.label("source")] = "Changed by a file"
        run = looked_at(register, lines, contributor)
        edit(register, entry, contributor)
        run = stored(run, contributor)
        entry.refresh_from_db()
        assert (run.state, entry.source, entry.version) == ("wrong", "Edited on the page", 2)
        assert [problem[1] for problem in run.problems] == [2]
        client.force_login(contributor)
        page = client.get(register.url("import_run", run)).text
        assert "This entry was changed after you saw what would happen." in page

    def test_an_entry_that_was_to_be_left_alone_is(self, register, entry, own, contributor):
        """A row that said what was stored would undo what was edited since: it was not shown so."""
        lines = exported(register, contributor)
        fresh = [] if register.is_return else [{**lines[0].cells, "Identifier": ""}]
        for line in lines:
            del line.cells["Version"]
        for cells in fresh:
            cells.pop("Version")
            cells[register.label("source")] = "New"
            lines.append(reading.Line("", 3, cells))
        if not fresh or planning.plan(register, lines, contributor).problems:
            return  # one alone may stand
        run = looked_at(register, lines, contributor)
        assert (run.same, run.created) == (1, 1)
        edit(register, entry, contributor)
        assert stored(run, contributor).state == "wrong"
        entry.refresh_from_db()
        assert entry.source == "Edited on the page"
        assert register.model.objects.count() == 1

    def test_what_was_shown_is_stored(self, register, entry, contributor):
        lines = exported(register, contributor)
        lines[0].cells[register.label("source")] = "Changed by a file"
        run = stored(looked_at(register, lines, contributor), contributor)
        entry.refresh_from_db()
        assert (run.state, run.planned, entry.source) == ("stored", None, "Changed by a file")

    def test_an_edit_at_the_very_moment_stops_all_of_it(
        self, register, entry, contributor, monkeypatch
    ):
        lines = exported(register, contributor)
        lines[0].cells[register.label("source")] = "Changed by a file"
        run = looked_at(register, lines, contributor)
        plan = planning.plan

        def edited_after(*args):
            made = plan(*args)
            edit(register, entry, contributor)
            return made

        monkeypatch.setattr(planning, "plan", edited_after)
        run = stored(run, contributor)
        assert (run.state, "just now" in run.refusal) == ("wrong", True)

    def test_what_was_shown_before_this_was_kept_is_not_stored(self, register, entry, contributor):
        lines = exported(register, contributor)
        lines[0].cells[register.label("source")] = "Changed by a file"
        run = looked_at(register, lines, contributor)
        ImportRun.objects.update(planned=None)
        with pytest.raises(Refused, match="Send the file in again"):
            imports.confirm(run=run, by=contributor)


class TestVersions:
    def test_a_file_made_before_an_edit_changes_nothing(self, register, entry, contributor):
        lines = exported(register, contributor)
        edit(register, entry, contributor)
        lines[0].cells[register.label("public_text")] = "Changed by a file"
        (problem,) = imports.store_lines(register, lines, contributor).problems
        assert (problem.row, problem.column, problem.value) == (2, "Version", "1")
        assert "changed since this file was made" in problem.message
        lines[0].cells["Version"] = ""
        self.asks_for_the_version(register, lines, contributor)
        lines[0].cells["Version"] = "one"
        (problem,) = planning.plan(register, lines, contributor).problems
        assert problem.column == "Version"
        del lines[0].cells["Version"]
        self.asks_for_the_version(register, lines, contributor)

    def asks_for_the_version(self, register, lines, contributor):
        (problem,) = imports.store_lines(register, lines, contributor).problems
        assert (problem.row, problem.column) == (2, "Version")
        assert "Write the version that the export gives" in problem.message

    def test_the_same_file_again_changes_nothing(self, register, entry, contributor):
        lines = exported(register, contributor)
        lines[0].cells[register.label("source")] = "Changed by a file"
        for what in (planning.CHANGED, planning.SAME):
            plan = imports.store_lines(register, lines, contributor)
            assert (plan.problems, plan.outcomes[0].what) == ([], what)


class TestARowThatWasStoredBefore:
    def test_is_left_alone_whatever_became_of_its_entry(self, client, register, own, contributor):
        line = new_row(register, own, contributor)
        run = stored(looked_at(register, [line], contributor), contributor)
        assert (run.state, run.created) == ("stored", 1)
        made = register.model.objects.get(pk=ImportedRow.objects.get().entry)
        count = register.model.objects.count()
        edit(register, made, contributor)
        assert self.again(register, line, contributor) == planning.CHANGED_SINCE
        made.refresh_from_db()
        assert made.source == "Edited on the page"
        withdraw_entry(entry=made, because="Entered twice.", by=contributor)
        assert self.again(register, line, contributor) == planning.WITHDRAWN_SINCE
        assert register.model.objects.count() == count
        client.force_login(contributor)
        run = looked_at(register, [line], contributor)
        assert (run.same, run.created) == (1, 0)
        assert "it was withdrawn since" in client.get(register.url("import_run", run)).text

    def again(self, register, line, by):
        plan = imports.store_lines(register, [line], by)
        assert plan.problems == []
        return plan.outcomes[0].what

    def test_what_another_organisation_sends_is_its_own(self, register, own, contributor):
        line = new_row(register, own, contributor)
        imports.store_lines(register, [line], contributor)
        digests = set(ImportedRow.objects.values_list("organisation", flat=True))
        assert digests == {own.pk}


def test_a_link_that_is_stored_is_taken_though_its_entry_is_withdrawn():
    body = factories.organisation()
    for register in registry:
        if not register.linked:
            continue
        entry = entries.entry(register, body)
        writer = factories.person(Role.AGY, organisation=body)
        lines = exported(register, writer)
        for name in register.linked:
            linked = getattr(entry, name)
            linked.withdrawn_on, linked.withdrawn_because = linked.changed_at.date(), "Twice."
            linked.save()
        plan = planning.plan(register, lines, writer)
        assert (plan.problems, plan.outcomes[0].what) == ([], planning.SAME), register.path
        lines[0].cells["Identifier"] = ""
        assert planning.plan(register, lines, writer).problems, "nobody links to it anew"
