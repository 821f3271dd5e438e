"""Periods, updates and assessments in any state, reached step by step as the database demands."""

from datetime import date, timedelta

from django.utils import timezone

from mnr.models import (
    Assessment,
    Assignment,
    Capability,
    CheckAnswer,
    EvidenceCheck,
    GuardRelease,
    ProgressUpdate,
    ReportingPeriod,
)
from mnr.models.release import digest_of
from mnr.services import calendar, snapshots
from tests.factories.people import assignment, organisation, person

PERIOD_STEPS = ("planned", "open", "closed", "frozen", "approved", "published")
UPDATE_STEPS = ("draft", "submitted", "endorsed", "accepted")


def period(code="2026-Q3", state="open", snapshot=None, **dates):
    """A reporting period. From "frozen" on it gets a snapshot unless told otherwise."""
    year, quarter = int(code[:4]), int(code[-1])
    span = calendar.span_holding(date(year, quarter * 3, 1), months=3, fiscal_year_starts=1)
    row = ReportingPeriod.objects.create(code=code, **(span.dates() | dates))
    for step in PERIOD_STEPS[1 : PERIOD_STEPS.index(state) + 1]:
        enter(row, step, snapshot=snapshot)
    return row


def enter(period, state, snapshot=None):
    """Take a period one step on, with the people that the step needs."""
    now = timezone.now()
    if state == "frozen":
        period.frozen_by, period.frozen_at = person(), now
    if state == "approved":
        period.approved_by, period.approved_at = person(), now
        period.approved_digest = "0" * 64
    if state == "published":
        period.publish_requested_by, period.publish_requested_at = person(), now
        period.published_by, period.published_at = person(), now
    period.state = state
    period.save()
    if state == "frozen" and snapshot is not False:
        snapshots.make_snapshot(period=period, by=period.frozen_by)
    return period


def update(
    state="draft", period=None, number=4, organisation=None, assessed=None, lead=True, **fields
):
    """An organisation's update on a capability; `assessed` is (in place, in use)."""
    period = period or ReportingPeriod.objects.filter(state="open").first() or _period()
    body = organisation or _organisation()
    capability = Capability.objects.get(number=number)
    if not Assignment.objects.in_force().filter(organisation=body, capability=capability).exists():
        assignment(body, number, "lead" if lead else "contributor")
    values = {
        "confidence": "on_track",
        "achievements": "The unit received its mandate.",
        "next_steps": "Staff are recruited.",
        "public_summary": "A unit was created.",
    }
    row = ProgressUpdate.objects.create(
        period=period, capability=capability, organisation=body, **(values | fields)
    )
    if assessed:
        assessment(row, *assessed)
    reach(row, state)
    return row


def reach(update, state):
    """Take an update up to a state, each step by a person of its own."""
    now = timezone.now()
    steps = (
        UPDATE_STEPS[1 : UPDATE_STEPS.index(state) + 1] if state in UPDATE_STEPS else ["submitted"]
    )
    for step in steps:
        setattr(update, f"{step}_by", person())
        setattr(update, f"{step}_at", now)
        if step == "submitted":
            update.submission_number += 1
        update.state = step
        update.save()
    if state == "returned":
        update.returned_by, update.returned_at = person(), now
        update.return_reason, update.state = "Say where the unit works.", "returned"
        update.save()
    return update


def assessment(update, in_place=2, in_use=1, answer="yes", **fields):
    """An assessment of a draft, with one answer to the capability's first check."""
    row = Assessment.objects.create(
        update=update,
        in_place=in_place,
        in_use=in_use,
        proposed_in_place=in_place,
        proposed_in_use=in_use,
        assessed_in=fields.pop("assessed_in", update.period),
        **fields,
    )
    first = EvidenceCheck.objects.filter(capability=update.capability).first()
    CheckAnswer.objects.create(assessment=row, check_item=first, answer=answer)
    return row


def text_release(update, text="The girl aged 9 went home.", author=None, **fields):
    """A text of a draft that waits for a second person's word."""
    ProgressUpdate.objects.filter(pk=update.pk).update(achievements=text)
    return release_about(update, text, author=author or person(), **fields)


def release_about(update, text="", **fields):
    """A reason for a text of an update, whatever it says by now."""
    values = {
        "about": "update",
        "field": "achievements",
        "update": update,
        "organisation": update.organisation,
        "domain": update.capability.domain,
        "salt": "salt",
        "digest": digest_of("salt", text),
        "found": [["child_age", 4, 15]],
        "reason": "It is a quotation.",
        "author": fields.get("author") or person(),
    }
    return GuardRelease.objects.create(**(values | fields))


def ago(days):
    """The day that many days ago."""
    return timezone.localdate() - timedelta(days=days)


_period = period
_organisation = organisation
