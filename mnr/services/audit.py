"""The trail. Numbers and digests are handed out under a lock on one row, so none is missing."""

import secrets
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import DateTimeField, Func, Value

from mnr import origins
from mnr.models import AuditContent, AuditEvent, AuditHead
from mnr.services.errors import Refused
from mnr.services.seals import ALGORITHM, PURGE, canonical, commitment, digest, seal
from mnr.services.verification import Verification, verify

__all__ = [
    "Entry",
    "Verification",
    "canonical",
    "changed",
    "digest",
    "purge_contents",
    "record",
    "record_many",
    "verify",
]
# milliseconds: what the JSON form keeps
NOW = Func(
    Value("milliseconds"),
    Func(function="clock_timestamp", output_field=DateTimeField()),
    function="date_trunc",
    output_field=DateTimeField(),
)


@dataclass(frozen=True)
class Entry:
    """What is to be recorded: an action on an object, by somebody, with what changed."""

    action: str
    target: object
    by: object = None
    changes: dict | None = None


def record(action, target, by=None, changes=None) -> AuditEvent:
    """Record one event in the transaction of the change itself."""
    return record_many([Entry(action, target, by, changes)])[0]


@transaction.atomic(savepoint=False)
def record_many(entries) -> list[AuditEvent]:
    """Record events in order, under one lock: four queries, however many they are."""
    head = _locked_head()
    events, contents = [], []
    for entry in entries:
        head.number += 1
        event, content = _event(entry, head)
        head.digest = event.digest
        events.append(event)
        contents.append(content)
    AuditEvent.objects.bulk_create(events, batch_size=1000)
    AuditContent.objects.bulk_create(contents, batch_size=1000)
    head.save(update_fields=["number", "digest"])
    return events


@transaction.atomic
def purge_contents(*, events, removal, words=()) -> AuditEvent:
    """Delete for good what these events changed; the event of the purge says which they were.

    `removal` is a quarantine whose removal one person asked for and another confirmed, as the trail
    itself must say. The database deletes nothing else, and of the events only those about its
    object, or that hold one of its `words`, as they stand in JSON.
    """
    rows = list(events.exclude(action=PURGE).filter(content__purged_by=None).order_by("number"))
    if any(event.format == AuditEvent.Format.PLAIN for event in rows):
        raise Refused("Events of the first format hold their changes within the chain.")
    if not rows:
        raise Refused("There is nothing left to purge.")
    numbers = [event.number for event in rows]
    told = {"events": numbers, "quarantine": str(removal.pk)}
    purge = record(PURGE, rows[-1], removal.purge_confirmed_by, told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT mnr_purge_contents(%s, %s)", [purge.number, list(words)])
        if cursor.fetchone() != (len(numbers),):
            raise Refused("Some of these events have nothing to do with what is removed.")
    return purge


def changed(before: dict, after: dict) -> dict:
    """Those fields whose value differs, as {field: [before, after]}."""
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }


def _locked_head():
    """The head, locked, and what time it is for the database once the lock is ours."""
    heads = AuditHead.objects.select_for_update().annotate(at=NOW).filter(pk=1)
    if head := heads.first():
        return head
    AuditHead.objects.get_or_create(pk=1)
    return heads.get()


def _event(entry, head):
    target = entry.target  # None where it is about no object, as a sign-in that failed
    capability = getattr(target, "capability", None)
    salt, text = secrets.token_hex(32), canonical(entry.changes or {})
    event = AuditEvent(
        number=head.number,
        at=head.at,
        actor_id=getattr(entry.by, "pk", None),
        origin=origins.now(),
        action=str(entry.action),
        object_type=target._meta.model_name if target else "",
        object_id=str(target.pk) if target else "",
        organisation_id=_organisation(target),
        domain_id=getattr(capability, "domain_id", None) or getattr(target, "domain_id", None),
        algorithm=ALGORITHM,
        commitment=commitment(salt, text),
        previous_digest=head.digest,
    )
    event.digest = seal(event)
    content = AuditContent(event=event, salt=salt, text=text)
    return event, content


def _organisation(target):
    if target and target._meta.model_name == "organisation":
        return target.pk
    return getattr(target, "organisation_id", None)
