"""Where people are signed in: beginning, noting use, and ending it from anywhere."""

from datetime import timedelta

from celery import shared_task
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from mnr import permissions
from mnr.models import User, UserSession
from mnr.roles import Action
from mnr.services import audit, notices, tokens

MOST_SESSIONS = 5
KEPT_AFTER_END = timedelta(days=90)


@transaction.atomic
def begin_session(*, user, session_key, method, device, network) -> UserSession:
    """Note a sign-in. A sixth session ends the one used longest ago; a new device is told."""
    User.objects.select_for_update().get(pk=user.pk)
    known = user.sessions.filter(device=device, network=network).exists()
    is_first = not user.sessions.exists()
    row = UserSession.objects.create(
        user=user, session_key=session_key, method=method, device=device, network=network
    )
    beyond = user.sessions.open().order_by("-active_at", "-pk")[MOST_SESSIONS:]
    _end(UserSession.objects.filter(pk__in=[row.pk for row in beyond]))
    audit.record("session.begin", row, user, {"method": [None, method], "device": [None, device]})
    if not known and not is_first:
        notices.tell(user, notices.NEW_DEVICE, device=device)
    return row


def note_use(*, session_key: str) -> None:
    """The session is in use now."""
    UserSession.objects.open().filter(session_key=session_key).update(active_at=Now())


def move(*, old_key: str, new_key: str) -> None:
    """The session goes on under a new key."""
    UserSession.objects.open().filter(session_key=old_key).update(session_key=new_key)


def expire(*, session_key: str) -> None:
    """The session has reached a limit, or its owner signed out."""
    _end(UserSession.objects.open().filter(session_key=session_key))


@transaction.atomic
def end_session(*, session: UserSession, by) -> None:
    """End one of one's own sessions."""
    permissions.require(by, Action.SESSION_KILL_SELF, session)
    _end(UserSession.objects.filter(pk=session.pk))
    audit.record(Action.SESSION_KILL_SELF, session, by, {"device": [session.device, None]})


@transaction.atomic
def end_other_sessions(*, keep: str, by) -> int:
    """End all of one's own sessions but the one of this key; how many ended."""
    permissions.require(by, Action.SESSION_KILL_SELF)
    ended = _end(by.sessions.open().exclude(session_key=keep))
    if ended:
        audit.record(Action.SESSION_KILL_SELF, by, by, {"sessions": [ended, 0]})
    return ended


@transaction.atomic
def end_all_sessions(*, user: User, by) -> int:
    """Sign somebody out everywhere, programs too; how many sessions ended."""
    permissions.require(by, Action.SESSION_KILL_ANY, UserSession(user=user))
    ended = forget_sessions(user)
    tokens.end_all(user=user, by=by)
    audit.record(Action.SESSION_KILL_ANY, user, by, {"sessions": [ended, 0]})
    return ended


def forget_sessions(user) -> int:
    """End all sessions of the person, as part of another step."""
    return _end(UserSession.objects.open().filter(user=user))


@shared_task(name="mnr.services.sessions.tidy")
def tidy() -> None:
    """Close rows whose session has expired by itself, and drop old ones."""
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    _end(UserSession.objects.open().exclude(session_key__in=live))
    UserSession.objects.filter(ended_at__lt=timezone.now() - KEPT_AFTER_END).delete()
    Session.objects.filter(expire_date__lte=timezone.now()).delete()


def _end(rows) -> int:
    keys = list(rows.exclude(session_key="").values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.filter(ended_at=None).update(session_key="", ended_at=Now())
