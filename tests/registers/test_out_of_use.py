"""Files name no region or indicator anew that was withdrawn, and leave alone what names one."""

import pytest

from mnr.models import Region
from mnr.registers import imports, planning, reading, registry, writing
from mnr.roles import Role
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

VALUES = registry.find("indicators/values")
FIELDS = [(kind, name) for kind in registry for name in kind.regional] + [(VALUES, "region")]
WORDS = "No longer in use: {}. Name what is still in use."


@pytest.fixture
def own():
    """The writer's organisation."""
    return factories.organisation()


@pytest.fixture
def writer(own):
    """Somebody of it."""
    return factories.person(Role.AGY, organisation=own)


def with_region(kind, name, region, own):
    """An entry that names the region, and nothing else in that field."""
    if kind is VALUES:
        return entries.entry(kind, own, region=region)
    entry = entries.entry(kind, own)
    getattr(entry, name).set([region])
    return entry


def withdraw(region):
    Region.objects.filter(pk=region.pk).update(withdrawn_on=factories.ago(1))


def lines_of(kind, reader):
    return reading.read(writing.as_csv(kind, kind.visible(reader)))


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda each: getattr(each, "path", each))
class TestWithdrawnRegions:
    def test_an_export_changes_nothing_however_it_is_sent(self, own, writer, kind, name):
        region = entries.region()
        with_region(kind, name, region, own)
        withdraw(region)
        lines = lines_of(kind, writer)
        for lacking in ((), ("Version",), ("Identifier", "Version")):
            for heading in lacking:
                lines[0].cells.pop(heading, None)
            plan = planning.plan(kind, lines, writer)
            assert (plan.problems, plan.count(planning.SAME)) == ([], 1), lacking

    def test_pages_and_filters_mark_it(self, client, own, writer, kind, name):
        region, current = entries.region(), entries.region()
        entry = with_region(kind, name, region, own)
        withdraw(region)
        client.force_login(writer)
        words = f"{region.name} (withdrawn)"
        page = client.get(kind.url("list"), {name: region.code} if name in kind.filtered else {})
        assert [row["entry"] for row in page.context["table"]] == [entry]
        if name in kind.filtered:
            labels = dict(page.context["form"].fields[name].choices).values()
            assert {words, current.name} <= set(labels)
        assert (words in page.text) == (name in (*kind.filtered, *kind.columns))
        assert words in client.get(kind.url("detail", entry)).text

    def test_the_rest_of_an_entry_that_names_one_can_change(self, own, writer, kind, name):
        region = entries.region()
        entry = with_region(kind, name, region, own)
        withdraw(region)
        lines = lines_of(kind, writer)
        lines[0].cells[kind.label("source")] = "Changed by a file"
        assert imports.store_lines(kind, lines, writer).problems == []
        entry.refresh_from_db()
        assert entry.source == "Changed by a file"

    def test_no_row_names_one_anew(self, own, writer, kind, name):
        kept, wanted = entries.region(), entries.region()
        entry = with_region(kind, name, kept, own)
        withdraw(wanted)
        (line,) = lines_of(kind, writer)
        line.cells[kind.label(name)] = wanted.code
        self.is_refused(kind, line, writer, name, wanted)
        entry.refresh_from_db()
        line.cells["Identifier"] = line.cells["Version"] = ""
        self.is_refused(kind, line, writer, name, wanted)

    def is_refused(self, kind, line, writer, name, wanted):
        (problem,) = imports.store_lines(kind, [line], writer).problems
        assert (problem.column, problem.value) == (kind.label(name), wanted.code)
        assert problem.message == WORDS.format(wanted.code)


def test_one_that_is_named_already_does_not_let_in_another(own, writer):
    kind, name = next(each for each in FIELDS if each[0] is not VALUES)
    kept, wanted = entries.region(), entries.region()
    with_region(kind, name, kept, own)
    withdraw(kept)
    withdraw(wanted)
    (line,) = lines_of(kind, writer)
    line.cells[kind.label(name)] = f"{kept.code}; {wanted.code}"
    (problem,) = planning.plan(kind, [line], writer).problems
    assert problem.message == WORDS.format(wanted.code)
