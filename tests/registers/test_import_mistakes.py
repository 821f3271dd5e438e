"""Rows that say too little, too much, or something in two ways: each is named, with a remedy."""

import datetime

import pytest

from mnr.models import ImportRun, Job, Region
from mnr.registers import imports, layout, planning, reading, registry, writing
from mnr.roles import Role
from mnr.services import jobs
from tests import factories
from tests.factories import entries
from tests.registers.files import csv_of, workbook_of
from tests.registers.shapes import SHAPES

pytestmark = pytest.mark.django_db
REGISTERS = SHAPES
UNITS = "criminal-justice/specialist-units"


def exported(register, reader):
    return reading.read(writing.as_csv(register, register.visible(reader)))


class TestEmptyCells:
    def test_whose_it_is_and_what_about_must_stand_there(self, register, entry, contributor):
        needed = [
            name
            for name in register.entered
            if register.field(name).is_relation
            and not register.field(name).many_to_many
            and not register.field(name).blank
        ]
        for key in ("", str(entry.pk)):
            for name in needed:
                (line,) = exported(register, contributor)
                line.cells["Identifier"], line.cells[register.label(name)] = key, " "
                problems = planning.plan(register, [line], contributor).problems
                told = [(one.row, one.column, one.message) for one in problems]
                assert told == [(2, register.label(name), "Fill this in.")]

    def test_a_file_with_a_name_alone(self, units, police):
        lines = reading.read(b"Identifier,Name of the unit\n,X\n")
        problems = planning.plan(units, lines, police).problems
        needed = ("organisation", "capability", "remit", "status")
        assert {(one.column, one.message) for one in problems} == {
            (units.label(name), "Fill this in.") for name in needed
        }

    def test_our_own_words_for_whatever_else_is_empty(self, register, entry, contributor):
        foreign = ("cannot be blank", "cannot be null", "must be", "Ensure")
        for name in register.entered:
            (line,) = exported(register, contributor)
            line.cells["Identifier"], line.cells[register.label(name)] = "", ""
            problems = planning.plan(register, [line], contributor).problems
            for problem in problems:
                assert not [words for words in foreign if words in problem.message], name
            field = register.field(name)
            if not field.blank and not field.many_to_many:
                said = {one.message for one in problems if one.column == register.label(name)}
                assert said & {"Fill this in.", "Write Yes or No."}, name

    def test_a_text_that_is_too_long(self, units, police):
        entries.entry(units, police.memberships.get().organisation)
        (line,) = exported(units, police)
        line.cells["Source"] = "long " * 100
        (problem,) = planning.plan(units, [line], police).problems
        assert problem.message == "Shorten it to 300 characters. It has 499."
        assert problem.column == "Source"


class TestOneEntryTwice:
    def test_rows_that_differ_are_a_mistake_of_both(self, register, entry, contributor):
        first, second = exported(register, contributor) * 2
        cells = {**second.cells, register.label("source"): "Another"}
        lines = [first, reading.Line("", 3, cells)]
        for found in (lines, lines[::-1]):
            (problem,) = planning.plan(register, found, contributor).problems
            assert {problem.row, int(problem.message.split()[1])} == {2, 3}
            assert (problem.column, problem.value) == ("Identifier", str(entry.pk))

    def test_rows_that_are_equal_are_one(self, register, entry, contributor):
        (line,) = exported(register, contributor)
        line.cells[register.label("source")] = "Another"
        lines = [line, reading.Line("", 3, dict(line.cells))]
        plan = imports.store_lines(register, lines, contributor)
        assert [one.what for one in plan.outcomes] == [planning.CHANGED, planning.SAME]
        entry.refresh_from_db()
        assert (entry.source, entry.version) == ("Another", 2)


class TestDays:
    def read(self, units, raw):
        return layout.Cells(units, None).value(units.field("opened_on"), raw)

    @pytest.mark.parametrize("text", ["05/06/2021", "5.6.2021", "05-06-2021", "٠٥/٠٦/٢٠٢١"])
    def test_what_can_be_read_in_two_ways_is_refused_with_both(self, units, text):
        with pytest.raises(layout.Wrong, match="is 5 June 2021 or 6 May 2021"):
            self.read(units, text)

    @pytest.mark.parametrize(
        ("raw", "day"),
        [
            ("2021-06-05", (2021, 6, 5)),
            ("25/06/2021", (2021, 6, 25)),
            ("06/25/2021", (2021, 6, 25)),
            ("06/06/2021", (2021, 6, 6)),
            ("5 June 2021", (2021, 6, 5)),
            (datetime.datetime(2021, 6, 5), (2021, 6, 5)),  # noqa: DTZ001 - as workbooks hold them
        ],
    )
    def test_what_has_one_meaning_is_taken(self, units, raw, day):
        assert self.read(units, raw) == datetime.date(*day)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("31/02/2021", "no such day as 31/02/2021"),
            ("13/13/2021", "Write the day as in"),
            ("0/1/2021", "no such day as 0/1/2021"),
        ],
    )
    def test_no_such_day(self, units, text, said):
        with pytest.raises(layout.Wrong, match=said):
            self.read(units, text)

    def test_a_day_of_a_workbook_is_a_day(self, units, police):
        day = datetime.date(2021, 6, 5)
        (line,) = reading.read(workbook_of(["Opened"], [day]))
        assert self.read(units, line.cells["Opened"]) == day


class TestWords:
    def test_a_comma_between_regions_is_pointed_out(self, units, police):
        north, south = (Region.objects.create(code=code, name=code) for code in ("N", "S"))
        cells, field = layout.Cells(units, police), units.field("regions")
        assert cells.value(field, "N; S") == [north, south]
        with pytest.raises(layout.Wrong, match="Write a semicolon between several"):
            cells.value(field, "N, S")
        with pytest.raises(layout.Wrong, match="none of this name"):
            cells.value(field, "Nowhere, Neither")

    def test_choices_with_commas_of_their_own_stay_apart(self, units, police):
        field = units.field("status")
        labels = [str(label) for _value, label in field.flatchoices]
        with pytest.raises(layout.Wrong) as wrong:
            layout.Cells(units, police).value(field, "odd")
        assert "; ".join(labels) in str(wrong.value)


class TestRefusals:
    def sent(self, units, police, data):
        imports.send(register=units, data=data, by=police)
        for job in Job.objects.filter(state="queued"):
            jobs.run(job.pk)
        return ImportRun.objects.latest("asked_at")

    def test_they_end_with_a_whole_word(self, units, police):
        run = self.sent(units, police, csv_of(["No such column"], ["x"]))
        assert run.refusal.endswith(f"{layout.columns(units)[-1].label}.")
        imports.fail(str(run.pk), "none")
        waiting = imports.send(register=units, data=b"a\n1\n", by=police)
        imports.fail(str(waiting.pk), "reason " * 1000)
        waiting.refresh_from_db()
        assert waiting.refusal.endswith("reason …")
        assert len(waiting.refusal) <= 2000

    def test_no_rows(self, units, police):
        run = self.sent(units, police, csv_of(["Identifier"]))
        assert (run.state, run.refusal) == ("wrong", "The file has no rows below its headings.")

    def test_signs_that_turn_the_direction_are_not_repeated(self, units, police):
        run = self.sent(units, police, csv_of(["Status"], ["a\u202eb\u2066\u200b"]))
        assert "ab" in [problem[3] for problem in run.problems]
        run = self.sent(units, police, csv_of(["Stat\u202eus"], ["x"]))
        assert "“Status”" in run.refusal

    def test_the_limit_of_an_hour_is_named(self, units, police, monkeypatch):
        monkeypatch.setattr(imports, "MOST_AN_HOUR", 0)
        with pytest.raises(imports.Refused, match="You sent 0 files within an hour"):
            imports.send(register=units, data=b"x", by=police)


def test_a_row_of_another_organisation_does_not_tell_whether_it_has_returned():
    flow = registry.find("criminal-justice/case-flow-returns")
    police, courts = factories.organisation(), factories.organisation()
    for body, kind in ((police, "lead"), (courts, "contributor")):
        factories.assignment(body, flow.capabilities[0], kind)
    period = factories.period("2026-Q2", "open")
    entries.entry(flow, courts, period=period)
    reader = factories.person(Role.AGY, organisation=police)
    (line,) = exported(flow, factories.person(Role.SEC))
    line.cells["Identifier"] = ""
    told = {one.message for one in planning.plan(flow, [line], reader).problems}
    assert told
    assert not any("already" in message for message in told)
