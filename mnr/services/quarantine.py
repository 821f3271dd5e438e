"""Reporting what must not be here, hiding it at once, and giving it back if it may stay."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import (
    ContentReport,
    Membership,
    Quarantine,
    Report,
    Snapshot,
    User,
    WithheldFile,
)
from mnr.models.quarantine import GivenBack, Kind, Reason
from mnr.roles import Action
from mnr.services import audit, frozen_texts, quarantine_mail, reports
from mnr.services.errors import Refused
from mnr.services.text_places import MODELS, find, places_of

Outcome = ContentReport.Outcome
MOST_AN_HOUR = 30


@transaction.atomic
def report_content(*, kind, object_id, reason, note="", by=None) -> ContentReport:
    """Say that an object holds what must not be here. The duty officers hear of it at once.

    The caller has checked that the person can read the object. The public, `by` None, gives the
    reason's code alone. Said again by the same person while nobody has answered, it is the same
    report; that it is illegal material, which changes what may be done, is added to it.
    """
    if by is not None:
        permissions.require(by, Action.CONTENT_REPORT)
        if earlier := open_report(kind=kind, object_id=object_id, by=_alone(by)):
            return _said_again(earlier, Reason(reason), by)
        _refuse_floods(by)
    report = ContentReport.objects.create(
        kind=kind,
        object_id=object_id,
        reason=Reason(reason),
        note=note.strip(),
        by=by,
        **whereabouts(kind, object_id),
    )
    audit.record(Action.CONTENT_REPORT, report, by, {"reason": [None, report.reason]})
    quarantine_mail.queue_alarm(by=by)
    return report


def open_report(*, kind, object_id, by) -> ContentReport | None:
    """The person's own report of the object that nobody has answered."""
    rows = ContentReport.objects.filter(kind=kind, object_id=object_id, by=by, outcome="")
    return rows.order_by("at").first()


def somebody_waits(kind, object_id) -> bool:
    """Whether a person who can be told has reported the object and was not answered."""
    rows = ContentReport.objects.filter(kind=kind, object_id=object_id, outcome="")
    return rows.exclude(by=None).exists()


def _said_again(report, reason, by):
    if reason != Reason.ILLEGAL or report.reason == Reason.ILLEGAL:
        return report
    before, report.reason = report.reason, reason
    report.save(update_fields=["reason"])
    audit.record(Action.CONTENT_REPORT, report, by, {"reason": [before, reason]})
    quarantine_mail.queue_alarm(by=by)
    return report


def _alone(by):
    """The person, locked: two reports of theirs at the same moment are made one after the other."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)


@transaction.atomic
def set_quarantine(*, kind, object_id, reason, by) -> Quarantine:
    """Hide an object's texts from everyone, at once and everywhere, without showing them to `by`.

    What the tables hold is moved out of them; what never changes is read without it from now on;
    reports that were built with it are taken from download.
    """
    row = Quarantine(
        kind=kind,
        object_id=object_id,
        reason=Reason(reason),
        set_by=by,
        **whereabouts(kind, object_id),
    )
    permissions.require(by, Action.QUARANTINE_SET, row)
    if Quarantine.objects.withheld().of(kind, object_id).exists():
        raise Refused(_("It is withheld already."))
    row.save()
    withhold(row)
    take_reports_back(row, by)
    audit.record(Action.QUARANTINE_SET, row, by, {"reason": [None, row.reason]})
    quarantine_mail.queue_alarm(by=by)
    return row


@transaction.atomic
def release(*, quarantine: Quarantine, reason, by) -> Quarantine:
    """It may stay: every text goes back to its place, and who reported or hid it is told."""
    row = lock(quarantine)
    permissions.require(by, Action.QUARANTINE_RELEASE, row)
    row.given_back = _why_it_may_stay(reason)
    if row.has_legal_hold:
        raise Refused(_("A legal hold is on it: end the hold first."))
    row.state, row.released_by, row.released_at = Quarantine.State.RELEASED, by, Now()
    row.purge_requested_by = row.purge_requested_at = None
    row.save()
    try:
        with transaction.atomic():
            call("mnr_give_back", row.pk)
    except IntegrityError as error:
        raise Refused(
            _("Something else has its name now, so it cannot be given back: rename that first.")
        ) from error
    take_reports_back(row, by)
    told = answer_reports(row.kind, row.object_id, Outcome.UNFOUNDED, by, reason)
    if row.set_by_id not in (*told, by.pk):
        quarantine_mail.queue_given_back(person=row.set_by_id, by=by)
    audit.record(Action.QUARANTINE_RELEASE, row, by, {"given_back": [None, row.given_back]})
    return row


@transaction.atomic
def dismiss_reports(*, report: ContentReport, reason, by) -> None:
    """What was reported may stay, and was never withheld: every report of it is answered."""
    permissions.require(by, Action.QUARANTINE_RELEASE)
    if Quarantine.objects.withheld().of(report.kind, report.object_id).exists():
        raise Refused(_("It is withheld: release it, or have it removed."))
    why = _why_it_may_stay(reason)
    answer_reports(report.kind, report.object_id, Outcome.UNFOUNDED, by, why)
    changes = {"outcome": [None, Outcome.UNFOUNDED], "given_back": [None, why]}
    audit.record(Action.QUARANTINE_RELEASE, report, by, changes)


@transaction.atomic
def set_hold(*, quarantine: Quarantine, reason: str, by) -> Quarantine:
    """Stop any removal until police or court have answered; with an empty reason, end the hold."""
    row = lock(quarantine)
    permissions.require(by, Action.QUARANTINE_HOLD, row)
    if row.is_being_purged:
        raise Refused(_("Its removal is confirmed already."))
    before = row.hold_reason
    row.hold_reason, row.has_legal_hold = reason.strip(), bool(reason.strip())
    row.save(update_fields=["hold_reason", "has_legal_hold"])
    audit.record(Action.QUARANTINE_HOLD, row, by, {"hold_reason": [before, row.hold_reason]})
    return row


@transaction.atomic
def view_text(*, quarantine: Quarantine, by) -> list:
    """The withheld texts, for the duty officer alone. Illegal material is shown to nobody."""
    permissions.require(by, Action.QUARANTINE_VIEW, quarantine)
    if is_never_shown(quarantine):
        raise Refused(_("It was reported as illegal material, so it is shown to nobody."))
    audit.record(Action.QUARANTINE_VIEW, quarantine, by)
    return list(quarantine.texts.all())


def withhold(row: Quarantine) -> None:
    """Move the object's texts out of their places."""
    call("mnr_withhold", row.pk, audit.canonical(places_of(row.kind, row.object_id)))


def is_never_shown(quarantine) -> bool:
    """Whether anybody said that it is illegal material."""
    said = ContentReport.objects.filter(
        kind=quarantine.kind, object_id=quarantine.object_id, reason=Reason.ILLEGAL
    )
    return quarantine.reason == Reason.ILLEGAL or said.exists()


def kind_of(row) -> str:
    """The kind of an object."""
    return next(kind for kind, model in MODELS.items() if isinstance(row, model))


def lock(quarantine) -> Quarantine:
    """The stored row, locked."""
    return Quarantine.objects.select_for_update(of=("self",)).get(pk=quarantine.pk)


def _why_it_may_stay(reason) -> GivenBack:
    if reason not in GivenBack:
        raise Refused(_("Say why it may stay."), "reason")
    return GivenBack(reason)


def answer_reports(kind, object_id, outcome, by, given_back="") -> list:
    """Close the reports of an object, and tell who made them what came of it; their ids."""
    open_reports = ContentReport.objects.filter(kind=kind, object_id=object_id, outcome="")
    told = list(open_reports.exclude(by=None).values_list("by", flat=True).distinct())
    open_reports.update(outcome=outcome, given_back=given_back, answered_by=by, answered_at=Now())
    for person in told:
        quarantine_mail.queue_answer(person=person, outcome=outcome, by=by)
    return told


def take_reports_back(row: Quarantine, by) -> None:
    """Take from download what was built from snapshots that hold the object; remember its files."""
    if row.kind == Kind.REPORT:
        taken = [Report.objects.get(pk=row.object_id)]
    else:
        taken = reports.take_back(snapshots_with(row), by=by)
    for report in taken:
        if report.sha256:
            WithheldFile.objects.get_or_create(
                quarantine=row, sha256=report.sha256, defaults={"report": report}
            )


def snapshots_with(row: Quarantine) -> list[Snapshot]:
    """The snapshots that hold texts of the object."""
    found = frozen_texts.hidden([(row.kind, row.object_id)])
    item = found[0] if found else None
    if item is None or row.kind not in (Kind.UPDATE, Kind.EVIDENCE, Kind.ORGANISATION):
        return []
    word = item.organisation or str(item.object_id)
    rows = Snapshot.objects.filter(content__contains=word)
    return [
        snapshot
        for snapshot in rows
        if frozen_texts.in_snapshot(frozen_texts.plain(snapshot), item)
    ]


def _refuse_floods(by):
    """Nobody buries the duty officer."""
    lately = ContentReport.objects.filter(by=by, at__gte=Now() - timedelta(hours=1))
    if lately.count() >= MOST_AN_HOUR:
        raise Refused(_("You reported very much within an hour. Call the duty officer."))


def whereabouts(kind, object_id) -> dict:
    """Whose an object is: the organisation and the domain, as far as it has them."""
    row: Any = find(kind, object_id)
    if row is None:
        return _last_known(kind, object_id)
    if kind == Kind.REPORT:
        return {}
    if kind == Kind.ORGANISATION:
        return {"organisation_id": row.pk}
    if kind == Kind.PERSON:
        membership = Membership.objects.in_force().filter(user=row).exclude(organisation=None)
        return {"organisation_id": membership.values_list("organisation", flat=True).first()}
    if kind == Kind.EVIDENCE:
        domains = row.updates.order_by("-period__starts_on")
        domain = domains.values_list("capability__domain", flat=True).first()
        return {"organisation_id": row.organisation_id, "domain_id": domain}
    held = row.update if kind == Kind.COMMENT else row
    return {"organisation_id": held.organisation_id, "domain_id": held.capability.domain_id}


def _last_known(kind, object_id):
    """What the trail says of an object that is deleted; Refused if there never was one."""
    event = frozen_texts.events_of(kind, object_id).first()
    if event is None:
        raise Refused(_("There is no such object."))
    return {"organisation_id": event.organisation_id, "domain_id": event.domain_id}


def call(function, *arguments):
    """Call a function of the database's owner."""
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", arguments)
