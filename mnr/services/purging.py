"""Removing a text for good: asked for by the duty officer, confirmed by the chair, done by a job.

The object and its history stay, without its words. What is destroyed is listed by id, so that the
removal can be done again in a backup that was restored.
"""

import json

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import (
    AuditEvent,
    CaseImport,
    ContentReport,
    GuardRelease,
    Invitation,
    Quarantine,
    Snapshot,
    Submission,
)
from mnr.models.quarantine import Kind
from mnr.roles import Action
from mnr.services import audit, frozen_texts, jobs, leftovers, quarantine, reports, snapshots
from mnr.services.errors import Refused
from mnr.services.seals import PURGE
from mnr.services.text_places import REMOVED, find, is_mark

JOB = "purge_content"
PURGED = "content.purge"
TOLD_IN_TRAIL = (Kind.UPDATE, Kind.EVIDENCE, Kind.ORGANISATION, Kind.ACTION, Kind.ENTRY)


@transaction.atomic
def request_purge(*, row: Quarantine, by) -> Quarantine:
    """Ask that the withheld texts are destroyed everywhere."""
    row = quarantine.lock(row)
    permissions.require(by, Action.PURGE_REQUEST, row)
    if row.has_legal_hold:
        raise Refused(_("A legal hold is on it: nothing is removed until it ends."))
    if row.purge_requested_by_id:
        raise Refused(_("Its removal is asked for already."))
    row.purge_requested_by, row.purge_requested_at = by, Now()
    row.save(update_fields=["purge_requested_by", "purge_requested_at"])
    audit.record(Action.PURGE_REQUEST, row, by)
    return row


@transaction.atomic
def confirm_purge(*, row: Quarantine, by) -> Quarantine:
    """The second person's yes. A job does the work in one transaction."""
    row = quarantine.lock(row)
    permissions.require(by, Action.PURGE_CONFIRM, row)
    row.purge_confirmed_by, row.purge_confirmed_at = by, Now()
    row.save(update_fields=["purge_confirmed_by", "purge_confirmed_at"])
    audit.record(Action.PURGE_CONFIRM, row, by)
    jobs.queue(JOB, by=by, once=f"purge-{row.pk}", quarantine=str(row.pk))
    return row


@transaction.atomic
def purge(row: Quarantine) -> Quarantine:
    """Destroy the texts in every place that the platform keeps. Done twice, it does nothing more.

    Files of reports are the caller's to remove, once this has been committed.
    """
    row = quarantine.lock(row)
    if row.state == Quarantine.State.PURGED:
        return row
    if row.purge_confirmed_by_id is None:
        raise Refused(_("Nobody has confirmed this removal."))
    by = row.purge_confirmed_by
    words = _destroy(row)
    quarantine.take_reports_back(row, by)
    quarantine.answer_reports(row.kind, row.object_id, ContentReport.Outcome.REMOVED, by)
    row.left_over = leftovers.standing(words)
    row.save(update_fields=["left_over"])
    audit.record(PURGED, row, by, {"state": [Quarantine.State.WITHHELD, row.state]})
    return row


@transaction.atomic
def replay(entry: dict) -> Quarantine | None:
    """Do a removal of the list again, in a database that was restored from before it.

    None if the object is not there, or is purged already.
    """
    same = Quarantine.objects.of(entry["kind"], entry["object"])
    if same.filter(pk=entry["quarantine"], state=Quarantine.State.PURGED).exists():
        return None
    if find(entry["kind"], entry["object"]) is None:
        return None
    row = same.withheld().first() or _withhold_again(entry)
    row.has_legal_hold, row.hold_reason = False, ""
    row.purge_requested_by_id, row.purge_requested_at = entry["requested_by"], Now()
    row.purge_confirmed_by_id, row.purge_confirmed_at = entry["confirmed_by"], Now()
    row.save()
    return purge(row)


def _withhold_again(entry):
    """The quarantine as it was, under its own id unless that is taken."""
    taken = Quarantine.objects.filter(pk=entry["quarantine"]).exists()
    row = Quarantine.objects.create(
        **({} if taken else {"pk": entry["quarantine"]}),
        kind=entry["kind"],
        object_id=entry["object"],
        reason=entry["reason"],
        set_by_id=entry["requested_by"],
        **quarantine.whereabouts(entry["kind"], entry["object"]),
    )
    quarantine.withhold(row)
    return row


def _destroy(row):
    """Everything that holds the texts, one after the other; the words, for the search after it."""
    words = set(row.texts.values_list("text", flat=True))
    row.state, row.purged_at = Quarantine.State.PURGED, Now()
    row.save(update_fields=["state", "purged_at"])
    quarantine.call("mnr_destroy", row.pk)
    found = frozen_texts.hidden([(row.kind, row.object_id)])
    for item in found:
        words |= _redact_submissions(row, item)
        words |= _redact_snapshots(row, item)
    words = {word for word in words if not is_mark(word)}
    if row.kind == Kind.PERSON:
        Invitation.objects.filter(accepted_by=row.object_id).update(full_name=REMOVED)
    if row.kind == Kind.REPORT:
        reports.forget(row.object_id)
    _clean_cases(words)
    _clean_releases(words)
    _end_sessions(words)
    _purge_trail(row, words)
    return words


def _redact_submissions(row, item):
    words: set[str] = set()
    for submission in _submissions(item):
        paths_of = frozen_texts.in_submission(submission.update_id)
        if paths := _unremoved(submission.content, paths_of(submission.content, item)):
            words |= {frozen_texts.at(submission.content, path) for path in paths}
            quarantine.call("mnr_redact_submission", row.pk, submission.pk, json.dumps(paths))
    return words


def _submissions(item):
    if item.kind == Kind.UPDATE:
        return Submission.objects.filter(update=item.object_id)
    if item.kind == Kind.EVIDENCE:
        rows = Submission.objects.annotate(words=Cast("content", TextField()))
        return rows.filter(words__contains=str(item.object_id))
    return ()


def _redact_snapshots(row, item):
    words: set[str] = set()
    for snapshot in Snapshot.objects.filter(pk__in=[s.pk for s in quarantine.snapshots_with(row)]):
        content = snapshots.stored(snapshot)
        paths = _unremoved(content, frozen_texts.in_snapshot(content, item))
        if not paths:
            continue
        words |= {frozen_texts.at(content, path) for path in paths}
        told = frozen_texts.removed(content, paths)
        quarantine.call(
            "mnr_redact_snapshot", row.pk, snapshot.pk, json.dumps(paths), audit.canonical(told)
        )
    return words


def _unremoved(content, paths):
    return [path for path in paths if frozen_texts.at(content, path) != REMOVED]


def _clean_cases(words):
    """The file from which an action or an organisation was imported holds their words as well."""
    for case in CaseImport.objects.all():
        content = frozen_texts.removed(
            case.content,
            [
                p
                for p in frozen_texts.leaves(case.content)
                if frozen_texts.at(case.content, p) in words
            ],
        )
        if content != case.content:
            CaseImport.objects.filter(pk=case.pk).update(content=content)


def _clean_releases(words):
    """Texts that wait for their release, or were sent back, and what was said about them."""
    for release in GuardRelease.objects.all():
        told: dict = {
            name: REMOVED
            for name in ("reason", "answer")
            if leftovers.speaks_of(getattr(release, name), words)
        }
        if leftovers.speaks_of(release.held, words):
            told["held"] = None
        if told:
            GuardRelease.objects.filter(pk=release.pk).update(**told)


def _end_sessions(words):
    """Sessions may hold a message that names the object: those are ended."""
    for session in Session.objects.iterator():
        if leftovers.speaks_of(session.get_decoded(), words):
            session.delete()


def _purge_trail(row, words):
    """Delete what the trail tells of it; numbers, people, times and the chain stay."""
    told = Q(action="")
    for text in leftovers.searchable(words):
        told |= Q(content__text__contains=leftovers.as_json(text))
    if row.kind in TOLD_IN_TRAIL:
        of_object = frozen_texts.events_of(row.kind, row.object_id)
        told |= Q(pk__in=of_object.values("pk"))
    if row.kind == Kind.EVIDENCE:  # updates tell which documents they refer to
        told |= Q(content__text__contains=str(row.object_id))
    events = AuditEvent.objects.filter(told, content__purged_by=None).exclude(action=PURGE)
    if events.exists():
        audit.purge_contents(events=events, by=row.purge_confirmed_by, reason=PURGED)
