"""Reading the whole trail again, in order and in constant memory, up to the first broken place."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction

from mnr.models import AuditContent, AuditEvent, AuditHead
from mnr.roles import Action
from mnr.services.seals import ALGORITHMS, PURGE, commitment, seal

BATCH = 2000


@dataclass(frozen=True)
class Verification:
    """Outcome: how many events are intact, and the first broken place."""

    checked: int
    problem: str = ""
    purged: int = 0  # events whose contents were destroyed, as other events say


def verify() -> Verification:
    """Recompute the chain up to the head, as it is at one moment."""
    with one_moment():
        return _verify()


@contextmanager
def one_moment():
    """What others write meanwhile stays unseen; within a wider transaction its own rules hold."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(savepoint=False):
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _verify():
    purged_by = lru_cache(maxsize=4)(_purged_by)
    previous, number, purged = "", 0, 0
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=BATCH):
        if event.number != number + 1:
            return Verification(number, f"event {number + 1} is missing")
        if problem := _problem(event, previous, purged_by):
            return Verification(number, problem)
        previous, number = event.digest, event.number
        purged += bool(event.format != AuditEvent.Format.PLAIN and event.content.purged_by)
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if number > head.number:
        return Verification(number, f"the head says that there are {head.number} events only")
    if (head.number, head.digest) != (number, previous):
        return Verification(number, f"events after {number} are missing, up to {head.number}")
    return Verification(number, purged=purged)


def _purged_by(number):
    """The events that a purge names. Its own content is checked when its turn comes."""
    text = (
        AuditContent.objects.filter(event=number, event__action=PURGE).values_list("text").first()
    )
    return frozenset(json.loads(text[0] or "{}").get("events", ())) if text else frozenset()


def _problem(event, previous, purged_by):
    if event.algorithm not in ALGORITHMS or event.digest != seal(event):
        return f"event {event.number} was changed"
    if event.origin and event.format != AuditEvent.Format.PLACED:  # their seals do not hold it
        return f"event {event.number} was changed"
    if event.previous_digest != previous:
        return f"event {event.number} does not follow event {event.number - 1}"
    if event.format == AuditEvent.Format.PLAIN:
        return ""
    return _content_problem(event, purged_by)


def _content_problem(event, purged_by):
    content = getattr(event, "content", None)
    if content is None:
        return f"the content of event {event.number} is missing"
    if content.purged_by:
        if event.number in purged_by(content.purged_by):
            return ""
        return f"the content of event {event.number} is missing, and no purge names it"
    if event.commitment != commitment(content.salt, content.text, event.algorithm):
        return f"the content of event {event.number} was changed"
    if event.action == PURGE and not _is_by_two(event):
        return f"event {event.number} destroyed contents that no two people asked to remove"
    return ""


def _is_by_two(purge):
    """Whether the trail tells who asked for this removal, and who else confirmed it."""
    about = AuditEvent.objects.filter(
        object_type="quarantine", object_id=purge.changes.get("quarantine") or _removed_by(purge)
    )
    before = dict(
        about.filter(
            number__lt=purge.number, action__in=(Action.PURGE_REQUEST, Action.PURGE_CONFIRM)
        )
        .order_by("number")
        .values_list("action", "actor_id")
    )
    asked, confirmed = before.get(Action.PURGE_REQUEST), before.get(Action.PURGE_CONFIRM)
    return bool(asked and confirmed and asked != confirmed and confirmed == purge.actor_id)


def _removed_by(purge):
    """The quarantine of a purge that does not name it, as before 0.2: the removal ends the same."""
    ended = AuditEvent.objects.filter(
        action="content.purge", actor_id=purge.actor_id, number__gt=purge.number
    )
    return ended.order_by("number").values_list("object_id", flat=True).first() or ""
