"""The life of a progress update: started, saved, sent, reviewed.

This is the one place where an update changes state; triggers in the database hold the same rules.
"""

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import (
    Capability,
    Obstacle,
    Organisation,
    ProgressUpdate,
    ReportingPeriod,
    Submission,
)
from mnr.roles import Action
from mnr.services import audit, rating_questions
from mnr.services.assessments import missing_from_assessment
from mnr.services.content import UPDATE_TEXTS
from mnr.services.drafts import current_content, hold_period, lock, touch
from mnr.services.errors import Incomplete, Refused
from mnr.services.releases import refuse_unreleased, unreleased

State = ProgressUpdate.State
FIELDS = ("is_nil", "confidence", *UPDATE_TEXTS)


@transaction.atomic
def start_update(
    *, period: ReportingPeriod, capability: Capability, organisation: Organisation, by
) -> ProgressUpdate:
    """The organisation's update on a capability for a period; begun if there is none yet."""
    period = hold_period(period.pk)
    update = ProgressUpdate(
        period=period, capability=capability, organisation=organisation, started_by=by, saved_by=by
    )
    told = permissions.can(by, Action.UPDATE_CREATE, update)
    rows = ProgressUpdate.objects.filter(period=period, capability=capability)
    is_theirs = told or told.code == "state"  # nobody else learns whether there is one
    if is_theirs and (found := rows.filter(organisation=organisation).first()):
        return found
    permissions.require(by, Action.UPDATE_CREATE, update)
    update, created = ProgressUpdate.objects.get_or_create(
        period=period,
        capability=capability,
        organisation=organisation,
        defaults={"started_by": by, "saved_by": by},
    )
    if created:
        audit.record(Action.UPDATE_CREATE, update, by)
    return update


@transaction.atomic
def save_update(
    *, update, version: int, values: dict, obstacles=None, evidence=None, questions=None, by
):
    """Save a draft as it stands; it need not be complete. A returned update is a draft again.

    `obstacles` is a list of (text, enabler or None), `evidence` a list of the organisation's
    Evidence, `questions` answers by key; None leaves them as they are. Raises EditConflict, Denied
    or WrongState.
    """
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_EDIT, update)
    before = current_content(update)
    for name, value in values.items():
        if name not in FIELDS:
            raise ValueError(f"{name} is not written by saving a draft")
        setattr(update, name, value)
    if update.is_nil:
        update.confidence = update.achievements = update.next_steps = update.decisions_asked = ""
    if obstacles is not None:
        _replace_obstacles(update, [] if update.is_nil else obstacles)
    if evidence is not None:
        _attach_evidence(update, evidence)
    if questions is not None:
        rating_questions.write(update, questions)
    return touch(update, before, by)


def missing_from_update(update) -> list:
    """What must still be filled in before the update can be sent, as (field, what to do)."""
    missing = []
    if not update.is_nil:
        if not update.confidence:
            missing.append(
                ("confidence", _("Say how confident you are: on track, at risk or off track."))
            )
        if not update.achievements:
            missing.append(
                ("achievements", _("Say what was achieved, or tick “nothing to report”."))
            )
        if update.confidence in ("at_risk", "off_track") and not update.obstacles.exists():
            missing.append(
                ("obstacles", _("Name at least one obstacle: it is at risk or off track."))
            )
    return missing + missing_from_assessment(update) + unreleased(update)


@transaction.atomic
def submit_update(*, update, version: int, by):
    """Send the update to the domain lead. Raises Incomplete with what is missing."""
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_SUBMIT, update)
    if missing := missing_from_update(update):
        raise Incomplete(missing)
    rating_questions.settle(update, by)
    _take_step(update, State.SUBMITTED, submitted_by=by, submitted_at=Now())
    update.submission_number += 1
    update.save()
    update.refresh_from_db()
    Submission.objects.create(
        update=update,
        number=update.submission_number,
        content=current_content(update),
        submitted_by=by,
        submitted_at=update.submitted_at,
    )
    audit.record(Action.UPDATE_SUBMIT, update, by, {"submission": update.submission_number})
    return update


@transaction.atomic
def withdraw_update(*, update, version: int, by):
    """Take a sent update back before the domain lead has endorsed it."""
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_WITHDRAW, update)
    _take_step(update, State.DRAFT)
    update.save()
    audit.record(Action.UPDATE_WITHDRAW, update, by)
    return update


@transaction.atomic
def endorse_update(*, update, version: int, by):
    """The domain lead stands behind the update. Bound to the version that was read."""
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_ENDORSE, update)
    _take_step(update, State.ENDORSED, endorsed_by=by, endorsed_at=Now())
    update.save()
    audit.record(Action.UPDATE_ENDORSE, update, by)
    return update


@transaction.atomic
def accept_update(*, update, version: int, by):
    """The secretariat accepts an endorsed update: it will stand in the report."""
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_ACCEPT, update)
    endorsement = {"endorsed_by": update.endorsed_by, "endorsed_at": update.endorsed_at}
    _take_step(update, State.ACCEPTED, accepted_by=by, accepted_at=Now(), **endorsement)
    update.save()
    audit.record(Action.UPDATE_ACCEPT, update, by)
    return update


@transaction.atomic
def return_update(*, update, version: int, reason: str, editable_until=None, by):
    """Send the update back to its authors with the reason.

    Once the period is closed for updates, `editable_until` says until when it may be corrected.
    """
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_RETURN, update)
    if not reason.strip():
        raise Refused(_("Say what should be corrected."), "reason")
    refuse_unreleased(reason, "reason")
    if update.period.state == ReportingPeriod.State.CLOSED and (
        editable_until is None or editable_until < timezone.localdate()
    ):
        raise Refused(
            _("The period is closed: say until which day, from today on, it may be corrected."),
            "editable_until",
        )
    _take_step(update, State.RETURNED, returned_by=by, returned_at=Now())
    update.return_reason, update.editable_until = reason.strip(), editable_until
    update.save()
    audit.record(Action.UPDATE_RETURN, update, by, {"reason": [None, update.return_reason]})
    return update


@transaction.atomic
def delete_draft(*, update, version: int, by) -> None:
    """Remove a draft that was never sent."""
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_DELETE, update)
    audit.record(Action.UPDATE_DELETE, update, by, {"content": [current_content(update), None]})
    update.delete()


def _take_step(update, state, **people):
    """Enter a state: later steps are undone, the step's person and time are set."""
    update.state = state
    update.version += 1
    update.endorsed_by = update.endorsed_at = update.accepted_by = update.accepted_at = None
    for name, value in people.items():
        setattr(update, name, value)


def _replace_obstacles(update, obstacles):
    update.obstacles.all().delete()
    Obstacle.objects.bulk_create(
        Obstacle(update=update, order=order, text=text, enabler=enabler)
        for order, (text, enabler) in enumerate(obstacles, start=1)
    )


def _attach_evidence(update, evidence):
    if any(row.organisation_id != update.organisation_id for row in evidence):
        raise Refused(_("Refer to documents that your organisation has recorded."), "evidence")
    update.evidence.set(evidence)
