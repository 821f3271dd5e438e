"""The life of a reporting period: planned, opened, closed, frozen, approved, published."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import (
    Assignment,
    Capability,
    Extension,
    Organisation,
    ReportingPeriod,
    Waiver,
)
from mnr.roles import Action
from mnr.services import audit, calendar, corrections, extensions, reports, snapshots
from mnr.services.errors import Incomplete, Refused
from mnr.services.expectations import expected_updates
from mnr.services.releases import refuse_unreleased

State = ReportingPeriod.State


def lock(period: ReportingPeriod) -> ReportingPeriod:
    """The stored row, locked."""
    return ReportingPeriod.objects.select_for_update().get(pk=period.pk)


@transaction.atomic
def plan_periods(*, until, by=None) -> list[ReportingPeriod]:
    """Write every period that begins on or before the day and is not there yet.

    Follows on from the latest period; with none, begins with the one that holds the day.
    Safe to call twice: periods that exist are left alone.
    """
    planned = []
    last = ReportingPeriod.objects.order_by("-starts_on").first()
    spans = calendar.spans(
        months=settings.MNR_PERIOD_MONTHS,
        fiscal_year_starts=settings.MNR_FISCAL_YEAR_STARTS,
        after=last.ends_on if last else None,
        until=until,
    )
    for span in spans:
        period, created = ReportingPeriod.objects.get_or_create(
            starts_on=span.starts_on, defaults=span.dates() | {"code": _free_code(span.code)}
        )
        if created:
            audit.record(Action.PERIOD_OPEN, period, by, {"state": [None, State.PLANNED]})
            planned.append(period)
    return planned


@transaction.atomic
def plan_first_period(*, by) -> ReportingPeriod:
    """Plan the period that holds today, for a country that has none yet."""
    permissions.require(by, Action.PERIOD_OPEN)
    if ReportingPeriod.objects.exists():
        raise Refused(_("There are reporting periods already; the next one follows by itself."))
    return plan_periods(until=timezone.localdate(), by=by)[-1]


@shared_task(name="mnr.services.periods.open_due")
def open_due(on=None) -> list[str]:
    """Plan what is missing up to the day, and open the period whose opening day has come.

    The scheduler calls it every hour. Only the latest due period opens by itself, and only when no
    other is open; a period that was skipped stays planned for the secretariat to open. Safe to run
    twice or in two places at once. Returns the codes of what it opened.
    """
    on = on or timezone.localdate()
    if not ReportingPeriod.objects.exists():
        return []  # a country opens its first period itself
    plan_periods(until=on)
    with transaction.atomic():
        waiting = _lock_unbegun()
        begun = ReportingPeriod.objects.begun().order_by("-starts_on").first()
        due = [
            row
            for row in waiting
            if row.opens_on <= on and (begun is None or row.starts_on > begun.starts_on)
        ]
        if not due or any(row.state == State.OPEN for row in waiting):
            return []
        return [_open(due[-1], by=None).code]


@transaction.atomic
def open_period(*, period: ReportingPeriod, by) -> ReportingPeriod:
    """Open a planned period by hand."""
    waiting = _lock_unbegun()
    period = lock(period)
    permissions.require(by, Action.PERIOD_OPEN, period)
    if other := next((row for row in waiting if row.state == State.OPEN), None):
        raise Refused(_("%(period)s is still open: close it first.") % {"period": other.code})
    return _open(period, by)


@transaction.atomic
def close_period(*, period: ReportingPeriod, by) -> ReportingPeriod:
    """End the writing of updates; the review goes on, and what was returned stays correctable."""
    period = lock(period)
    permissions.require(by, Action.PERIOD_CLOSE_ENTRY, period)
    if first := extensions.running(period).first():
        raise Refused(
            _("%(organisation)s has more time until %(until)s.")
            % {"organisation": first.organisation.label, "until": date_format(first.until)}
        )
    corrections.keep_correctable(period, by)
    return _enter(period, State.CLOSED, Action.PERIOD_CLOSE_ENTRY, by, closed_at=Now())


@transaction.atomic
def extend_deadline(*, period, organisation: Organisation, until, reason: str, by) -> Extension:
    """Give one organisation more time, or other time than before. It ends by itself."""
    period = lock(period)
    permissions.require(by, Action.PERIOD_EXTEND_DEADLINE, period)
    earliest = max(period.due_on + timedelta(days=1), timezone.localdate())
    if not earliest <= until <= period.freeze_on:
        raise Refused(
            _("Choose a day from %(earliest)s to %(freeze)s.")
            % {"earliest": date_format(earliest), "freeze": date_format(period.freeze_on)},
            "until",
        )
    if not reason.strip():
        raise Refused(_("Say why more time is needed."), "reason")
    refuse_unreleased(reason, "reason")
    extension = period.extensions.filter(organisation=organisation).first() or Extension(
        period=period, organisation=organisation
    )
    before = {"until": extension.until, "reason": extension.reason or None}
    extension.until, extension.reason, extension.by = until, reason.strip(), by
    extension.save()
    changes = audit.changed(before, {"until": until, "reason": extension.reason})
    audit.record(Action.PERIOD_EXTEND_DEADLINE, extension, by, changes)
    return extension


@transaction.atomic
def waive_update(*, period, organisation, capability: Capability, reason: str, by) -> Waiver:
    """Decide to freeze without this organisation's accepted update, and say why."""
    period = lock(period)
    permissions.require(by, Action.PERIOD_WAIVE, period)
    if not reason.strip():
        raise Refused(_("Say why the period may be frozen without this update."), "reason")
    refuse_unreleased(reason, "reason")
    if not any(
        row.organisation_id == organisation.pk and row.capability_id == capability.pk
        for row in outstanding(period)
    ):
        raise Refused(_("Nothing is outstanding here: the update is accepted or already waived."))
    waiver = Waiver.objects.create(
        period=period,
        organisation=organisation,
        capability=capability,
        reason=reason.strip(),
        by=by,
    )
    audit.record(Action.PERIOD_WAIVE, waiver, by, {"reason": [None, waiver.reason]})
    return waiver


def outstanding(period: ReportingPeriod) -> list[Assignment]:
    """Assignments without an accepted update and without a waiver: what keeps it from freezing."""
    return [row.assignment for row in expected_updates(period) if not row.is_settled]


@transaction.atomic
def freeze_period(*, period: ReportingPeriod, by):
    """Fix the period's truth: makes the snapshot and queues the committee's report with it.

    Raises Incomplete naming each update that is neither accepted nor waived. Returns the snapshot.
    """
    period = lock(period)
    permissions.require(by, Action.PERIOD_FREEZE, period)
    if missing := outstanding(period):
        raise Incomplete(
            [
                (
                    f"waive-{row.pk}",
                    _("%(number)s %(organisation)s: accept the update or waive it.")
                    % {"number": row.capability.number, "organisation": row.organisation.label},
                )
                for row in missing
            ]
        )
    _enter(period, State.FROZEN, Action.PERIOD_FREEZE, by, frozen_by=by, frozen_at=Now())
    snapshot = snapshots.make_snapshot(period=period, by=by)
    reports.queue_report(snapshot=snapshot, by=by)
    return snapshot


@transaction.atomic
def approve_period(*, period: ReportingPeriod, digest: str, by) -> ReportingPeriod:
    """The chair approves the frozen period: that snapshot, and no other."""
    period = lock(period)
    permissions.require(by, Action.PERIOD_APPROVE, period)
    _require_current(period, digest)
    return _enter(
        period,
        State.APPROVED,
        Action.PERIOD_APPROVE,
        by,
        approved_by=by,
        approved_at=Now(),
        approved_digest=digest,
    )


@transaction.atomic
def request_publication(*, period: ReportingPeriod, by) -> ReportingPeriod:
    """The secretariat asks the chair to publish."""
    period = lock(period)
    permissions.require(by, Action.PERIOD_PUBLISH_REQUEST, period)
    if period.publish_requested_at:
        raise Refused(_("Publication has been asked for already; the chair confirms it."))
    if period.approved_by_id == by.pk:
        raise Refused(_("You approved this period: somebody else asks for its publication."))
    period.publish_requested_by, period.publish_requested_at = by, Now()
    period.save()
    audit.record(Action.PERIOD_PUBLISH_REQUEST, period, by)
    return period


@transaction.atomic
def confirm_publication(*, period: ReportingPeriod, digest: str, by) -> ReportingPeriod:
    """The chair confirms the publication of exactly what was approved."""
    period = lock(period)
    permissions.require(by, Action.PERIOD_PUBLISH_CONFIRM, period)
    _require_current(period, digest)
    if digest != period.approved_digest:
        raise Refused(_("The approval was for an earlier version: approve this one first."))
    return _enter(
        period,
        State.PUBLISHED,
        Action.PERIOD_PUBLISH_CONFIRM,
        by,
        published_by=by,
        published_at=Now(),
    )


def _lock_unbegun():
    """The planned periods and the open one, locked, so that only one is opened at a time."""
    rows = ReportingPeriod.objects.filter(state__in=(State.PLANNED, State.OPEN))
    return list(rows.select_for_update().order_by("starts_on"))


def _free_code(code):
    """The code, or one beside it if a period of another calendar has it already."""
    return f"{code}b" if ReportingPeriod.objects.filter(code=code).exists() else code


def _require_current(period, digest):
    newest = snapshots.latest(period)
    if newest is None or digest != newest.digest:
        raise Refused(
            _("There is a newer version than the one you looked at. Read it, then decide.")
        )


def _open(period, by):
    return _enter(period, State.OPEN, Action.PERIOD_OPEN, by, opened_at=Now())


def _enter(period, state, action, by, **fields):
    before = period.state
    period.state = state
    for name, value in fields.items():
        setattr(period, name, value)
    period.save()
    period.refresh_from_db()
    audit.record(action, period, by, {"state": [before, state]})
    return period
