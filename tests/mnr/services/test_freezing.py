"""The end of a period: frozen when complete, approved and published by digest and by two people."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from mnr.models import Job, Report, ReportingPeriod
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import drafts, periods, snapshots
from mnr.services.errors import Incomplete, Refused
from tests import factories
from tests.mnr.services.threads import together
from tests.owning import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


class TestFreezing:
    def test_it_names_everything_that_is_missing_and_changes_nothing(self, secretariat):
        period = factories.period("2026-Q3")
        bodies = [factories.organisation(short_name=name) for name in ("Police", "Justice")]
        for place, body in enumerate(bodies):
            factories.assignment(body, 4, "contributor" if place else "lead")
        factories.update("endorsed", period=period, organisation=bodies[0])
        factories.enter(period, "closed")
        with pytest.raises(Incomplete) as incomplete:
            periods.freeze_period(period=period, by=secretariat)
        words = [str(message) for _field, message in incomplete.value.missing]
        assert words == [
            "4 Police: accept the update or waive it.",
            "4 Justice: accept the update or waive it.",
        ]
        assert ReportingPeriod.objects.get().state == "closed"
        assert not Job.objects.exists()

    def test_snapshot_report_and_job_come_with_it(self, secretariat):
        period = factories.period("2026-Q3")
        factories.update("accepted", period=period)
        factories.enter(period, "closed")
        snapshot = periods.freeze_period(period=period, by=secretariat)
        period.refresh_from_db()
        assert (period.state, period.frozen_by) == ("frozen", secretariat)
        assert snapshots.latest(period) == snapshot
        assert Report.objects.get(snapshot=snapshot).job == Job.objects.get()

    def test_organisations_that_began_later_or_ended_before_owe_nothing(self, secretariat):
        period = factories.period("2026-Q3", "closed")
        past, future = factories.organisation(), factories.organisation()
        ended = factories.assignment(past, 4)
        ended.ended_on = period.starts_on - timedelta(days=1)
        ended.save()
        later = factories.assignment(future, 5)
        later.began_on = period.ends_on + timedelta(days=1)
        later.save()
        assert periods.outstanding(period) == []
        assert periods.freeze_period(period=period, by=secretariat)

    @pytest.mark.parametrize("state", ["planned", "open", "frozen", "approved", "published"])
    def test_only_a_closed_period(self, secretariat, state):
        with pytest.raises(WrongState):
            periods.freeze_period(period=factories.period("2026-Q3", state), by=secretariat)


class TestApprovalAndPublication:
    @pytest.fixture
    def frozen(self):
        return factories.period("2026-Q3", "frozen")

    @pytest.fixture
    def approved(self, frozen, chair):
        digest = snapshots.latest(frozen).digest
        return periods.approve_period(period=frozen, digest=digest, by=chair)

    def test_approval_is_for_the_digest_that_was_read(self, frozen, chair):
        with pytest.raises(Refused, match="newer version"):
            periods.approve_period(period=frozen, digest="0" * 64, by=chair)
        older = snapshots.latest(frozen).digest
        snapshots.make_snapshot(period=frozen, by=None, note="A figure was corrected.")
        with pytest.raises(Refused, match="newer version"):
            periods.approve_period(period=frozen, digest=older, by=chair)
        digest = snapshots.latest(frozen).digest
        approved = periods.approve_period(period=frozen, digest=digest, by=chair)
        assert (approved.state, approved.approved_digest) == ("approved", digest)

    def test_a_correction_after_the_approval_stops_the_publication(self, approved, chair):
        periods.request_publication(period=approved, by=factories.person(Role.SEC))
        snapshots.make_snapshot(period=approved, by=None, note="A figure was corrected.")
        for digest in (approved.approved_digest, snapshots.latest(approved).digest):
            with pytest.raises(Refused):
                periods.confirm_publication(period=approved, digest=digest, by=chair)

    def test_publication_takes_two_people(self, approved, chair, secretariat):
        digest = approved.approved_digest
        with pytest.raises(WrongState):
            periods.confirm_publication(period=approved, digest=digest, by=chair)
        periods.request_publication(period=approved, by=secretariat)
        published = periods.confirm_publication(period=approved, digest=digest, by=chair)
        assert published.state == "published"
        assert (published.publish_requested_by, published.published_by) == (secretariat, chair)

    def test_who_approved_does_not_ask(self, approved, chair):
        with as_owner():
            chair.memberships.all().delete()
        factories.role(chair, Role.SEC)
        with pytest.raises(Refused, match="You approved"):
            periods.request_publication(period=approved, by=chair)

    def test_who_asked_does_not_confirm(self, approved, secretariat):
        periods.request_publication(period=approved, by=secretariat)
        with as_owner():
            secretariat.memberships.all().delete()
        factories.role(secretariat, Role.CHR)
        with pytest.raises(Denied, match="somebody else confirms"):
            periods.confirm_publication(
                period=approved, digest=approved.approved_digest, by=secretariat
            )

    def test_it_is_asked_for_once(self, approved, secretariat):
        periods.request_publication(period=approved, by=secretariat)
        with pytest.raises(Refused, match="already"):
            periods.request_publication(period=approved, by=factories.person(Role.SEC))

    @pytest.mark.parametrize("role", [Role.SEC, Role.CMM, Role.ADM, Role.AUD])
    def test_only_the_chair_approves(self, frozen, role):
        digest = snapshots.latest(frozen).digest
        with pytest.raises(Denied):
            periods.approve_period(period=frozen, digest=digest, by=factories.person(role))


@pytest.mark.django_db(transaction=True)
def test_two_people_freeze_once():
    period = factories.period("2026-Q3", "closed")
    people = [factories.person(Role.SEC), factories.person(Role.SEC)]
    outcomes = together(
        *[lambda by=by: periods.freeze_period(period=period, by=by) for by in people]
    )
    assert sum(isinstance(outcome, WrongState) for outcome in outcomes) == 1
    assert (period.snapshots.count(), Report.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_an_update_that_is_just_being_accepted():
    secretariat, period = factories.person(Role.SEC), factories.period("2026-Q3")
    update = factories.update("endorsed", period=period)
    period.waivers.create(
        organisation=update.organisation,
        capability=update.capability,
        reason="Late.",
        by=secretariat,
    )
    factories.enter(period, "closed")
    accepter = factories.person(Role.SEC)
    is_held = threading.Event()

    def accept():
        with transaction.atomic():
            row = drafts.lock(update)
            is_held.set()
            time.sleep(0.4)  # the freeze begins meanwhile
            row.state, row.accepted_by, row.accepted_at = "accepted", accepter, timezone.now()
            row.save()

    def freeze():
        is_held.wait(timeout=10)
        return periods.freeze_period(period=period, by=secretariat)

    _none, snapshot = together(accept, freeze)
    states = snapshot.summary["capabilities"]["4"]["states"]
    assert states == {str(update.organisation_id): "accepted"}
