"""Entries from before a rule go through its migration: what cannot stand any more is withdrawn."""

from datetime import timedelta

import pytest
from django.apps import apps as current
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from mnr.action_names import NAMES
from mnr.migrations import _returns
from mnr.models import AuditEvent, Capability, ReportingPeriod
from mnr.registers import registry
from mnr.registers.rules import unique_sets
from mnr.roles import Action, Role
from mnr.services import audit, quarantine
from tests import factories
from tests.factories import entries

pytestmark = pytest.mark.django_db

STEPS = {
    "criminal_justice": "0002_nil_returns",
    "victim_services": "0002_nil_returns",
    "society": "0002_nil_returns",
    "industry": "0002_nil_returns",
    "media": "0003_nil_returns",
    "governance": "0002_meetings_once",
}
RETURNS = {
    app: [each for each in registry if each.figure_names and each.app_label == app]
    for app in STEPS
    if app != "governance"
}
MEETINGS = registry.find("governance/committee-meetings")
TRAIL = ("auditevent", "auditcontent", "audithead")
SHARED = ("period", "organisation")


class Step:
    """The migration of one app: taken back, and taken again over what was stored meanwhile."""

    def __init__(self, app, name=""):
        loader, name = MigrationLoader(connection), name or STEPS[app]
        self.migration = loader.get_migration(app, name)
        self.before = loader.project_state((app, name), at_end=False)

    def back(self):
        """The models as they were before it."""
        self.as_owner()
        with connection.schema_editor(atomic=True) as editor:
            self.migration.unapply(self.before.clone(), editor)
        return self.before.apps

    def forth(self):
        self.as_owner()
        with connection.schema_editor(atomic=True) as editor:
            self.migration.apply(self.before.clone(), editor)

    def as_owner(self):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else nothing can alter the tables


def open_period():
    return ReportingPeriod.objects.first() or factories.period()


class Old:
    """Entries of one register as they could be stored before the migration."""

    def __init__(self, register, model, period=None):
        self.model, self.register = model, register
        self.fields = {
            field.name: field.flatchoices[0][0] for field in model._meta.fields if field.choices
        }
        self.period = period or open_period().pk
        self.numbers = iter(Capability.objects.all())

    def row(self, body, *, days=0, **fields):
        """An entry that was changed some days ago, on a capability of its own."""
        common = {"organisation_id": body.pk, "capability_id": next(self.numbers).pk}
        if self.register.is_return:
            common["period_id"] = self.period
        made = self.model.objects.create(**self.fields | common | fields)
        moment = timezone.now() - timedelta(days=days)
        self.model.objects.filter(pk=made.pk).update(changed_at=moment)
        return made

    def filled(self, body, **fields):
        return self.row(body, **{self.register.figure_names[0]: 7}, **fields)


def now(register, row):
    return register.model.objects.get(pk=row.pk)


def events_of(row):
    return list(AuditEvent.objects.filter(object_id=str(row.pk)).order_by("number"))


def is_withdrawn(register, row, because, action):
    """Withdrawn on this day for the reason, as a next version, and the trail says so."""
    found = now(register, row)
    assert (found.withdrawn_on, found.withdrawn_because) == (timezone.localdate(), because)
    assert found.version == row.version + 1
    event = events_of(row)[-1]
    assert (event.action, event.actor_id, event.organisation_id) == (
        action,
        None,
        found.organisation_id,
    )
    assert event.object_type == register.model._meta.model_name
    assert event.domain_id == found.capability.domain_id
    assert event.origin
    today = timezone.localdate().isoformat()
    assert event.changes == {"withdrawn_on": [None, today], "withdrawn_because": [None, because]}
    return True


def is_untouched(register, row):
    found = now(register, row)
    assert (found.version, found.withdrawn_on) == (row.version, row.withdrawn_on)
    return events_of(row) == []


def old_returns(register, model):
    """Old entries by what becomes of them."""
    bodies = [factories.organisation() for _ in range(5)]
    old = Old(register, model)
    gone = {"withdrawn_on": timezone.localdate(), "withdrawn_because": "Long ago."}
    return {
        _returns.EMPTY: [old.row(bodies[0]), old.row(bodies[4], days=2)],
        _returns.TWICE: [old.filled(bodies[3], days=9)],
        "": [
            old.filled(bodies[1]),
            old.row(bodies[2], **gone),
            old.filled(bodies[3], days=2),
            old.filled(bodies[4], days=9),
        ],
    }


@pytest.mark.parametrize("app", RETURNS)
def test_old_returns_go_through(app):
    step = Step(app)
    models = step.back()
    stored = {
        each: old_returns(each, models.get_model(each.model._meta.label)) for each in RETURNS[app]
    }
    step.forth()
    for register, rows in stored.items():
        assert all(is_untouched(register, row) for row in rows.pop("")), register.path
        for because, withdrawn in rows.items():
            for row in withdrawn:
                assert is_withdrawn(register, row, because, Action.RETURN_WITHDRAW)
    assert audit.verify().problem == ""
    with connection.cursor() as cursor:  # the guard was lifted for the withdrawals alone
        cursor.execute("SELECT current_setting('mnr.withholding', true)")
        assert cursor.fetchone() != ("on",)


def withheld(register, **fields):
    """An entry that is withheld, its quarantine, and its text."""
    entry = entries.entry(register, **fields)
    row = quarantine.set_quarantine(
        kind="entry", object_id=entry.pk, reason="names", by=factories.person(Role.ADM)
    )
    return now(register, entry), row, entry.public_text


@pytest.mark.parametrize("app", RETURNS)
def test_returns_that_are_withheld_go_through_and_can_be_given_back(app):
    register, step = RETURNS[app][0], Step(app)
    nothing = dict.fromkeys(register.figure_names) | {"is_nil": True}
    held = {_returns.EMPTY: withheld(register, **nothing), _returns.TWICE: withheld(register)}
    twin = held[_returns.TWICE][0]
    old = Old(register, step.back().get_model(register.model._meta.label), twin.period_id)
    same = {name: getattr(twin, name) for name in several_by(register)}
    old.filled(twin.organisation, days=-1, **same)
    step.forth()
    officer = factories.duty_officer()
    for because, (entry, row, text) in held.items():
        assert is_withdrawn(register, entry, because, Action.RETURN_WITHDRAW)
        assert now(register, entry).is_withheld
        assert now(register, entry).public_text == entry.public_text != text
        quarantine.release(quarantine=row, reason="mistake", by=officer)
        found = now(register, entry)
        assert (found.is_withheld, found.public_text) == (False, text)
        assert found.withdrawn_because == because


def several_by(register):
    """The fields by which an organisation has several returns for a period."""
    rule = next(each for each in unique_sets(register.model) if "once_a_period" in each.name)
    return [name for name in rule.fields if name not in SHARED]


def test_old_meetings_go_through():
    body = entries.entry(registry.find("governance/oversight-bodies"))
    step = Step("governance")
    old = Old(MEETINGS, step.back().get_model(MEETINGS.model._meta.label))
    day = timezone.localdate() - timedelta(days=30)
    pairs = [
        [old.row(body.organisation, days=days, body_id=named, held_on=day) for days in (9, 2)]
        for named in (body.pk, None)
    ]
    other = old.row(body.organisation, body_id=body.pk, held_on=day - timedelta(days=1))
    step.forth()
    for earlier, later in pairs:
        assert is_withdrawn(MEETINGS, earlier, _returns.TWICE, Action.ENTRY_WITHDRAW)
        assert is_untouched(MEETINGS, later)
    assert is_untouched(MEETINGS, other)


def test_the_day_of_a_law_that_is_not_in_force_goes_to_the_trail():
    laws, day = registry.find("governance/legal-instruments"), factories.ago(30)
    step = Step("governance", "0004_day_of_repeal")
    old = Old(laws, step.back().get_model(laws.model._meta.label))
    body = factories.organisation()
    draft = old.row(body, status="draft", in_force_on=day)
    others = [old.row(body, status="in_force", in_force_on=day), old.row(body, status="tabled")]
    step.forth()
    assert (now(laws, draft).in_force_on, now(laws, draft).version) == (None, 2)
    (event,) = events_of(draft)
    assert (event.action, event.actor_id) == (Action.ENTRY_EDIT, None)
    assert event.changes == {"in_force_on": [day.isoformat(), None]}
    assert all(is_untouched(laws, row) for row in others)
    assert audit.verify().problem == ""


def test_the_trail_knows_what_the_migrations_call_it():
    assert {_returns.RETURN, _returns.ENTRY, _returns.EDITED} <= {
        str(action) for action in Action
    } & set(NAMES)


def test_the_tables_of_the_trail_are_those_that_the_migrations_write_to():
    """Who changes these tables later says `run_before` those that withdraw, or mends them."""
    disk = MigrationLoader(connection).disk_migrations
    late = [
        (name, operation)
        for (app, name), migration in disk.items()
        if app == "mnr" and name > "0029"
        for operation in migration.operations
    ]
    assert late
    touched = {name for name, operation in late if _model_of(operation) in TRAIL}
    assert touched == set()
    assert all(current.get_model("mnr", name) for name in TRAIL)


def _model_of(operation):
    """The model that an operation changes; none of statements and functions."""
    name = getattr(operation, "model_name", None) or getattr(operation, "name", None)
    return (name or "").lower()
