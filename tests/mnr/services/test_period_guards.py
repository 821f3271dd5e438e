"""What the database refuses of a period, whatever program asks."""

import itertools

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mnr.models import Comment, ProgressUpdate, ReportingPeriod, Snapshot
from tests import factories
from tests.owning import as_owner

pytestmark = pytest.mark.django_db
STATES = ("planned", "open", "closed", "frozen", "approved", "published")
FORWARD = set(itertools.pairwise(STATES))


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    ("before", "after"), [pair for pair in itertools.permutations(STATES, 2) if pair not in FORWARD]
)
def test_no_state_is_skipped_or_taken_back(before, after):
    period = factories.period("2026-Q3", before)
    everybody = {
        f"{step}_{what}": value
        for step in ("frozen", "approved", "published", "publish_requested")
        for what, value in (("by_id", factories.person().pk), ("at", timezone.now()))
    }
    rows = ReportingPeriod.objects.filter(pk=period.pk)
    refused(lambda: rows.update(state=after, approved_digest="0" * 64, **everybody))
    refused(lambda: sql("UPDATE mnr_reportingperiod SET state = %s", after))
    period.refresh_from_db()
    assert period.state == before


@pytest.mark.parametrize("state", STATES[1:])
def test_a_period_that_has_begun_is_not_deleted(state):
    period = factories.period("2026-Q3", state, snapshot=False)
    with as_owner():
        refused(period.delete)


def test_two_periods_are_never_open_together():
    factories.period("2026-Q3", "open")
    other = factories.period("2026-Q4", "planned")
    refused(lambda: ReportingPeriod.objects.filter(pk=other.pk).update(state="open"))


def test_periods_do_not_overlap():
    factories.period("2026-Q3")
    refused(lambda: factories.period("2026-Q4", "planned", starts_on="2026-09-30"))


@pytest.mark.parametrize(
    "dates",
    [
        {"due_on": "2026-01-01"},
        {"review_due_on": "2026-10-13"},
        {"freeze_on": "2026-10-01"},
        {"meeting_on": "2026-10-01"},
        {"ends_on": "2026-06-30"},
    ],
)
def test_dates_out_of_order_are_refused(dates):
    refused(lambda: factories.period("2026-Q3", "planned", **dates))


def one_step(period, **values):
    return lambda: ReportingPeriod.objects.filter(pk=period.pk).update(**values)


def test_freezing_needs_somebody():
    period = factories.period("2026-Q3", "closed")
    refused(one_step(period, state="frozen"))
    refused(one_step(period, state="frozen", frozen_at=timezone.now()))


def test_approval_needs_somebody_and_a_digest():
    period = factories.period("2026-Q3", "frozen")
    chair, now = factories.person(), timezone.now()
    refused(one_step(period, state="approved", approved_by=chair, approved_at=now))
    refused(one_step(period, state="approved", approved_digest="0" * 64))


def test_publication_needs_two_people_and_the_approver_does_not_ask():
    period = factories.period("2026-Q3", "approved")
    one, other, now = period.approved_by, factories.person(), timezone.now()
    published = {"state": "published", "published_at": now, "publish_requested_at": now}
    refused(one_step(period, **published, published_by=one))
    refused(one_step(period, **published, published_by=other, publish_requested_by=other))
    refused(one_step(period, publish_requested_by=one, publish_requested_at=now))
    one_step(period, **published, published_by=one, publish_requested_by=other)()
    period.refresh_from_db()
    assert period.state == "published"


@pytest.mark.parametrize("state", ["frozen", "approved", "published"])
def test_updates_of_a_frozen_period_are_fixed(state):
    period = factories.period("2026-Q3")
    update = factories.update("accepted", period=period)
    draft = factories.update("draft", period=period, number=5)
    for step in STATES[2 : STATES.index(state) + 1]:
        factories.enter(period, step)
    refused(lambda: ProgressUpdate.objects.filter(pk=update.pk).update(achievements="Other."))
    refused(lambda: ProgressUpdate.objects.filter(pk=draft.pk).update(state="submitted"))
    refused(draft.delete)
    refused(lambda: factories.update("draft", period=period, number=6))


@pytest.mark.parametrize(
    "statement", ["UPDATE mnr_snapshot SET digest = ''", "DELETE FROM mnr_snapshot"]
)
def test_a_snapshot_is_never_changed(statement):
    factories.period("2026-Q3", "frozen")
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        sql(statement)
    assert Snapshot.objects.get().digest


def test_a_waiver_and_an_extension_need_a_reason():
    period = factories.period("2026-Q3")
    police, secretariat = factories.organisation(), factories.person()
    shared = {"organisation": police, "by": secretariat, "reason": ""}
    capability = factories.assignment(police, 4).capability
    refused(lambda: period.waivers.create(capability=capability, **shared))
    refused(lambda: period.extensions.create(until=period.freeze_on, **shared))


def test_a_comment_says_something():
    update = factories.update("submitted")
    refused(lambda: Comment.objects.create(update=update, item="update", by=update.submitted_by))
