"""Which days an entry may name: old ones where the thing may be old, and none that is a slip."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from mnr.registers import planning, reading, registry, rules, writing
from mnr.registers.reading import Line
from mnr.roles import Role
from tests import factories
from tests.api.conftest import by_session
from tests.factories import entries

pytestmark = pytest.mark.django_db

LONG_AGO = date(1871, 5, 15)
OLD = {
    "governance/legal-instruments": ["adopted_on", "in_force_on", "repealed_on"],
    "governance/treaty-statuses": ["signed_on", "ratified_on", "in_force_on"],
    "governance/oversight-bodies": ["established_on", "dissolved_on"],
    "victim-services/remedy-procedures": ["opened_on", "closed_on"],
    "victim-services/support-services": ["opened_on", "closed_on"],
    "society/offender-support-services": ["opened_on", "closed_on"],
    "industry/reporting-protections": ["in_force_on", "repealed_on"],
}

ENDED = {  # what has such a day at its end
    "governance/legal-instruments": {"status": "repealed"},
    "industry/reporting-protections": {"status": "repealed"},
}


def days_of(register):
    return [name for name in register.fields if isinstance(register.field(name), models.DateField)]


def earliest(register, name):
    return 1600 if name in OLD.get(register.path, ()) else 1900


DATED = [register for register in registry.everything if days_of(register)]
EVERY = pytest.mark.parametrize("kind", DATED, ids=lambda each: each.path)


@pytest.fixture
def own():
    """The writer's organisation."""
    return factories.organisation()


@pytest.fixture
def writer(own):
    """Somebody of it."""
    return factories.person(Role.AGY, organisation=own)


def refusals(kind, plain, name, day) -> tuple[list, list]:
    """What form and file say of an entry with this day."""
    row = kind.model(**plain | {name: day})
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    by_file = [words for at, words in rules.broken(row, {}) if at == name]
    return refusal.value.message_dict[name], by_file


def plain_values(kind):
    many = {field.name for field in kind.model._meta.many_to_many}
    return {name: value for name, value in entries.values(kind).items() if name not in many}


@EVERY
@pytest.mark.parametrize("year", [226, 1026, "a year too early", 2101])
def test_a_slip_of_the_year_is_refused(kind, year):
    plain = plain_values(kind)
    for name in days_of(kind):
        first = earliest(kind, name)
        day = date(year if isinstance(year, int) else first - 1, 12, 31)
        words = f"Give a day between {first} and 2100."
        assert all(words in said for said in refusals(kind, plain, name, day))


def test_no_day_of_a_return_or_a_value_is_old():
    returns = [kind for kind in DATED if kind.is_return]
    assert returns
    assert all(earliest(kind, name) == 1900 for kind in returns for name in days_of(kind))


@pytest.mark.parametrize(("path", "names"), OLD.items(), ids=list(OLD))
class TestOldDays:
    """Laws, treaties, bodies and services may rightly be older than a century."""

    def test_form_and_program_take_them(self, client, writer, own, path, names):
        kind, days = registry.find(path), dict.fromkeys(names, LONG_AGO)
        found = entries.values(kind, own, **days, **ENDED.get(path, {}))
        client.force_login(writer)
        answer = client.post(kind.url("create"), entries.typed(kind, found))
        assert answer.status_code == 302
        self.take_back(kind, days)
        answer = by_session(writer).post(f"{path}/", entries.sent(kind, found))
        assert answer.status_code == 201, answer.content
        self.take_back(kind, days)

    def take_back(self, kind, days):
        """It is stored as it was sent, once; withdrawn, for the same cannot stand twice."""
        rows = kind.model._default_manager.standing().filter(**days)
        assert rows.count() == 1
        rows.update(withdrawn_on=factories.ago(0), withdrawn_because="Made for its days.")

    def test_a_file_takes_them(self, writer, own, path, names):
        kind, days = registry.find(path), dict.fromkeys(names, LONG_AGO)
        sent = entries.sent(kind, entries.values(kind, own, **days, **ENDED.get(path, {})))
        cells = {name: as_cell(value) for name, value in sent.items()} | {"organisation": own.name}
        made = planning.plan(kind, [Line("", 2, cells)], writer)
        assert (made.problems, made.count(planning.NEW)) == ([], 1)

    def test_files_give_them_back_as_they_are(self, writer, own, path, names):
        kind, days = registry.find(path), dict.fromkeys(names, LONG_AGO)
        entry = entries.entry(kind, own, **days, **ENDED.get(path, {}))
        for write in (writing.as_csv, writing.as_workbook):
            made = planning.plan(kind, reading.read(write(kind, [entry], writer)), writer)
            assert (made.problems, made.count(planning.SAME)) == ([], 1)


def test_a_workbook_holds_what_no_spreadsheet_knows_as_text():
    kind = registry.find("governance/legal-instruments")
    days = {"adopted_on": LONG_AGO, "in_force_on": date(2001, 2, 3)}
    entry = entries.entry(kind, factories.organisation(), **days)
    (line,) = reading.read(writing.as_workbook(kind, [entry]))
    assert line.cells[kind.label("adopted_on")] == "1871-05-15"
    assert not isinstance(line.cells[kind.label("in_force_on")], str)


def as_cell(value):
    return "; ".join(value) if isinstance(value, list) else value
