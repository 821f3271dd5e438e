"""freeze_period and build_report: the services of the pages, from the shell, with plain errors."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from mnr.models import AuditEvent, Country, Job, Report, ReportingPeriod, Waiver
from mnr.reports import pdf, storage
from mnr.roles import Role
from mnr.services import snapshots
from tests import factories

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 quick"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A renderer that takes no time."""
    monkeypatch.setattr(pdf, "render", lambda html, on_page=None: pdf.Rendered(PDF, 3))


@pytest.fixture
def secretariat():
    """The demonstration's secretariat."""
    Country.objects.create(pk=1, name="Talvia", is_demonstration=True)
    return factories.person(Role.SEC, email="secretariat@demo.example")


def run(*words):
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue()


class TestFreeze:
    def test_it_freezes_and_queues_the_report(self, secretariat):
        period = factories.period("2026-Q2", "closed")
        text = run("freeze_period", "2026-Q2")
        period.refresh_from_db()
        assert (period.state, period.frozen_by) == ("frozen", secretariat)
        assert period.snapshots.get().digest in text
        assert Job.objects.get().state == Job.State.QUEUED

    def test_what_is_missing_is_counted_and_nothing_is_frozen(self, secretariat):
        period = factories.period("2026-Q2", "closed")
        factories.assignment(factories.organisation(), 4)
        with pytest.raises(CommandError, match="1 updates are missing"):
            run("freeze_period", "2026-Q2")
        period.refresh_from_db()
        assert period.state == "closed"

    def test_what_is_missing_can_be_waived_with_a_reason(self, secretariat):
        factories.period("2026-Q2", "closed")
        factories.assignment(factories.organisation(), 4)
        run("freeze_period", "2026-Q2", "--waive-missing", "The ministry is being reorganised.")
        assert Waiver.objects.get().by == secretariat
        assert ReportingPeriod.objects.get().state == "frozen"

    def test_what_was_sent_is_not_waived_unless_asked_for(self, secretariat):
        period = factories.period("2026-Q2")
        factories.update("submitted", period=period)
        factories.update("endorsed", period=period, number=5)
        factories.update("returned", period=period, number=6)
        factories.enter(period, "closed")
        words = ("freeze_period", "2026-Q2", "--waive-missing", "The ministry is reorganised.")
        with pytest.raises(CommandError, match="2 updates wait for review"):
            run(*words)
        assert not Waiver.objects.exists()
        run(*words, "--also-unreviewed")
        assert Waiver.objects.count() == 3

    def test_without_a_reason_nothing_is_waived(self, secretariat):
        factories.period("2026-Q2", "closed")
        factories.assignment(factories.organisation(), 4)
        with pytest.raises(CommandError, match="Say why"):
            run("freeze_period", "2026-Q2", "--waive-missing", " ")
        assert ReportingPeriod.objects.get().state == "closed"

    @pytest.mark.parametrize("state", ["open", "frozen", "published"])
    def test_only_a_closed_period_is_frozen(self, secretariat, state):
        factories.period("2026-Q2", state)
        with pytest.raises(CommandError, match="only a closed period"):
            run("freeze_period", "2026-Q2")

    def test_it_asks_the_permission_of_the_acting_person(self, secretariat):
        factories.period("2026-Q2", "closed")
        auditor = factories.person(Role.AUD)
        with pytest.raises(CommandError, match="role"):
            run("freeze_period", "2026-Q2", "--by", auditor.email)

    def test_a_period_that_is_not_there_is_named(self, secretariat):
        with pytest.raises(CommandError, match="no period 2031-Q4"):
            run("freeze_period", "2031-Q4")


class TestBuild:
    def test_it_builds_here_and_says_where(self, secretariat):
        factories.period("2026-Q2", "frozen")
        text = run("build_report", "2026-Q2")
        report = Report.objects.get()
        assert (report.status, report.job.state) == (Report.Status.READY, Job.State.DONE)
        assert "3 pages, 14 bytes" in text
        assert report.sha256 in text
        assert str(storage.path(report.sha256)) in text

    def test_it_is_built_once(self, secretariat):
        factories.period("2026-Q2", "frozen")
        assert run("build_report", "2026-Q2") == run("build_report", "2026-Q2")
        assert Report.objects.get().job.attempts == 1

    def test_it_is_copied_to_where_it_is_wanted(self, secretariat, tmp_path):
        factories.period("2026-Q2", "frozen")
        target = tmp_path / "report.pdf"
        assert str(target) in run("build_report", "2026-Q2", "--output", str(target))
        assert target.read_bytes() == PDF

    def test_who_takes_it_away_is_an_event_each_time(self, secretariat, tmp_path):
        factories.period("2026-Q2", "frozen")
        for _ in range(2):
            run("build_report", "2026-Q2", "--output", str(tmp_path / "report.pdf"))
        events = AuditEvent.objects.filter(action="report.read_internal")
        assert [event.actor_id for event in events] == [secretariat.pk] * 2

    def test_a_place_that_cannot_be_written_is_named(self, secretariat):
        factories.period("2026-Q2", "frozen")
        with pytest.raises(CommandError, match="cannot be written"):
            run("build_report", "2026-Q2", "--output", "/nowhere/report.pdf")

    def test_a_lost_file_is_built_again(self, secretariat):
        factories.period("2026-Q2", "frozen")
        run("build_report", "2026-Q2")
        Path(storage.path(Report.objects.get().sha256)).unlink()
        run("build_report", "2026-Q2")
        assert storage.holds(Report.objects.get().sha256)

    def test_a_failure_is_said_and_the_next_call_tries_again(self, secretariat, monkeypatch):
        factories.period("2026-Q2", "frozen")

        def full(data):
            raise storage.NoRoom

        with monkeypatch.context() as broken:
            broken.setattr(storage, "store", full)
            with pytest.raises(CommandError, match="storage for reports is full"):
                run("build_report", "2026-Q2")
        assert "3 pages" in run("build_report", "2026-Q2")

    def test_a_period_that_is_not_frozen_has_none(self, secretariat):
        factories.period("2026-Q2", "open")
        with pytest.raises(CommandError, match="not frozen yet"):
            run("build_report", "2026-Q2")

    def test_outside_the_demonstration_the_person_is_named(self):
        factories.period("2026-Q2", "frozen")
        with pytest.raises(CommandError, match="--by EMAIL"):
            run("build_report", "2026-Q2")
        with pytest.raises(CommandError, match="Nobody has the address"):
            run("build_report", "2026-Q2", "--by", "nobody@example.org")
        chair = factories.person(Role.CHR)
        assert "sha256" in run("build_report", "2026-Q2", "--by", chair.email.upper())


class TestVerify:
    @pytest.fixture
    def file(self, secretariat, tmp_path):
        factories.period("2026-Q2", "frozen")
        place = tmp_path / "report.pdf"
        run("build_report", "2026-Q2", "--output", str(place))
        return place

    def test_a_report_as_it_was_made_is_valid(self, file):
        assert run("verify_report", str(file)).startswith("valid: the report on 2026-Q2, version 1")

    def test_one_byte_makes_another_file(self, file):
        file.write_bytes(file.read_bytes()[:-1] + b"x")
        with pytest.raises(CommandError, match="unknown: no report"):
            run("verify_report", str(file))

    def test_a_correction_takes_its_place(self, file, secretariat):
        period = ReportingPeriod.objects.get(code="2026-Q2")
        snapshots.make_snapshot(period=period, by=secretariat, note="A date was wrong.")
        text = run("verify_report", str(file))
        assert "version 2 has taken its place" in text
        assert "corrected: A date was wrong." in text

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            run("verify_report", str(tmp_path / "none.pdf"))
