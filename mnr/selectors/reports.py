"""Snapshots with their reports, and who has seen them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language

from mnr import permissions
from mnr.models import AuditEvent, Job, Report, Snapshot, User
from mnr.roles import Action
from mnr.services.reports import LAYOUT, SEEN

SLOW_SECONDS = 300
READING = (str(Action.REPORT_READ_INTERNAL), SEEN)
MOST_SIGHTS = 200


@dataclass(frozen=True)
class Sight:
    """Somebody opened the page of a report, or took its file away: who and when."""

    who: str
    at: datetime
    is_download: bool


def visible_reports(user):
    """Reports that the person may read, or may have made and so may watch."""
    reports = Report.objects.all()
    return permissions.scope(user, Action.REPORT_READ_INTERNAL, reports) | permissions.scope(
        user, Action.REPORT_MAKE_INTERNAL, reports
    )


def snapshots_for(user):
    """Snapshots, the newest first, each with `visible_reports` as the reader may see them."""
    reports = visible_reports(user)
    rows = Snapshot.objects.defer("content", "summary").select_related("period")
    if not (may_request(user) or _reads_every_report(user)):
        rows = rows.filter(reports__in=reports).distinct()
    found = reports.select_related("job").order_by("-requested_at", "-pk")
    return rows.prefetch_related(Prefetch("reports", found, to_attr="visible_reports"))


def may_request(user) -> bool:
    """Whether the person may have the committee's report made."""
    return bool(permissions.can(user, Action.REPORT_MAKE_INTERNAL, Report()))


def _reads_every_report(user) -> bool:
    """Whether whichever report is ready is theirs to read, so that they may know what is not."""
    ready = Report(status=Report.Status.READY)
    return bool(permissions.can(user, Action.REPORT_READ_INTERNAL, ready))


def lacks_report(snapshot) -> bool:
    """Whether a report can be asked for that is not there yet."""
    return not any(
        report.layout == LAYOUT and report.language == get_language()
        for report in snapshot.visible_reports
    )


def is_slow(report: Report) -> bool:
    """Whether the work takes longer than it should, so that its reader is told."""
    if report.status not in (Report.Status.QUEUED, Report.Status.BUILDING):
        return False
    since = waiting_since(report)
    return (timezone.now() - since).total_seconds() > SLOW_SECONDS


def waiting_since(report: Report) -> datetime:
    """When the work was asked for, or taken up."""
    job = report.job
    if job and job.state == Job.State.RUNNING and job.started_at:
        return job.started_at
    return report.requested_at


def who_saw(user, report: Report) -> list[Sight]:
    """Every reading that the reader may know of, the latest first."""
    events = _readable_events(user).filter(
        object_type="report", object_id=str(report.pk), action__in=READING
    )
    rows = events.order_by("-number").values_list("actor_id", "at", "action")[:MOST_SIGHTS]
    found = list(rows)
    people = User.objects.in_bulk({actor for actor, _at, _action in found})
    return [
        Sight(people[actor].full_name, at, is_download=action != SEEN)
        for actor, at, action in found
        if actor in people
    ]


def _readable_events(user):
    events = AuditEvent.objects.all()
    return permissions.scope(user, Action.AUDIT_READ, events) | permissions.scope(
        user, Action.AUDIT_READ_OWN, events
    )
