"""Imports into registers: sent, looked at by a job, confirmed, stored by a job: all or nothing."""

import datetime
import json
import textwrap

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import ImportedRow, ImportRun, ReportingPeriod
from mnr.registers import open_values, outcomes, planning, reading
from mnr.registers.assigned import pairs_of
from mnr.registers.registry import registry
from mnr.roles import Action
from mnr.services import audit, jobs
from mnr.services.drafts import hold_period
from mnr.services.errors import Refused

READ, STORE = "read_import", "store_import"
MOST_PROBLEMS = 2_000
MOST_OUTCOMES = 200
MOST_AN_HOUR = 30
LONGEST_REFUSAL = ImportRun._meta.get_field("refusal").max_length or 0
KEPT = datetime.timedelta(days=7)  # rows that nobody confirmed
State = ImportRun.State


@transaction.atomic
def send(*, register, data: bytes, by, name: str = "") -> ImportRun:
    """Take a file in; a job looks at it. Nothing is stored before `confirm`."""
    body, about = sender(register, by), open_values.about_of(name)
    run = ImportRun(register=register.path, organisation_id=body, by=by, file=data, about=about)
    permissions.require(by, Action.IMPORT_RUN, run)
    lately = ImportRun.objects.filter(by=by, asked_at__gte=Now() - datetime.timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        words = _("You sent %(most)d files within an hour: no more are taken. Wait a little.")
        raise Refused(words % {"most": MOST_AN_HOUR}, "file")
    if len(data) > settings.LARGEST_IMPORT:
        raise Refused(reading.too_large(), "file")
    run.save()
    run.job = jobs.queue(READ, by=by, once=f"{READ}-{run.pk}", run=str(run.pk))
    run.save(update_fields=["job"])
    audit.record(Action.IMPORT_RUN, run, by, {"register": [None, run.register]})
    return run


def sender(register, by):
    """The organisation for which somebody sends: one that reports on what the register bears on."""
    if found := sorted(body for body, _capability in pairs_of(register, by)):
        return found[0]
    raise Refused(_("Your organisation reports on nothing that this register bears on."), "file")


@transaction.atomic
def confirm(*, run: ImportRun, by) -> ImportRun:
    """Say yes to what was shown; a job stores it, all or nothing."""
    run = _lock(run.pk)
    permissions.require(by, Action.IMPORT_READ_RESULT, run)
    permissions.require(by, Action.IMPORT_RUN, run)
    if run.state != State.READ:
        raise Refused(_("This import does not wait for a confirmation."))
    if run.planned is None or not (run.created or run.changed):
        raise Refused(_("There is nothing to store. Send the file in again if it should."))
    run.state = State.CONFIRMED
    run.job = jobs.queue(STORE, by=by, once=f"{STORE}-{run.pk}", run=str(run.pk))
    run.save(update_fields=["state", "job"])
    audit.record(Action.IMPORT_RUN, run, by, {"state": [State.READ, State.CONFIRMED]})
    return run


@transaction.atomic
def drop(*, run: ImportRun, by) -> ImportRun:
    """Forget what was read."""
    run = _lock(run.pk)
    permissions.require(by, Action.IMPORT_READ_RESULT, run)
    if run.state != State.READ:
        raise Refused(_("This import does not wait for a confirmation."))
    _close(run, State.DROPPED)
    audit.record(Action.IMPORT_RUN, run, by, {"state": [State.READ, State.DROPPED]})
    return run


@jobs.job(READ, failed=lambda *, reason, run: fail(run, reason), action=Action.IMPORT_RUN)
def read(*, progress, run):
    """Read a file, forget it, and say what would happen."""
    with transaction.atomic():
        row = _lock(run)
        if row.state != State.WAITING:
            return
        data, row.file = bytes(row.file or b""), None
        register = registry.find(row.register)
        try:
            lines, wrong = register.adapted(reading.read(data), row.about)
            plan = planning.plan(register, lines, row.by, progress, wrong)
        except reading.Unreadable as wrong:
            _refuse(row, wrong)
            return
        _tell(row, register, plan)
        if plan.problems:
            _close(row, State.WRONG)
            return
        row.state, row.rows = State.READ, [[x.sheet, x.number, _kept(x.cells)] for x in lines]
        row.planned = [outcome.planned for outcome in plan.outcomes]
        row.save()


@jobs.job(STORE, failed=lambda *, reason, run: fail(run, reason), action=Action.IMPORT_RUN)
def store(*, progress, run):
    """Store what was confirmed, if it would still be just that; else nothing of it."""
    with transaction.atomic():
        row = _lock(run)
        if row.state != State.CONFIRMED:
            return
        register, lines = registry.find(row.register), planning.lines_of(row.rows or [])
        try:
            plan = store_lines(register, lines, row.by, progress, shown=row.planned or [])
        except (Refused, reading.Unreadable) as wrong:
            _refuse(row, wrong)
            return
        _tell(row, register, plan, is_stored=True)
        _close(row, State.WRONG if plan.problems else State.STORED)
        counts = {"created": [None, row.created], "changed": [None, row.changed]}
        state = {"state": [State.CONFIRMED, row.state]}
        audit.record(Action.IMPORT_RUN, row, row.by, state | counts)


@transaction.atomic
def store_lines(
    register, lines, by, progress=lambda percent: None, shown: list[str] | None = None
) -> planning.Plan:
    """Judge the rows again and store them if nothing is wrong; the plan says what was done.

    `shown` is what was planned for each row when somebody said yes to it. Raises Refused.
    """
    if register.is_return:
        for period in ReportingPeriod.objects.filter(state="open"):
            hold_period(period.pk)
    plan = planning.plan(register, lines, by)
    if shown is not None and not plan.problems:
        plan.problems += plan.differing(shown)
    if plan.problems:
        return plan
    for start in range(0, len(plan.outcomes), planning.BATCH):
        _store(register, plan.outcomes[start : start + planning.BATCH], by)
        progress(round(100 * start / len(plan.outcomes)))
    return plan


def fail(run, reason):
    """What becomes of an import whose job gave up."""
    with transaction.atomic():
        row = _lock(run)
        if not row.is_over:
            _refuse(row, reason)


@shared_task(name="mnr.registers.imports.tidy")
def tidy() -> None:
    """Drop what nobody confirmed, and old accounts of imports."""
    for run in ImportRun.objects.filter(state=State.READ, asked_at__lt=timezone.now() - KEPT):
        with transaction.atomic():
            _close(_lock(run.pk), State.DROPPED)
    ImportRun.objects.filter(done_at__lt=timezone.now() - datetime.timedelta(days=90)).delete()


def _store(register, planned, by):
    """One batch: entries, what they are related to, and the trail, in a fixed number of queries."""
    new = [o for o in planned if o.what == planning.NEW]
    changed = [o for o in planned if o.what == planning.CHANGED]
    for outcome in new:
        outcome.entry.recorded_by = by
    register.model._default_manager.bulk_create([o.entry for o in new])
    if changed:
        _change(register, [o.entry for o in changed])
    _relate(register, [*new, *changed])
    _remember(register, [*new, *changed])
    actions = register.actions
    audit.record_many(
        [
            audit.Entry(
                actions.create if o.what == planning.NEW else actions.edit, o.entry, by, o.changes
            )
            for o in [*new, *changed]
        ]
    )


def _change(register, entries):
    manager = register.model._default_manager
    locked = manager.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in entries])
    versions = dict(locked.values_list("pk", "version"))
    for entry in entries:
        if versions[entry.pk] != entry.version:
            raise Refused(_("Somebody changed %(entry)s just now.") % {"entry": entry})
        entry.version, entry.changed_at = versions[entry.pk] + 1, timezone.now()
    own = [n for n in register.entered if not register.field(n).many_to_many]
    manager.bulk_update(entries, [*own, *register.derived, "version", "changed_at"])


def _remember(register, stored):
    """Which entry a row made that names none, so that it makes no second."""
    rows = [
        ImportedRow(
            register=register.path,
            organisation_id=outcome.entry.organisation_id,
            digest=outcome.made_of,
            entry=outcome.entry.pk,
        )
        for outcome in stored
        if outcome.made_of
    ]
    ImportedRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["register", "digest"],
        update_fields=["organisation", "entry"],
    )


def _relate(register, stored):
    for field in register.model._meta.many_to_many:
        touched = [o for o in stored if field.name in o.related]
        if not touched:
            continue
        through = field.remote_field.through
        mine, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
        through._default_manager.filter(**{f"{mine}__in": [o.entry.pk for o in touched]}).delete()
        through._default_manager.bulk_create(
            through(**{f"{mine}_id": o.entry.pk, f"{theirs}_id": row.pk})
            for o in touched
            for row in {row.pk: row for row in o.related[field.name]}.values()
        )


def _tell(row, register, plan, *, is_stored=False):
    """What becomes of the rows. Values stand beside the columns until it is stored."""
    row.created = plan.count(planning.NEW)
    row.changed = plan.count(planning.CHANGED)
    row.same = plan.count(*planning.LEFT_ALONE)
    row.problems = [
        [p.sheet, p.row, p.column, p.value, p.message] for p in plan.problems[:MOST_PROBLEMS]
    ]
    row.advice = [
        [a.sheet, a.row, a.column, a.found[:100], a.term.better, a.term.why, a.term.is_confirmed]
        for a in plan.advice[:MOST_OUTCOMES]
    ]
    row.outcomes = [
        [o.line.number, o.what, register.named(o.entry), _columns(register, o, is_stored=is_stored)]
        for o in plan.outcomes[:MOST_OUTCOMES]
    ]


def _columns(register, outcome, *, is_stored):
    if outcome.what != planning.CHANGED:
        return []
    told = outcomes.told_changes(register, outcome.changes)
    return [[heading, "", ""] for heading, _before, _after in told] if is_stored else told


def _refuse(row, reason):
    row.refusal = textwrap.shorten(str(reason), LONGEST_REFUSAL, placeholder=" …")
    _close(row, State.WRONG)


def _close(row, state):
    row.state, row.file, row.rows, row.planned = state, None, None, None
    row.done_at = timezone.now()
    if state == State.DROPPED:
        row.outcomes, row.advice = [], []
    row.save()


def _lock(pk) -> ImportRun:
    return ImportRun.objects.select_for_update(of=("self",)).get(pk=pk)


def _kept(cells) -> dict:
    """Cells as JSON keeps them: days by their digits."""
    return json.loads(json.dumps(cells, default=_as_text))


def _as_text(value):
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
