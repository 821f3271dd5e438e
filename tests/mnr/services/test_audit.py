"""The trail: complete under pressure, and every tampering with it is found."""

import hashlib
import random
from datetime import datetime

import pytest
from django.db import Error, connection, transaction

from mnr.database_roles import APPLICATION
from mnr.models import AuditEvent, AuditHead, Organisation, Quarantine, Submission
from mnr.roles import Role
from mnr.services import audit, purging, quarantine
from mnr.services.errors import Refused
from mnr.services.seals import seal
from tests import factories
from tests.mnr.services.threads import together

pytestmark = pytest.mark.django_db
TAMPERING = (
    "UPDATE mnr_auditevent SET action = 'org.read'",
    "DELETE FROM mnr_auditevent",
    "TRUNCATE mnr_auditevent CASCADE",
    "UPDATE mnr_auditcontent SET text = '{}'",
    "UPDATE mnr_auditcontent SET text = NULL, salt = NULL, purged_by = 5",
    "DELETE FROM mnr_auditcontent",
    "TRUNCATE mnr_auditcontent",
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


def delete(condition):
    """Events with their contents, as the owner of the database could."""
    events = f"(SELECT number FROM mnr_auditevent WHERE {condition})"  # noqa: S608
    tamper(f"DELETE FROM mnr_auditcontent WHERE event_id IN {events}")  # noqa: S608
    tamper(f"DELETE FROM mnr_auditevent WHERE {condition}")  # noqa: S608


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
        with pytest.raises(Error, match=r"append-only|denied|protected"), transaction.atomic():
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
        "commitment = repeat('0', 64)",
        "algorithm = 'md5'",
        "format = 1",
        "at = '2020-01-01T00:00:00Z'",
        "object_id = 'another'",
        "actor_id = NULL",
        "origin = 'web'",
        "format = 2",
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
    digest = seal(event)
    tamper("UPDATE mnr_auditevent SET action = 'org.read', digest = %s WHERE number = 3", digest)
    assert audit.verify() == audit.Verification(3, "event 4 does not follow event 3")


def test_a_deleted_event_is_found(trail):
    delete("number = 3")
    assert audit.verify() == audit.Verification(2, "event 3 is missing")


def test_a_trail_cut_at_its_end_is_found(trail):
    delete("number > 3")
    assert audit.verify() == audit.Verification(3, "events after 3 are missing, up to 5")


def test_events_that_changed_places_are_found(trail):
    for number, place in ((3, 30), (4, 3), (30, 4)):
        tamper("UPDATE mnr_auditevent SET number = %s WHERE number = %s", place, number)
        tamper("UPDATE mnr_auditcontent SET event_id = %s WHERE event_id = %s", place, number)
    assert audit.verify() == audit.Verification(2, "event 3 was changed")


def test_an_event_added_behind_the_head_is_found(trail):
    tamper("UPDATE mnr_audithead SET number = 4")
    assert audit.verify() == audit.Verification(5, "the head says that there are 4 events only")


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        ("UPDATE mnr_auditcontent SET text = '{}'", "the content of event 3 was changed"),
        ("UPDATE mnr_auditcontent SET salt = 'x'", "the content of event 3 was changed"),
        ("DELETE FROM mnr_auditcontent", "the content of event 3 is missing"),
        (
            "UPDATE mnr_auditcontent SET text = NULL, salt = NULL, purged_by = 5",
            "the content of event 3 is missing, and no purge names it",
        ),
    ],
)
def test_a_content_that_was_edited_or_removed_is_found(trail, edit, problem):
    tamper(f"{edit} WHERE event_id = 3")
    assert audit.verify() == audit.Verification(2, problem)


@pytest.fixture
def removal(trail):
    """That organisation's removal, asked for by one person and confirmed by another."""
    return factories.removal(Organisation.objects.get(pk=trail[0].object_id))


def of(trail):
    return AuditEvent.objects.filter(number__in=[event.number for event in trail])


def test_a_purge_deletes_what_changed_and_the_trail_stays_whole(trail, removal):
    events = of(trail[1:3])
    purge = audit.purge_contents(events=events, removal=removal)
    assert audit.verify() == audit.Verification(purge.number, purged=2)
    assert (purge.action, purge.actor_id) == ("audit.purge", removal.purge_confirmed_by_id)
    assert purge.organisation_id == trail[0].organisation_id
    told = AuditEvent.objects.get(number=purge.number).changes
    assert told == {"events": [2, 3], "quarantine": str(removal.pk)}
    for event in events:
        assert (event.is_purged, event.changes, event.content.salt) == (True, {}, None)
    assert AuditEvent.objects.get(number=4).changes == {"name": [None, "3"]}
    with pytest.raises(Refused, match="nothing left"):
        audit.purge_contents(events=events, removal=removal)


def test_a_purge_leaves_the_events_of_purges(trail, removal):
    about = AuditEvent.objects.filter(object_id=trail[0].object_id)
    purge = audit.purge_contents(events=about, removal=removal)
    with pytest.raises(Refused, match="nothing left"):
        audit.purge_contents(events=about, removal=removal)
    assert audit.verify() == audit.Verification(purge.number, purged=5)


def test_the_database_purges_nothing_that_no_event_names(trail, removal):
    for number in (5, audit.record("org.edit", removal).number):
        with pytest.raises(Error, match="no removal"), transaction.atomic():
            sql("SELECT mnr_purge_contents(%s, '{}')", number)
    assert not AuditEvent.objects.filter(content__purged_by__isnull=False).exists()


def test_nothing_is_purged_for_a_quarantine_that_is_no_removal(trail):
    """Withheld only; asked for; confirmed, but not begun."""
    body = Organisation.objects.get(pk=trail[0].object_id)
    held = quarantine.set_quarantine(
        kind="organisation", object_id=body.pk, reason="names", by=factories.person(Role.ADM)
    )
    for step, by in (
        (None, None),
        (purging.request_purge, factories.duty_officer()),
        (purging.confirm_purge, factories.person(Role.CHR)),
    ):
        held = step(row=held, by=by) if step else held
        with pytest.raises(Error, match="no removal"), transaction.atomic():
            audit.purge_contents(events=of(trail), removal=held)


def test_nothing_is_purged_whose_two_people_only_the_quarantine_names(trail):
    """As the application's role could write it: the trail tells of no request."""
    held = quarantine.set_quarantine(
        kind="organisation",
        object_id=trail[0].object_id,
        reason="names",
        by=factories.person(Role.ADM),
    )
    held.purge_requested_by, held.purge_confirmed_by = factories.person(), factories.person()
    held.purge_requested_at = held.purge_confirmed_at = held.purged_at = held.set_at
    held.state = Quarantine.State.PURGED
    held.save()
    with pytest.raises(Error, match="no removal"), transaction.atomic():
        audit.purge_contents(events=of(trail), removal=held)
    audit.record("purge.request", held, held.purge_requested_by)
    with pytest.raises(Error, match="no removal"), transaction.atomic():
        audit.purge_contents(events=of(trail), removal=held)


def test_a_removal_purges_nothing_about_something_else(trail, removal):
    other = audit.record("org.edit", factories.organisation(), None, {"name": [None, "Customs"]})
    with pytest.raises(Refused, match="nothing to do with"):
        audit.purge_contents(events=of([trail[0], other]), removal=removal)
    with pytest.raises(Refused, match="nothing to do with"):  # too short to look for
        audit.purge_contents(events=of([other]), removal=removal, words=["Customs"])
    told = audit.record("org.edit", factories.organisation(), None, {"source": [None, "A. Seldon"]})
    audit.purge_contents(events=of([told]), removal=removal, words=["A. Seldon"])


def test_a_purge_that_no_two_people_asked_for_is_found(trail, removal):
    purge = audit.purge_contents(events=of(trail[1:3]), removal=removal)
    forged = audit.record("audit.purge", removal, removal.purge_confirmed_by, {"events": [2]})
    problem = f"event {forged.number} destroyed contents that no two people asked to remove"
    assert audit.verify() == audit.Verification(forged.number - 1, problem)
    assert purge.number < forged.number


def test_a_purge_from_before_purges_named_their_removal_is_intact(trail, removal):
    purge = audit.record("audit.purge", removal, removal.purge_confirmed_by, {"events": []})
    assert audit.verify().problem
    end = audit.record("content.purge", removal, removal.purge_confirmed_by)
    assert audit.verify() == audit.Verification(end.number)
    assert purge.number == end.number - 1


def test_events_of_the_first_format_verify_as_they_were_sealed():
    old = [
        {"number": 1, "at": "2026-01-05T08:00:00Z", "previous": "", "changes": {"a": [1, "é"]}},
        {"number": 2, "at": "2026-01-05T08:00:00.125Z", "changes": {}},
    ]
    for fields in old:
        content = {
            "actor": None,
            "action": "org.edit",
            "object": ["organisation", "x"],
            "organisation": None,
            "domain": None,
            "previous": AuditHead.objects.get().digest if fields["number"] > 1 else "",
        } | fields
        event = AuditEvent.objects.create(
            number=fields["number"],
            at=datetime.fromisoformat(fields["at"]),
            action="org.edit",
            object_type="organisation",
            object_id="x",
            format=1,
            plain_changes=fields["changes"],
            previous_digest=content["previous"],
            digest=hashlib.sha256(audit.canonical(content).encode()).hexdigest(),
        )
        AuditHead.objects.update_or_create(
            pk=1, defaults={"number": event.number, "digest": event.digest}
        )
    audit.record("org.edit", factories.organisation(), None, {"name": [None, "new"]})
    assert audit.verify() == audit.Verification(3)
    assert AuditEvent.objects.get(number=1).changes == {"a": [1, "é"]}
    with pytest.raises(Refused, match="first format"):
        audit.purge_contents(events=AuditEvent.objects.all(), removal=None)
    tamper("UPDATE mnr_auditevent SET changes = '{}' WHERE number = 1")
    assert audit.verify() == audit.Verification(0, "event 1 was changed")


def second_format(entry, head, make=audit._event):
    """An event as it was made before events named the place."""
    event, content = make(entry, head)
    event.format, event.origin = AuditEvent.Format.COMMITTED, ""
    event.digest = seal(event)
    return event, content


def test_events_of_the_second_format_verify_and_cannot_be_given_an_origin(monkeypatch):
    """As they were sealed before events named the place."""
    with monkeypatch.context() as before:
        before.setattr(audit, "_event", second_format)
        first = audit.record("org.edit", factories.organisation(), None, {"name": [None, "a"]})
    content = {
        "number": 1,
        "at": first.at,
        "actor": None,
        "action": "org.edit",
        "object": ["organisation", first.object_id],
        "organisation": first.organisation_id,
        "domain": None,
        "previous": "",
        "commitment": first.commitment,
        "format": 2,
        "algorithm": "sha256",
    }
    assert first.digest == hashlib.sha256(audit.canonical(content).encode()).hexdigest()
    audit.record("org.edit", factories.organisation())
    assert [event.format for event in AuditEvent.objects.order_by("number")] == [2, 3]
    assert audit.verify() == audit.Verification(2)
    tamper("UPDATE mnr_auditevent SET origin = 'shell:psql' WHERE number = 1")
    assert audit.verify() == audit.Verification(0, "event 1 was changed")


def test_equal_changes_are_committed_to_differently():
    target = factories.organisation()
    first, second = (audit.record("org.edit", target, None, {"name": ["a", "b"]}) for _ in "12")
    assert first.commitment != second.commitment


def test_recording_costs_four_queries_however_much_is_recorded(trail, django_assert_num_queries):
    target = factories.organisation()
    for many in (1, 50):
        with django_assert_num_queries(4):
            audit.record_many([audit.Entry("org.edit", target)] * many)


def test_a_trail_cut_at_its_beginning_is_found(trail):
    delete("number < 3")
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
    times = list(AuditEvent.objects.order_by("number").values_list("at", flat=True))
    assert times == sorted(times)
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
