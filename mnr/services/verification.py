"""Reading the whole trail again, in order and in constant memory, up to the first broken place."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection, transaction

from mnr.models import AuditContent, AuditEvent, AuditHead
from mnr.services.seals import ALGORITHMS, PURGE, commitment, seal

BATCH = 2000


@dataclass(frozen=True)
class Verification:
    """Outcome: how many events are intact, and the first broken place."""

    checked: int
    problem: str = ""


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
    previous, number = "", 0
    for event in AuditEvent.objects.order_by("number").iterator(chunk_size=BATCH):
        if event.number != number + 1:
            return Verification(number, f"event {number + 1} is missing")
        if problem := _problem(event, previous, purged_by):
            return Verification(number, problem)
        previous, number = event.digest, event.number
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    if number > head.number:
        return Verification(number, f"the head says that there are {head.number} events only")
    if (head.number, head.digest) != (number, previous):
        return Verification(number, f"events after {number} are missing, up to {head.number}")
    return Verification(number)


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
    return ""
