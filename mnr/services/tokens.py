"""Personal tokens: made, shown once, used, revoked; gone with the account of their owner."""

import hashlib
import secrets
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import PersonalToken, User
from mnr.models.token import LONGEST, MOST
from mnr.roles import Action, Role
from mnr.services import audit, jobs
from mnr.services.errors import Refused
from mnr.sign_in import SignIn, Strength

PREFIX = "mnr_"  # scanners of leaked secrets find tokens by it
JOB = "remind_of_token"
REMINDERS = (14, 3)  # days before it ends
METHOD = "token"
END = "token.end"


@transaction.atomic
def create_token(*, name: str, scope: str, days: int, by) -> tuple[PersonalToken, str]:
    """A new token of one's own, and its text, which is never seen again."""
    owner = User.objects.select_for_update().get(pk=by.pk)
    text, now = PREFIX + secrets.token_urlsafe(32), timezone.now()
    token = PersonalToken(
        owner=owner,
        name=name.strip(),
        scope=scope,
        digest=_digest(text),
        ending=text[-4:],
        created_at=now,
        expires_at=now + min(timedelta(days=days), LONGEST),
    )
    permissions.require(by, Action.TOKEN_CREATE_SELF, token)
    _refuse_unfit(token, by)
    token.save()
    audit.record(Action.TOKEN_CREATE_SELF, token, by, {"scope": [None, scope]})
    return token, text


@transaction.atomic
def revoke_token(*, token: PersonalToken, by) -> None:
    """End a token of one's own at once."""
    token = PersonalToken.objects.select_for_update().get(pk=token.pk)
    permissions.require(by, Action.TOKEN_REVOKE_SELF, token)
    audit.record(Action.TOKEN_REVOKE_SELF, token, by)
    token.delete()


def end_all(*, user: User, by) -> int:
    """End every token of a person, with what ends their access. The caller asks permission."""
    rows = list(PersonalToken.objects.select_for_update().filter(owner=user))
    if rows:
        audit.record_many([audit.Entry(Action.TOKEN_REVOKE_SELF, row, by) for row in rows])
        PersonalToken.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def owner_of(text: str) -> tuple[User, PersonalToken] | None:
    """Who a token acts for, with a sign-in that proves nobody's presence; None if it is dead."""
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    rows = PersonalToken.objects.in_force().select_related("owner")
    token = rows.filter(digest=_digest(text)).first()
    if token is None:
        return None
    today = timezone.localdate()
    if token.last_used_on != today:
        PersonalToken.objects.filter(pk=token.pk).update(last_used_on=today)
    token.owner.sign_in = SignIn(Strength.NONE, token.created_at, METHOD)
    return token.owner, token


@shared_task(name="mnr.services.tokens.look_after")
def look_after():
    """Once a day: remind owners of tokens that end soon, and remove those that have ended."""
    _remove_ended()
    for days in sorted(REMINDERS):
        soon = Q(expires_at__lte=Now() + timedelta(days=days))
        unsaid = Q(reminded_days=None) | Q(reminded_days__gt=days)
        for pk in PersonalToken.objects.filter(soon & unsaid).values_list("pk", flat=True):
            _queue_reminder(pk, days)


@transaction.atomic
def _remove_ended():
    """Those that work no longer; the trail says of each that its time was over."""
    ended = Q(expires_at__lte=Now()) | Q(owner__is_active=False)
    rows = list(PersonalToken.objects.select_for_update(of=("self",)).filter(ended))
    if rows:
        audit.record_many([audit.Entry(END, row) for row in rows])
        PersonalToken.objects.filter(pk__in=[row.pk for row in rows]).delete()


@jobs.job(JOB)
def remind_of_token(*, token: str, progress) -> None:
    """Tell the owner that a token ends soon; the mail holds no part of it."""
    row = PersonalToken.objects.in_force().select_related("owner").filter(pk=token).first()
    if row is None:
        return
    with translation.override(row.owner.language):
        context = {"token": row, "address": settings.SITE_URL + reverse("token_list")}
        text = render_to_string("tokens/reminder.txt", context)
        send_mail(_("A personal token ends soon"), text, None, [row.owner.email])


@transaction.atomic
def _queue_reminder(pk, days):
    """Once for each of the days, however often it is looked after."""
    unsaid = Q(reminded_days=None) | Q(reminded_days__gt=days)
    if PersonalToken.objects.filter(unsaid, pk=pk).update(reminded_days=days):
        jobs.queue(JOB, once=f"token-{pk}-{days}", token=str(pk))


def _refuse_unfit(token, by):
    if PersonalToken.objects.filter(owner=token.owner).count() >= MOST:
        raise Refused(_("You have ten tokens already: revoke one first."))
    if token.scope == PersonalToken.Scope.WRITE and Role.AUD in permissions.standing(by).roles:
        raise Refused(_("An auditor’s token reads only."), "scope")
    try:
        token.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()
