"""Build a report from the shell: the job of the worker, in this process."""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mnr import permissions
from mnr.management.acting_person import acting_person
from mnr.models import Report, ReportingPeriod
from mnr.reports import storage
from mnr.services import jobs, reports, snapshots

LONGEST_WAIT = 15 * 60


class Command(BaseCommand):
    """Builds the report of a frozen period, unless it is there; whoever gets it is an event."""

    help = "Builds the report of a frozen period here and now, and says where its file is."

    def add_arguments(self, parser):
        parser.add_argument("code", help="the period, such as 2026-Q3")
        parser.add_argument("--edition", choices=Report.Edition.values, default="committee")
        parser.add_argument("--language", choices=dict(settings.LANGUAGES), default="en")
        parser.add_argument("--output", metavar="FILE", type=Path, help="copy the file to here")
        parser.add_argument("--by", metavar="EMAIL", help="the acting person")

    def handle(self, *, code, language, output, by, **options):
        snapshot = self._snapshot(code)
        person = acting_person(by)
        try:
            report = reports.request_report(snapshot=snapshot, language=language, by=person)
            report = self._build(report, person)
            if report.status != Report.Status.READY:
                raise CommandError(f"The report could not be built: {report.error}")
            reports.record_download(report=report, by=person)
        except (permissions.Denied, permissions.WrongState) as error:
            raise CommandError(str(error)) from error
        self._tell(report, output)

    def _snapshot(self, code):
        period = ReportingPeriod.objects.filter(code=code).first()
        if period is None:
            raise CommandError(f"There is no period {code}.")
        if snapshot := snapshots.latest(period):
            return snapshot
        raise CommandError(f"{code} is not frozen yet: manage.py freeze_period {code} does it.")

    def _build(self, report, person):
        """Do the job here; if a worker has taken it, wait for that."""
        if report.status == Report.Status.READY and not storage.holds(report.sha256):
            reports.mark_damaged(report)
            report.refresh_from_db()
        if report.status == Report.Status.FAILED:
            reports.retry_report(report=report, by=person)
            report.refresh_from_db()
        if report.status != Report.Status.READY:
            jobs.run(report.job_id)
        deadline = time.monotonic() + LONGEST_WAIT
        report.refresh_from_db()
        while report.status in (Report.Status.QUEUED, Report.Status.BUILDING):
            if time.monotonic() > deadline:
                raise CommandError("A worker is building this report and does not finish.")
            time.sleep(1)
            jobs.run(report.job_id)  # should its worker fall silent
            report.refresh_from_db()
        return report

    def _tell(self, report, output):
        place = storage.path(report.sha256)
        if output:
            try:
                place = Path(shutil.copyfile(place, output))
            except OSError as error:
                raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(
            f"{report.pages} pages, {report.size} bytes, built in {report.seconds} s\n"
            f"sha256 {report.sha256}\n{place}"
        )
