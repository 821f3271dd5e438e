"""The trail: complete under pressure, and every tampering with it is found."""

import random

import pytest
from django.db import Error, connection, transaction

from mnr.database_roles import APPLICATION
from mnr.models import AuditEvent, AuditHead, Submission
from mnr.services import audit
from tests import factories
from tests.mnr.services.threads import together

pytestmark = pytest.mark.django_db
TAMPERING = (
    "UPDATE mnr_auditevent SET action = 'org.read'",
    "DELETE FROM mnr_auditevent",
    "TRUNCATE mnr_auditevent",
    "UPDATE mnr_snapshot SET note = 'other'",
    "DELETE FROM mnr_snapshot",
    "TRUNCATE mnr_snapshot CASCADE",
    "UPDATE mnr_submission SET number = 2",
    "DELETE FROM mnr_submission",
    "TRUNCATE mnr_submission",
)


@pytest.fixture
def trail():
    """Five events about one organisation."""
    target, person = factories.organisation(), factories.person()
    return [audit.record("org.edit", target, person, {"name": [None, str(n)]}) for n in range(5)]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def tamper(statement, *values):
    """What only the owner of the database could do: with the triggers switched off."""
    sql("SET LOCAL ROLE NONE")
    sql("SET LOCAL session_replication_role = replica")
    sql(statement, *values)
    sql("SET LOCAL session_replication_role = DEFAULT")
    sql(f"SET LOCAL ROLE {APPLICATION}")


@pytest.mark.parametrize("statement", TAMPERING)
def test_even_the_owner_cannot_change_history(trail, statement):
    factories.period("2026-Q2", "frozen")
    update = factories.update("submitted")
    Submission.objects.create(
        update=update,
        number=1,
        content={},
        submitted_by=update.submitted_by,
        submitted_at=update.submitted_at,
    )
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE stumbles over unchecked keys first
    sql("SET LOCAL ROLE NONE")
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        sql(statement)


def test_the_orm_cannot_either(trail):
    event = trail[2]
    event.action = "org.read"
    for change in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(Error, match=r"append-only|permission denied"), transaction.atomic():
            change()
    assert audit.verify().problem == ""


def test_an_untouched_trail_verifies(trail):
    assert audit.verify() == audit.Verification(5)


def test_an_empty_trail_verifies():
    assert audit.verify() == audit.Verification(0)


@pytest.mark.parametrize(
    "edit",
    [
        "action = 'org.read'",
        'changes = \'{"name": [null, "other"]}\'',
        "at = '2020-01-01T00:00:00Z'",
        "object_id = 'another'",
        "actor_id = NULL",
        "digest = 'other'",
        "previous_digest = 'other'",
    ],
)
def test_an_edited_event_is_found(trail, edit):
    tamper("UPDATE mnr_auditevent SET " + edit + " WHERE number = 3")  # noqa: S608
    assert audit.verify() == audit.Verification(2, "event 3 was changed")


def test_an_event_edited_with_its_digest_breaks_the_next_one(trail):
    event = AuditEvent.objects.get(number=3)
    event.action = "org.read"
    digest = audit.digest(audit.canonical(audit._content(event)))
    tamper("UPDATE mnr_auditevent SET action = 'org.read', digest = %s WHERE number = 3", digest)
    assert audit.verify() == audit.Verification(3, "event 4 was changed")


def test_a_deleted_event_is_found(trail):
    tamper("DELETE FROM mnr_auditevent WHERE number = 3")
    assert audit.verify() == audit.Verification(2, "event 3 is missing")


def test_a_trail_cut_at_its_end_is_found(trail):
    tamper("DELETE FROM mnr_auditevent WHERE number > 3")
    assert audit.verify() == audit.Verification(3, "events after 3 are missing, up to 5")


def test_a_trail_cut_at_its_beginning_is_found(trail):
    tamper("DELETE FROM mnr_auditevent WHERE number < 3")
    assert audit.verify() == audit.Verification(0, "event 1 is missing")


def test_what_was_rolled_back_leaves_no_gap():
    target = factories.organisation()
    audit.record("org.edit", target)
    with transaction.atomic():
        audit.record("org.edit", target)
        transaction.set_rollback(True)
    audit.record("org.edit", target)
    assert list(AuditEvent.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert audit.verify().problem == ""


@pytest.mark.django_db(transaction=True)
def test_eight_writers_with_rollbacks_leave_numbers_without_gaps():
    target, each = factories.organisation(), 12

    def write(seed):
        chance, kept = random.Random(seed), 0  # noqa: S311
        for _ in range(each):
            with transaction.atomic():
                audit.record("org.edit", target, changes={"by": [None, seed]})
                is_undone = chance.random() < 0.4
                transaction.set_rollback(is_undone)
            kept += not is_undone
        return kept

    kept = together(*[lambda seed=seed: write(seed) for seed in range(8)])
    numbers = list(AuditEvent.objects.order_by("number").values_list("number", flat=True))
    assert 0 < sum(kept) < 8 * each
    assert numbers == list(range(1, sum(kept) + 1))
    assert AuditHead.objects.get().number == sum(kept)
    assert audit.verify() == audit.Verification(sum(kept))


def test_only_what_differs_counts_as_a_change():
    before, after = {"name": "A", "kind": "media"}, {"name": "B", "kind": "media"}
    assert audit.changed(before, after) == {"name": ["A", "B"]}
    assert audit.changed({}, {"name": "B"}) == {"name": [None, "B"]}


def test_an_event_knows_whose_thing_it_was_about():
    update = factories.update("submitted")
    event = audit.record("update.submit", update, update.submitted_by)
    assert event.organisation_id == update.organisation_id
    assert event.domain_id == update.capability.domain_id
    assert event.actor_id == update.submitted_by_id
