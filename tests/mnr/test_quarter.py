"""One quarter through the services: from an opened period to a frozen, approved, published one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mnr.models import EvidenceCheck, Job, Report, ReportingPeriod
from mnr.roles import Role
from mnr.services import assessments, audit, periods, snapshots, updates
from mnr.services.assessments import Answered
from mnr.services.errors import Incomplete, Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """The five people of a quarter, and the organisations that they work for."""
    police, justice = factories.organisation(), factories.organisation()
    factories.assignment(police, 4)
    factories.assignment(justice, 4, "contributor")
    return {
        "police": police,
        "justice": justice,
        "agency": factories.person(Role.AGY, organisation=police),
        "lead": factories.person(Role.DOM, organisation=justice, domain="criminal_justice"),
        "secretariat": factories.person(Role.SEC),
        "second": factories.person(Role.SEC),
        "chair": factories.person(Role.CHR),
    }


def write(update, by, **values):
    values = {"confidence": "on_track", "achievements": "The mandate was signed."} | values
    return updates.save_update(update=update, version=update.version, values=values, by=by)


def assess(update, by, answer="yes", in_place=4, in_use=4, **values):
    checks = EvidenceCheck.objects.filter(capability=update.capability)
    return assessments.save_assessment(
        update=update,
        version=update.version,
        values={"in_place": in_place, "in_use": in_use} | values,
        answers={check.pk: Answered(answer) for check in checks},
        by=by,
    )


def test_a_quarter_from_opening_to_publication(people):
    period = factories.period("2026-Q3", "planned")
    periods.open_period(period=period, by=people["secretariat"])
    period.refresh_from_db()
    capability = EvidenceCheck.objects.filter(code="4.1").get().capability
    update = updates.start_update(
        period=period,
        capability=capability,
        organisation=people["police"],
        by=people["agency"],
    )
    update = write(update, people["agency"])
    update = assess(update, people["agency"])
    update = updates.submit_update(update=update, version=update.version, by=people["agency"])
    update = updates.endorse_update(update=update, version=update.version, by=people["lead"])
    update = updates.accept_update(update=update, version=update.version, by=people["secretariat"])
    periods.close_period(period=period, by=people["secretariat"])
    with pytest.raises(Incomplete):
        periods.freeze_period(period=period, by=people["secretariat"])
    assert ReportingPeriod.objects.get().state == "closed"
    periods.waive_update(
        period=period,
        organisation=people["justice"],
        capability=capability,
        reason="The ministry is being reorganised.",
        by=people["secretariat"],
    )
    snapshot = periods.freeze_period(period=period, by=people["secretariat"])
    content = snapshots.read(snapshot)
    row = next(row for row in content["capabilities"] if row["number"] == 4)
    assert row["assessment"]["level"] == 4
    assert [item["state"] for item in row["expected"]] == ["accepted", "waived"]
    assert Report.objects.get().job == Job.objects.get()
    period = periods.approve_period(period=period, digest=snapshot.digest, by=people["chair"])
    periods.request_publication(period=period, by=people["secretariat"])
    period = periods.confirm_publication(period=period, digest=snapshot.digest, by=people["chair"])
    assert period.state == "published"
    outcome = audit.verify()
    assert (outcome.problem, outcome.checked) == ("", audit.AuditEvent.objects.count())


def test_approval_is_bound_to_what_was_read(people):
    period = factories.period("2026-Q3", "frozen")
    with pytest.raises(Refused):
        periods.approve_period(period=period, digest="0" * 64, by=people["chair"])
    assert ReportingPeriod.objects.get().state == "frozen"


def test_opening_runs_by_itself_once_and_backfills():
    factories.period("2026-Q1", "closed")
    on = timezone.datetime(2026, 12, 20).date()
    assert periods.open_due(on=on) == ["2026-Q4"]
    assert periods.open_due(on=on + timedelta(days=1)) == []
    states = dict(ReportingPeriod.objects.values_list("code", "state"))
    assert states == {
        "2026-Q1": "closed",
        "2026-Q2": "planned",
        "2026-Q3": "planned",
        "2026-Q4": "open",
    }
