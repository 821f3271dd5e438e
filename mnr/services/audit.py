"""The trail. Numbers and digests are handed out under a lock on one row, so none is missing."""

import hashlib
import json
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from mnr.models import AuditEvent, AuditHead


@dataclass(frozen=True)
class Entry:
    """What is to be recorded: an action on an object, by somebody, with what changed."""

    action: str
    target: object
    by: object = None
    changes: dict | None = None


@dataclass(frozen=True)
class Verification:
    """Outcome of reading the whole trail: how many events, and the first broken place."""

    checked: int
    problem: str = ""


def canonical(content) -> str:
    """JSON in one form only: keys sorted, no spaces, so that equal contents have equal digests."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder
    )


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def record(action, target, by=None, changes=None) -> AuditEvent:
    """Record one event in the transaction of the change itself."""
    return record_many([Entry(action, target, by, changes)])[0]


@transaction.atomic
def record_many(entries) -> list[AuditEvent]:
    """Record events in order, under one lock."""
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    at = _database_time()
    events = []
    for entry in entries:
        head.number += 1
        event = _event(entry, head.number, at, head.digest)
        head.digest = event.digest
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=1000)
    head.save()
    return events


def verify() -> Verification:
    """Read every event in order and recompute the chain up to the head."""
    previous, number = "", 0
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=2000):
        if event.number != number + 1:
            return Verification(number, f"event {number + 1} is missing")
        if event.previous_digest != previous or event.digest != digest(canonical(_content(event))):
            return Verification(number, f"event {event.number} was changed")
        previous, number = event.digest, event.number
    head = AuditHead.objects.filter(pk=1).first()
    if head and (head.number, head.digest) != (number, previous):
        return Verification(number, f"events after {number} are missing, up to {head.number}")
    return Verification(number)


def changed(before: dict, after: dict) -> dict:
    """Those fields whose value differs, as {field: [before, after]}."""
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }


def _event(entry, number, at, previous):
    target = entry.target
    capability = getattr(target, "capability", None)
    event = AuditEvent(
        number=number,
        at=at,
        actor_id=getattr(entry.by, "pk", None),
        action=str(entry.action),
        object_type=target._meta.model_name,
        object_id=str(target.pk),
        organisation_id=_organisation(target),
        domain_id=getattr(capability, "domain_id", None) or getattr(target, "domain_id", None),
        changes=json.loads(canonical(entry.changes or {})),
        previous_digest=previous,
    )
    event.digest = digest(canonical(_content(event)))
    return event


def _organisation(target):
    if target._meta.model_name == "organisation":
        return target.pk
    return getattr(target, "organisation_id", None)


def _content(event):
    return {
        "number": event.number,
        "at": event.at,
        "actor": event.actor_id,
        "action": event.action,
        "object": [event.object_type, event.object_id],
        "organisation": event.organisation_id,
        "domain": event.domain_id,
        "changes": event.changes,
        "previous": event.previous_digest,
    }


def _database_time():
    with connection.cursor() as cursor:
        # milliseconds: what the JSON form keeps
        cursor.execute("SELECT date_trunc('milliseconds', clock_timestamp())")
        return cursor.fetchone()[0]
