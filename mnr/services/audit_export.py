"""Giving the trail out as a table."""

from mnr import permissions
from mnr.models import AuditEvent
from mnr.roles import Action
from mnr.services import audit

MOST = 5000  # events in one table: what a page may take its time for
HEADINGS = (
    "number",
    "at",
    "actor_id",
    "actor",
    "action",
    "object_type",
    "object_id",
    "object",
    "organisation_id",
    "domain_id",
    "changes",
    "commitment",
    "previous_digest",
    "digest",
    "origin",
)


def record_export(*, events: int, asked: dict, by) -> AuditEvent:
    """Note that somebody took a table away, and which. Asks permission."""
    permissions.require(by, Action.AUDIT_EXPORT)
    changes = {"events": [None, events], "asked": [None, asked]}
    return audit.record(Action.AUDIT_EXPORT, None, by, changes)


def cells(line) -> list:
    """The cells of one event, in the order of the headings."""
    event = line.event
    return [
        event.number,
        event.at.isoformat(),
        event.actor_id,
        line.who,
        event.action,
        event.object_type,
        event.object_id,
        line.about,
        event.organisation_id,
        event.domain_id,
        "; ".join(map(str, line.changes)),
        event.commitment,
        event.previous_digest,
        event.digest,
        event.origin,
    ]
