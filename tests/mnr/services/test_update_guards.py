"""What the database refuses of an update, whoever asks."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from mnr.models import ProgressUpdate, Submission
from mnr.roles import Role
from mnr.services import updates
from tests import factories

pytestmark = pytest.mark.django_db
REFUSED = (IntegrityError, InternalError)


@pytest.fixture
def draft():
    return factories.update(lead=False)


@pytest.fixture
def writer(draft):
    return factories.person(Role.AGY, organisation=draft.organisation)


@pytest.mark.parametrize(
    ("state", "skipped"),
    [
        ("draft", {"state": "accepted"}),
        ("draft", {"state": "endorsed"}),
        ("accepted", {"state": "returned"}),
        ("accepted", {"state": "draft", "endorsed_by": None, "accepted_by": None}),
    ],
)
def test_steps_cannot_be_skipped(draft, state, skipped):
    factories.reach(draft, state) if state != "draft" else None
    with pytest.raises(REFUSED), transaction.atomic():
        ProgressUpdate.objects.filter(pk=draft.pk).update(**skipped)


@pytest.mark.parametrize(
    ("state", "one", "other"),
    [
        ("endorsed", "endorsed_by", "submitted_by"),
        ("accepted", "accepted_by", "submitted_by"),
        ("accepted", "accepted_by", "endorsed_by"),
    ],
)
def test_the_steps_are_taken_by_different_people(draft, state, one, other):
    factories.reach(draft, state)
    with pytest.raises(IntegrityError, match="update_"), transaction.atomic():
        ProgressUpdate.objects.filter(pk=draft.pk).update(**{one: getattr(draft, other)})


def test_what_was_sent_cannot_be_deleted_and_its_submissions_do_not_change(draft, writer):
    updates.submit_update(update=draft, version=draft.version, by=writer)
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM mnr_progressupdate")
    for statement in (
        "UPDATE mnr_submission SET content = '{}'",
        "DELETE FROM mnr_submission",
    ):
        with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    assert Submission.objects.get().content["achievements"]


def test_the_parts_of_a_sent_update_are_fixed(draft, writer):
    given = {"values": {}, "obstacles": [("No staff.", None)], "by": writer}
    draft = updates.save_update(update=draft, version=draft.version, **given)
    updates.submit_update(update=draft, version=draft.version, by=writer)
    with pytest.raises(REFUSED, match="parts"), transaction.atomic():
        draft.obstacles.update(text="None at all.")


def test_a_frozen_periods_updates_are_fixed(draft):
    factories.reach(draft, "accepted")
    for step in ("closed", "frozen"):
        factories.enter(draft.period, step)
    with pytest.raises(REFUSED, match="frozen"), transaction.atomic():
        ProgressUpdate.objects.update(achievements="Rewritten.")


def test_one_update_per_organisation_capability_and_period(draft):
    with pytest.raises(IntegrityError, match="update_once_per_period"), transaction.atomic():
        ProgressUpdate.objects.create(
            period=draft.period, capability=draft.capability, organisation=draft.organisation
        )
