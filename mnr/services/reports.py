"""Reports: asked for here, built by a worker, kept as files named by their digest."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Job, Report, Snapshot
from mnr.roles import Action
from mnr.services import audit, jobs
from mnr.services.errors import Refused

LAYOUT = "3"  # version of the report's layout: raise it when the same snapshot would look different
JOB = "build_report"
BUILT, DAMAGED, TAKEN_BACK = "report.built", "report.damaged", "report.taken_back"
SEEN = "report.seen"
UNBUILT: dict = {"sha256": "", "pages": None, "size": None, "seconds": None, "built_at": None}


class Overtaken(Exception):
    """What was built shows its snapshot as it is no longer read."""


@transaction.atomic
def request_report(*, snapshot: Snapshot, language="en", by) -> Report:
    """Ask for the committee edition of a snapshot; an equal report is given again."""
    candidate = Report(snapshot=snapshot)
    permissions.require(by, Action.REPORT_MAKE_INTERNAL, candidate)
    return queue_report(snapshot=snapshot, language=language, by=by)


@transaction.atomic
def queue_report(*, snapshot, language="en", by) -> Report:
    """Record that a report is wanted and queue its building; freezing does it too."""
    report, created = Report.objects.get_or_create(
        snapshot=snapshot,
        edition=Report.Edition.COMMITTEE,
        language=language,
        layout=LAYOUT,
        defaults={"requested_by": by},
    )
    if created or report.job_id is None:
        report.job = jobs.queue(JOB, by=by, once=f"report-{report.pk}", report=str(report.pk))
        report.save(update_fields=["job"])
        audit.record(Action.REPORT_MAKE_INTERNAL, report, by)
    return report


@transaction.atomic
def retry_report(*, report: Report, by) -> Report:
    """Try a failed report again."""
    report = Report.objects.select_for_update(of=("self",)).select_related("job").get(pk=report.pk)
    permissions.require(by, Action.REPORT_MAKE_INTERNAL, report)
    if report.status != Report.Status.FAILED:
        raise Refused(_("This report has not failed."))
    report.status, report.error = Report.Status.QUEUED, ""
    report.save(update_fields=["status", "error"])
    if report.job and report.job.state == Job.State.FAILED:
        jobs.retry(job=report.job, by=by)
    else:
        report.job = jobs.queue(JOB, by=by, once=f"report-{report.pk}", report=str(report.pk))
        report.save(update_fields=["job"])
    audit.record(Action.REPORT_MAKE_INTERNAL, report, by, {"retry": [None, True]})
    return report


def take_back(snapshots, *, by) -> list[Report]:
    """Take the reports of these snapshots from download and have them built anew.

    The caller holds the transaction in which a text is withheld, given back or removed. The rows
    that are returned still name the files that were taken back.
    """
    found = list(
        Report.objects.select_for_update().filter(snapshot__in=snapshots, is_withheld=False)
    )
    for report in found:
        once = f"report-{report.pk}-{report.turn + 1}"
        job = jobs.queue(JOB, once=once, report=str(report.pk))  # it follows; nobody asked for it
        Report.objects.filter(pk=report.pk).update(
            **UNBUILT, turn=F("turn") + 1, status=Report.Status.QUEUED, job=job
        )
        audit.record(TAKEN_BACK, report, by, {"sha256": [report.sha256 or None, None]})
    return found


def forget(pk) -> None:
    """The built file is removed for good; the report can be built anew."""
    Report.objects.filter(pk=pk).update(
        **UNBUILT, status=Report.Status.FAILED, error=_("The file was removed for good.")
    )


def mark_building(report: Report) -> None:
    """The worker has begun."""
    Report.objects.filter(pk=report.pk).exclude(status=Report.Status.READY).update(
        status=Report.Status.BUILDING, error=""
    )


@transaction.atomic
def mark_ready(report: Report, *, sha256, pages, size, seconds) -> None:
    """The file is stored: the report can be downloaded. Its digest goes into the trail, once.

    Raises Overtaken if a text of its snapshot was withheld or given back since it was begun.
    """
    row = Report.objects.select_for_update().get(pk=report.pk)
    if row.turn != report.turn or row.is_withheld:
        raise Overtaken
    changed = (
        Report.objects.filter(pk=report.pk)
        .exclude(status=Report.Status.READY)
        .update(
            status=Report.Status.READY,
            sha256=sha256,
            pages=pages,
            size=size,
            seconds=seconds,
            built_at=Now(),
            error="",
        )
    )
    if changed:
        audit.record(BUILT, report, changes={"sha256": [report.sha256 or None, sha256]})


@transaction.atomic
def mark_damaged(report: Report) -> None:
    """The stored file is gone or altered: nobody gets it, and it can be built again."""
    changed = Report.objects.filter(pk=report.pk, status=Report.Status.READY).update(
        status=Report.Status.FAILED,
        error=_("The stored file was missing or altered. Built again, it is the same as before."),
    )
    if changed:
        audit.record(DAMAGED, report, changes={"sha256": [report.sha256, None]})


def mark_failed(*, report: str, reason: str) -> None:
    """All attempts are used up; the reason is shown on the report's page."""
    Report.objects.filter(pk=report).exclude(status=Report.Status.READY).update(
        status=Report.Status.FAILED, error=reason[:500]
    )


@transaction.atomic
def record_download(*, report: Report, by) -> None:
    """Note in the trail that somebody took the file of a report away. Asks permission."""
    permissions.require(by, Action.REPORT_READ_INTERNAL, report)
    audit.record(Action.REPORT_READ_INTERNAL, report, by, {"sha256": [None, report.sha256]})


def record_page(*, report: Report, by) -> None:
    """Note in the trail that somebody opened the page of a report that they may read.

    Before it is built, its page shows nothing of it, and leaves no event.
    """
    if permissions.can(by, Action.REPORT_READ_INTERNAL, report):
        audit.record(SEEN, report, by, {"sha256": [None, report.sha256]})
