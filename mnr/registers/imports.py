"""Imports into registers: sent, looked at by a job, confirmed, stored by a job: all or nothing."""

import datetime
import json

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import Capability, ImportRun, ReportingPeriod
from mnr.registers import planning, reading
from mnr.registers.registry import registry
from mnr.roles import Action
from mnr.services import audit, jobs
from mnr.services.drafts import hold_period
from mnr.services.errors import Refused

READ, STORE = "read_import", "store_import"
MOST_PROBLEMS = 2_000
MOST_OUTCOMES = 200
MOST_AN_HOUR = 30
KEPT = datetime.timedelta(days=7)  # rows that nobody confirmed
State = ImportRun.State


@transaction.atomic
def send(*, register, data: bytes, by) -> ImportRun:
    """Take a file in; a job looks at it. Nothing is stored before `confirm`."""
    body = sender(register, by)
    run = ImportRun(register=register.path, organisation_id=body, by=by, file=data)
    permissions.require(by, Action.IMPORT_RUN, run)
    lately = ImportRun.objects.filter(by=by, asked_at__gte=Now() - datetime.timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise Refused(_("You sent very many files within an hour. Wait a little."), "file")
    if len(data) > settings.LARGEST_IMPORT:
        raise Refused(_("The file is larger than 5 MB. Send it in parts."), "file")
    run.save()
    run.job = jobs.queue(READ, by=by, once=f"{READ}-{run.pk}", run=str(run.pk))
    run.save(update_fields=["job"])
    audit.record(Action.IMPORT_RUN, run, by, {"register": [None, run.register]})
    return run


def sender(register, by):
    """The organisation for which somebody sends: one that reports on what the register bears on."""
    current = Capability.objects.current().filter(number__in=register.capabilities)
    wanted = set(current.values_list("pk", flat=True))
    who = permissions.standing(by)
    found = sorted(body for body, capability in who.assigned if capability in wanted)
    if not found:
        raise Refused(
            _("Your organisation reports on nothing that this register bears on."), "file"
        )
    return found[0]


@transaction.atomic
def confirm(*, run: ImportRun, by) -> ImportRun:
    """Say yes to what was shown; a job stores it, all or nothing."""
    run = _lock(run.pk)
    permissions.require(by, Action.IMPORT_READ_RESULT, run)
    permissions.require(by, Action.IMPORT_RUN, run)
    if run.state != State.READ:
        raise Refused(_("This import does not wait for a confirmation."))
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
            lines = reading.read(data)
            plan = planning.plan(register, lines, row.by, lambda percent: progress(percent))
        except reading.Unreadable as wrong:
            row.refusal = str(wrong)[:400]
            _close(row, State.WRONG)
            return
        _tell(row, plan)
        if plan.problems:
            _close(row, State.WRONG)
            return
        row.state, row.rows = State.READ, [[x.sheet, x.number, _kept(x.cells)] for x in lines]
        row.save()


@jobs.job(STORE, failed=lambda *, reason, run: fail(run, reason), action=Action.IMPORT_RUN)
def store(*, progress, run):
    """Store what was confirmed. What has become wrong meanwhile stops all of it."""
    with transaction.atomic():
        row = _lock(run)
        if row.state != State.CONFIRMED:
            return
        register = registry.find(row.register)
        plan = store_lines(register, planning.lines_of(row.rows or []), row.by, progress)
        _tell(row, plan)
        _close(row, State.WRONG if plan.problems else State.STORED)
        counts = {"created": [None, row.created], "changed": [None, row.changed]}
        state = {"state": [State.CONFIRMED, row.state]}
        audit.record(Action.IMPORT_RUN, row, row.by, state | counts)


@transaction.atomic
def store_lines(register, lines, by, progress=lambda percent: None) -> planning.Plan:
    """Judge the rows again and store them if nothing is wrong; the plan says what was done."""
    if register.is_return:
        for period in ReportingPeriod.objects.filter(state="open"):
            hold_period(period.pk)
    plan = planning.plan(register, lines, by)
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
            row.refusal = str(reason)[:400]
            _close(row, State.WRONG)


@shared_task(name="mnr.registers.imports.tidy")
def tidy() -> None:
    """Drop what nobody confirmed, and old accounts of imports."""
    for run in ImportRun.objects.filter(state=State.READ, asked_at__lt=timezone.now() - KEPT):
        with transaction.atomic():
            _close(_lock(run.pk), State.DROPPED)
    ImportRun.objects.filter(done_at__lt=timezone.now() - datetime.timedelta(days=90)).delete()


def _store(register, outcomes, by):
    """One batch: entries, what they are related to, and the trail, in a fixed number of queries."""
    new = [o for o in outcomes if o.what == planning.NEW]
    changed = [o for o in outcomes if o.what == planning.CHANGED]
    for outcome in new:
        outcome.entry.recorded_by = by
    register.model._default_manager.bulk_create([o.entry for o in new])
    if changed:
        _change(register, [o.entry for o in changed])
    _relate(register, [*new, *changed])
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
        entry.version, entry.changed_at = versions[entry.pk] + 1, timezone.now()
    own = [n for n in register.entered if not register.field(n).many_to_many]
    manager.bulk_update(entries, [*own, *register.derived, "version", "changed_at"])


def _relate(register, outcomes):
    for field in register.model._meta.many_to_many:
        touched = [o for o in outcomes if field.name in o.related]
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


def _tell(row, plan):
    row.created = plan.count(planning.NEW)
    row.changed = plan.count(planning.CHANGED)
    row.same = plan.count(planning.SAME)
    row.problems = [
        [p.sheet, p.row, p.column, p.value, p.message] for p in plan.problems[:MOST_PROBLEMS]
    ]
    row.advice = [
        [a.sheet, a.row, a.column, a.found[:100], a.term.better, a.term.why, a.term.is_confirmed]
        for a in plan.advice[:MOST_OUTCOMES]
    ]
    row.outcomes = [
        [o.line.number, o.what, str(o.entry), sorted(o.changes)]
        for o in plan.outcomes[:MOST_OUTCOMES]
    ]


def _close(row, state):
    row.state, row.file, row.rows, row.done_at = state, None, None, timezone.now()
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
