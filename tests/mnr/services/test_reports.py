"""Reports: asked for once, told apart by version, recorded in the trail."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from mnr.models import AuditEvent, Job, Report
from mnr.permissions import Denied, WrongState
from mnr.roles import Action, Role
from mnr.services import audit, jobs, reports, snapshots
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def snapshot():
    return factories.period("2026-Q2", "frozen").snapshots.get()


@pytest.fixture
def report(snapshot, secretariat):
    return reports.request_report(snapshot=snapshot, by=secretariat)


def ready(report):
    reports.mark_ready(report, sha256="a" * 64, pages=2, size=10, seconds=1)
    report.refresh_from_db()
    return report


def events(report, action):
    return AuditEvent.objects.filter(action=str(action), object_id=str(report.pk))


def test_asked_for_fifty_times_it_is_one_report_and_one_job(snapshot, secretariat):
    asked = {reports.request_report(snapshot=snapshot, by=secretariat) for _time in range(50)}
    assert len(asked) == 1
    assert Job.objects.filter(kind=reports.JOB).count() == 1
    assert events(asked.pop(), Action.REPORT_MAKE_INTERNAL).count() == 1


def test_each_version_and_each_layout_has_its_own(report, snapshot, secretariat, monkeypatch):
    second = snapshots.make_snapshot(period=snapshot.period, by=secretariat, note="Corrected.")
    assert reports.request_report(snapshot=second, by=secretariat) != report
    monkeypatch.setattr(reports, "LAYOUT", "another")
    assert reports.request_report(snapshot=snapshot, by=secretariat) != report


@pytest.mark.parametrize("role", [Role.ADM, Role.CMM, Role.AUD, Role.AGY])
def test_who_may_not_make_it_may_not_ask(snapshot, role):
    person = factories.person(role, organisation=factories.organisation())
    with pytest.raises(Denied):
        reports.request_report(snapshot=snapshot, by=person)


def test_only_a_failed_report_is_tried_again(report, secretariat):
    with pytest.raises(Refused):
        reports.retry_report(report=report, by=secretariat)
    Job.objects.update(state=Job.State.FAILED, attempts=3)
    reports.mark_failed(report=str(report.pk), reason="No room.")
    again = reports.retry_report(report=report, by=secretariat)
    again.job.refresh_from_db()
    assert (again.status, again.error) == (Report.Status.QUEUED, "")
    assert (again.job.state, again.job.attempts) == (Job.State.QUEUED, 0)


def test_a_ready_report_is_not_made_failed_by_a_late_worker(report):
    ready(report)
    reports.mark_failed(report=str(report.pk), reason="late")
    reports.mark_building(report)
    report.refresh_from_db()
    assert report.status == Report.Status.READY


@pytest.mark.changes_nothing
def test_ready_is_recorded_once_with_the_digest(report):
    ready(ready(report))
    event = events(report, reports.BUILT).get()
    assert event.changes["sha256"] == [None, "a" * 64]


def test_damage_is_recorded_and_can_be_repaired(report, secretariat):
    Job.objects.update(state=Job.State.DONE)
    reports.mark_damaged(ready(report))
    report.refresh_from_db()
    assert report.status == Report.Status.FAILED
    assert events(report, reports.DAMAGED).count() == 1
    assert reports.retry_report(report=report, by=secretariat).status == Report.Status.QUEUED


def test_each_download_is_in_the_trail(report):
    member = factories.person(Role.CMM)
    ready(report)
    for _time in range(2):
        reports.record_download(report=report, by=member)
    found = events(report, Action.REPORT_READ_INTERNAL)
    assert [event.actor_id for event in found] == [member.pk] * 2
    assert found[0].changes == {"sha256": [None, "a" * 64]}


def test_what_is_not_ready_is_not_given(report):
    with pytest.raises(WrongState):
        reports.record_download(report=report, by=factories.person(Role.CMM))


@pytest.mark.parametrize("role", [Role.ADM, Role.AGY, Role.IND, Role.CSO])
def test_who_may_not_read_it_does_not_get_it(report, role):
    person = factories.person(role, organisation=factories.organisation())
    with pytest.raises(Denied):
        reports.record_download(report=ready(report), by=person)


@pytest.mark.django_db(transaction=True)
def test_f22_asked_for_at_once_it_is_one_report(monkeypatch):
    monkeypatch.setattr(jobs, "_ring", lambda row: None)
    snapshot = factories.period("2026-Q2", "frozen").snapshots.get()
    secretariat = factories.person(Role.SEC)

    def ask(number):
        try:
            return reports.request_report(snapshot=snapshot, by=secretariat).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        asked = set(pool.map(ask, range(50)))
    assert asked == {Report.objects.get().pk}
    assert Job.objects.count() == 1
    assert audit.verify().problem == ""
