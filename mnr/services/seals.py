"""Digests of the trail: what an event seals, and how its content is committed to."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from mnr.models import AuditEvent

ALGORITHMS = {"sha256": hashlib.sha256}
ALGORITHM = "sha256"  # of new events
PURGE = "audit.purge"


def canonical(content) -> str:
    """JSON in one form only: keys sorted, no spaces, so that equal contents have equal digests."""
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder
    )


def digest(text: str, algorithm: str = ALGORITHM) -> str:
    """Digest of a text, in hexadecimal."""
    return ALGORITHMS[algorithm](text.encode()).hexdigest()


def commitment(salt: str, text: str, algorithm: str = ALGORITHM) -> str:
    """Digest that tells nothing of the text to those who do not have the salt."""
    return digest(salt + text, algorithm)


def seal(event: AuditEvent) -> str:
    """The digest of an event, by the rules of its format."""
    content = {
        "number": event.number,
        "at": event.at,
        "actor": event.actor_id,
        "action": event.action,
        "object": [event.object_type, event.object_id],
        "organisation": event.organisation_id,
        "domain": event.domain_id,
        "previous": event.previous_digest,
    }
    if event.format == AuditEvent.Format.PLAIN:
        content["changes"] = event.plain_changes
    else:
        content |= {
            "format": event.format,
            "algorithm": event.algorithm,
            "commitment": event.commitment,
        }
    if event.format == AuditEvent.Format.PLACED:
        content["origin"] = event.origin
    return digest(canonical(content), event.algorithm)
