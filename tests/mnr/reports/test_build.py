"""The job that builds a report: its steps, its failures in words, and that it may run twice."""

import errno
import sys

import pytest

from mnr.models import AuditEvent, Job, Report
from mnr.reports import build, pdf, storage
from mnr.roles import Role
from mnr.services import jobs, reports
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """A report that waits to be built."""
    period = factories.period("2026-Q2", "frozen")
    return reports.queue_report(snapshot=period.snapshots.get(), by=factories.person(Role.SEC))


@pytest.fixture
def quick(monkeypatch):
    """A renderer that takes no time; counts what it was asked to set."""
    calls = []

    def render(html, on_page=None, limits=None):
        calls.append(html)
        for page in (1, 2):
            on_page(page)
        return pdf.Rendered(b"%PDF-1.7 quick", 2)

    monkeypatch.setattr(pdf, "render", render)
    return calls


def run(report):
    """Do the report's job now, and read the row again."""
    jobs.run(report.job_id)
    report.refresh_from_db()
    report.job.refresh_from_db()
    return report


def test_a_report_is_built_and_stored(report):
    run(report)
    assert report.status == Report.Status.READY
    assert report.job.state == Job.State.DONE
    assert storage.read(report.sha256)[:5] == b"%PDF-"
    assert report.size == len(storage.read(report.sha256))
    assert report.pages > 25
    assert report.seconds > 0


def test_the_digest_of_the_file_is_in_the_trail(report, quick):
    run(report)
    event = AuditEvent.objects.get(action=reports.BUILT, object_id=str(report.pk))
    assert event.changes == {"sha256": [None, report.sha256]}


def test_built_twice_it_is_the_same_and_recorded_once(report, quick):
    run(report)
    build.build_report(report=str(report.pk), progress=lambda *args: None)
    assert len(quick) == 1
    assert AuditEvent.objects.filter(action=reports.BUILT).count() == 1


def test_a_lost_file_is_built_again(report, quick):
    run(report)
    storage.path(report.sha256).unlink()
    build.build_report(report=str(report.pk), progress=lambda *args: None)
    assert storage.holds(report.sha256)


def test_progress_rises_and_says_what_is_done(report, quick):
    heard = []
    build.build_report(report=str(report.pk), progress=lambda *told: heard.append(told))
    percents = [percent for percent, _text in heard]
    assert percents == sorted(percents)
    assert percents[-1] < 100
    texts = [text for _percent, text in heard]
    assert texts[0] == "Reading the snapshot"
    assert "Writing section 18 of 18" in texts
    assert "Laying out page 2" in texts
    assert texts[-1] == "Storing the file"


def test_a_full_disk_is_said_plainly_and_can_be_retried(report, quick, monkeypatch):
    def full(data):
        raise storage.NoRoom

    monkeypatch.setattr(storage, "store", full)
    run(report)
    assert report.status == Report.Status.FAILED
    assert "storage for reports is full" in report.error
    assert report.job.attempts == 1
    monkeypatch.undo()
    monkeypatch.setattr(pdf, "render", lambda html, on_page: pdf.Rendered(b"%PDF", 1))
    reports.retry_report(report=report, by=report.requested_by)
    assert run(report).status == Report.Status.READY


def test_a_folder_that_cannot_be_written_is_said_plainly(report, quick, monkeypatch):
    def refuse(data):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(storage, "store", refuse)
    assert "Read-only file system" in run(report).error


def test_without_pango_the_remedy_is_named(report, monkeypatch):
    def missing(name):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(build, "import_module", missing)
    assert "apt-get install -y libpangoft2-1.0-0" in run(report).error
    assert report.job.attempts == 1


def test_a_document_that_cannot_be_set_fails_that_report_only(report, monkeypatch):
    def bomb(html, on_page=None):
        raise pdf.CannotRender("it takes longer than 600 seconds")

    monkeypatch.setattr(pdf, "render", bomb)
    run(report)
    assert report.status == Report.Status.FAILED
    assert report.error == "The report could not be set: it takes longer than 600 seconds."


def test_an_unforeseen_fault_is_tried_three_times_and_then_told(report, monkeypatch):
    def crash(html, on_page=None):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(pdf, "render", crash)
    for attempt in (1, 2):
        run(report)
        assert report.status == Report.Status.BUILDING
        assert report.job.attempts == attempt
    run(report)
    assert report.status == Report.Status.FAILED
    assert "secret detail" not in report.error
    assert not jobs.run(report.job_id)


def test_pages_are_served_without_the_renderer():
    assert "weasyprint" not in sys.modules["mnr.reports.build"].__dict__
