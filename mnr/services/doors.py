"""What happens at the doors and goes into the trail: who was turned away, who left."""

from django.db.models import Model
from django.utils.crypto import salted_hmac

from mnr.models import AuditEvent
from mnr.permissions import Denied, NotFresh
from mnr.services import audit

DENIED, FAILED, SIGN_OUT = "denied", "session.fail", "session.end"


def record_denial(*, denial: Denied, by) -> AuditEvent | None:
    """That somebody tried to change what they may not; being asked who they are is no denial."""
    if isinstance(denial, NotFresh) or not by.is_authenticated:
        return None
    changes = {"action": [None, str(denial.action)], "reason": [None, denial.code]}
    return audit.record(DENIED, _stored(denial.target), by, changes)


def record_failed_sign_in(*, address: str) -> AuditEvent:
    """Without the address: people type passwords there. Equal ones can be told by their mark."""
    return audit.record(FAILED, None, None, _typed(address))


def failed_text(address: str) -> str:
    """What the content of such an event says, by which those of one address are found."""
    return audit.canonical(_typed(address))


def record_sign_out(*, by) -> AuditEvent | None:
    """That somebody left."""
    return audit.record(SIGN_OUT, by, by) if by.is_authenticated else None


def mark_of(address: str) -> str:
    """A keyed digest of an address: whoever lacks the key cannot try addresses against it."""
    mark = salted_hmac("mnr.sign-in", address.strip().lower(), algorithm="sha256")
    return mark.hexdigest()[:32]


def _typed(address):
    return {"address": [None, mark_of(address)]}


def _stored(target):
    """The target, if it is a row that is there."""
    return target if isinstance(target, Model) and not target._state.adding else None
