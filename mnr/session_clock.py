"""How long somebody stays signed in: while they work, and never longer than half a day.

The times stand in the session itself, so that asking costs nothing.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from mnr.roles import Role

STARTED, ACTIVE = "signed_in_at", "active_at"
STRICT_ROLES = frozenset({Role.ADM, Role.CHR})
LONGEST_STRICT_IDLE = timedelta(minutes=15)
NOTED_EVERY = timedelta(minutes=1)
WARNING_BEFORE = timedelta(minutes=2)


def begin(session) -> None:
    """Somebody has just signed in."""
    session[STARTED] = session[ACTIVE] = timezone.now().timestamp()


def idle_limit(roles) -> timedelta:
    """How long the roles may pause."""
    usual = timedelta(minutes=settings.MNR_IDLE_MINUTES)
    return min(usual, LONGEST_STRICT_IDLE) if STRICT_ROLES.intersection(roles) else usual


def absolute_end(session) -> datetime:
    """When the session ends, whatever is done."""
    return _moment(session, STARTED) + timedelta(hours=settings.MNR_SESSION_HOURS)


def ends_at(session, roles) -> datetime:
    """When it ends if nothing more is done."""
    return min(_moment(session, ACTIVE) + idle_limit(roles), absolute_end(session))


def lasts(session, roles) -> bool:
    """Whether it has not ended; one that does not say when it began has."""
    return timezone.now() < ends_at(session, roles)


def note_activity(session) -> bool:
    """Start the pause anew, once a minute at most; whether it was noted."""
    now = timezone.now()
    if now - _moment(session, ACTIVE) < NOTED_EVERY:
        return False
    session[ACTIVE] = now.timestamp()
    return True


def _moment(session, key):
    return datetime.fromtimestamp(session.get(key, 0), UTC)
