"""Pages of reports: what each reader sees, asks for and gets."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mnr.models import AuditEvent, Job, Report
from mnr.reports import storage
from mnr.roles import Role
from mnr.services import reports, snapshots
from tests import factories

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 the report"


@pytest.fixture
def snapshot():
    return factories.period("2026-Q2", "frozen").snapshots.get()


@pytest.fixture
def waiting(snapshot):
    """A report that is not built yet."""
    return reports.queue_report(snapshot=snapshot, by=factories.person(Role.SEC))


@pytest.fixture
def ready(waiting):
    return make_ready(waiting)


def make_ready(report):
    reports.mark_ready(report, sha256=storage.store(PDF), pages=61, size=728_000, seconds=12.4)
    report.refresh_from_db()
    return report


def fail(report, reason="The storage for reports is full."):
    Job.objects.filter(pk=report.job_id).update(state=Job.State.FAILED, attempts=3)
    reports.mark_failed(report=str(report.pk), reason=reason)


@pytest.fixture
def as_role(client):
    """Sign somebody of a role in; returns the person."""

    def sign_in(role, **fields):
        person = factories.person(role, **fields)
        client.force_login(person)
        return person

    return sign_in


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def words(response):
    return " ".join(response.content.decode().split())


class TestList:
    def test_it_shows_versions_and_reports(self, client, as_role, ready):
        as_role(Role.SEC)
        second = snapshots.make_snapshot(
            period=ready.snapshot.period, by=factories.person(), note="The level of 4 was wrong."
        )
        text = words(page(client, "report_list"))
        assert "2026-Q2" in text
        assert "The level of 4 was wrong." in text
        assert "Ready" in text
        assert "61" in text
        assert ready.snapshot.digest[:12] in text
        assert text.count("Make the report") == 1
        assert f'name="version" value="{second.version}"' in text

    def test_a_member_sees_what_is_ready_and_nothing_else(self, client, as_role, waiting):
        as_role(Role.CMM)
        text = words(page(client, "report_list"))
        assert "2026-Q2" in text
        assert "Not built yet; the secretariat or the chair can ask for it" in text
        assert reverse("report_detail", args=[waiting.pk]) not in text
        make_ready(waiting)
        text = words(page(client, "report_list"))
        assert "Committee edition" in text
        assert "Make the report" not in text

    def test_an_auditor_sees_what_is_not_built(self, client, as_role, snapshot):
        as_role(Role.AUD)
        assert "Not built yet" in words(page(client, "report_list"))

    def test_a_domain_lead_sees_no_national_report(self, client, as_role, ready):
        organisation = factories.organisation()
        as_role(Role.DOM, organisation=organisation, domain="victim")
        assert "No report for you yet" in words(page(client, "report_list"))
        assert page(client, "report_detail", ready.pk).status_code == 404
        assert page(client, "report_download", ready.pk).status_code == 404

    @pytest.mark.parametrize("role", [Role.ADM, Role.AGY, Role.IND, Role.CSO])
    def test_others_are_refused(self, client, as_role, ready, role):
        as_role(role, organisation=factories.organisation())
        for name, args in (("report_list", ()), ("report_detail", (ready.pk,))):
            assert page(client, name, *args).status_code == 403

    def test_its_queries_do_not_grow(self, client, as_role, ready):
        as_role(Role.SEC)
        page(client, "report_list")
        with CaptureQueriesContext(connection) as one:
            page(client, "report_list")
        for code in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"):
            more = factories.period(code, "frozen").snapshots.get()
            reports.queue_report(snapshot=more, by=None)
        with CaptureQueriesContext(connection) as many:
            page(client, "report_list")
        assert len(many) == len(one)
        assert len(many) <= 15


class TestRequest:
    def ask(self, client, code, **fields):
        return client.post(reverse("report_request", args=[code]), fields)

    def test_it_queues_the_report_and_leads_to_its_page(self, client, as_role, snapshot):
        as_role(Role.SEC)
        response = self.ask(client, "2026-Q2", once=str(uuid.uuid4()))
        report = Report.objects.get()
        assert response.url == reverse("report_detail", args=[report.pk])
        assert report.job.state == Job.State.QUEUED

    def test_asked_twice_it_is_one(self, client, as_role, snapshot):
        as_role(Role.CHR)
        first = self.ask(client, "2026-Q2", once=str(uuid.uuid4()))
        assert self.ask(client, "2026-Q2", once=str(uuid.uuid4())).url == first.url
        assert Report.objects.count() == 1

    def test_an_earlier_version_can_be_asked_for(self, client, as_role, snapshot):
        as_role(Role.SEC)
        snapshots.make_snapshot(period=snapshot.period, by=factories.person(), note="Corrected.")
        self.ask(client, "2026-Q2", version="1")
        assert Report.objects.get().snapshot == snapshot

    @pytest.mark.parametrize("version", ["9", "x", "-1"])
    def test_a_version_that_is_not_there_is_not_found(self, client, as_role, snapshot, version):
        as_role(Role.SEC)
        assert self.ask(client, "2026-Q2", version=version).status_code == 404

    def test_a_period_that_is_not_frozen_has_none(self, client, as_role):
        factories.period("2026-Q2", "open")
        as_role(Role.SEC)
        response = self.ask(client, "2026-Q2")
        assert response.status_code == 409
        assert "not frozen yet" in words(response)

    def test_who_may_not_make_it_is_refused(self, client, as_role, snapshot):
        for role in (Role.CMM, Role.AUD):
            as_role(role)
            assert self.ask(client, "2026-Q2").status_code == 403
        as_role(Role.DOM, organisation=factories.organisation(), domain="victim")
        assert self.ask(client, "2026-Q2").status_code == 403
        assert Report.objects.count() == 0


class TestDetail:
    def test_progress_is_shown_and_looked_at_again(self, client, as_role, waiting):
        as_role(Role.SEC)
        now = timezone.now()
        Job.objects.update(
            state="running",
            lease_until=now,
            started_at=now,
            progress=42,
            progress_text="Laying out page 9",
        )
        text = words(page(client, "report_detail", waiting.pk))
        assert "Laying out page 9" in text
        assert 'value="42"' in text
        assert 'data-refresh="15"' in text
        assert "Check again" in text
        assert "longer than usual" not in text

    def test_long_waiting_is_said(self, client, as_role, waiting):
        as_role(Role.SEC)
        Report.objects.update(requested_at=timezone.now() - timedelta(minutes=6))
        assert "longer than usual" in words(page(client, "report_detail", waiting.pk))

    def test_a_failure_is_said_and_can_be_tried_again(self, client, as_role, waiting):
        as_role(Role.SEC)
        fail(waiting)
        text = words(page(client, "report_detail", waiting.pk))
        assert "The storage for reports is full." in text
        assert "Try again" in text
        retry = reverse("report_retry", args=[waiting.pk])
        assert client.post(retry).url == reverse("report_detail", args=[waiting.pk])
        waiting.refresh_from_db()
        assert waiting.status == Report.Status.QUEUED
        assert client.post(retry).status_code == 409

    def test_the_reason_is_escaped(self, client, as_role, waiting):
        as_role(Role.SEC)
        fail(waiting, "<script>x</script>")
        assert "<script>x" not in page(client, "report_detail", waiting.pk).content.decode()

    def test_digest_size_and_pages_are_shown(self, client, as_role, ready):
        as_role(Role.CMM)
        text = words(page(client, "report_detail", ready.pk))
        assert ready.snapshot.digest in text
        assert ready.sha256 in text
        assert "61 pages" in text

    def test_who_may_read_the_trail_sees_who_has_it(self, client, as_role, ready):
        member = as_role(Role.CMM, full_name="Mira Member")
        page(client, "report_download", ready.pk)
        assert "Who saw this" not in words(page(client, "report_detail", ready.pk))
        for role in (Role.AUD, Role.CHR, Role.SEC):
            as_role(role)
            assert member.full_name in words(page(client, "report_detail", ready.pk))

    def test_it_stays_within_its_queries(self, client, as_role, ready):
        as_role(Role.AUD)
        page(client, "report_download", ready.pk)
        with CaptureQueriesContext(connection) as queries:
            page(client, "report_detail", ready.pk)
        assert len(queries) <= 15


class TestDownload:
    def test_it_is_the_file_with_a_clear_name_and_is_not_kept(self, client, as_role, ready):
        as_role(Role.CMM)
        response = page(client, "report_download", ready.pk)
        assert response.content == PDF
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == (
            'attachment; filename="2026-q2-committee-report-v1.pdf"'
        )
        assert response["Cache-Control"] == "no-store"
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_it_is_recorded(self, client, as_role, ready):
        member = as_role(Role.CMM)
        page(client, "report_download", ready.pk)
        event = AuditEvent.objects.get(action="report.read_internal")
        assert (event.actor_id, event.object_id) == (member.pk, str(ready.pk))

    def test_the_page_says_who_saw_it_and_in_which_way(self, client, as_role, ready):
        as_role(Role.CMM, full_name="Mara Holm")
        page(client, "report_detail", ready.pk)
        page(client, "report_download", ready.pk)
        for role in (Role.SEC, Role.CHR, Role.AUD):
            as_role(role)
            answer = page(client, "report_detail", ready.pk)
            seen = [(row.who, row.is_download) for row in answer.context["sights"]]
            assert seen[-2:] == [("Mara Holm", True), ("Mara Holm", False)]
            assert "Who saw this" in words(answer)
            assert "<bdi>Mara Holm</bdi>, this page," in words(answer)
            assert "<bdi>Mara Holm</bdi>, download," in words(answer)

    def test_the_page_of_a_report_is_an_event_before_it_is_given(self, client, as_role, ready):
        member = as_role(Role.CMM)
        page(client, "report_detail", ready.pk)
        event = AuditEvent.objects.get(action="report.seen")
        assert (event.actor_id, event.object_id) == (member.pk, str(ready.pk))
        assert event.changes == {"sha256": [None, ready.sha256]}

    def test_the_page_of_what_is_not_built_leaves_no_event(self, client, as_role, waiting):
        as_role(Role.SEC)
        assert page(client, "report_detail", waiting.pk).status_code == 200
        assert not AuditEvent.objects.filter(action="report.seen").exists()

    def test_what_is_not_ready_is_a_conflict_for_its_maker(self, client, as_role, waiting):
        as_role(Role.SEC)
        assert page(client, "report_download", waiting.pk).status_code == 409
        as_role(Role.CMM)
        assert page(client, "report_download", waiting.pk).status_code == 404
        assert not AuditEvent.objects.filter(action="report.read_internal").exists()

    def test_strangers_are_asked_to_sign_in(self, client, ready):
        response = page(client, "report_download", ready.pk)
        assert response.status_code == 302
        assert "next=" in response.url

    def test_an_altered_file_is_not_given_and_can_be_built_again(self, client, as_role, ready):
        as_role(Role.SEC)
        storage.path(ready.sha256).write_bytes(PDF[:-3])
        response = client.get(reverse("report_download", args=[ready.pk]), follow=True)
        text = words(response)
        assert "missing or altered" in text
        assert "Try again" in text
        assert not AuditEvent.objects.filter(action="report.read_internal").exists()

    def test_it_takes_few_queries(self, client, as_role, ready):
        as_role(Role.CMM)
        page(client, "report_download", ready.pk)
        with CaptureQueriesContext(connection) as queries:
            page(client, "report_download", ready.pk)
        assert len(queries) <= 15
