"""Watching the trail: an anchor and a verification a day, and a mail when something is broken."""

import logging
import time

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import AuditCheck, Job, Membership, User
from mnr.roles import Action, Role
from mnr.services import anchors, audit, jobs
from mnr.services.verification import verify

logger = logging.getLogger(__name__)
JOB = "verify_trail"


@shared_task(name="mnr.services.trail_watch.daily")
def daily():
    """Once a day, however often it is called: sign where the trail stands, then read all of it."""
    try:
        anchors.make_anchor()
    except anchors.NoKey as missing:
        logger.error("no anchor was made: %s", missing)
    if not AuditCheck.objects.filter(made_at__date=timezone.localdate()).exists():
        jobs.queue(JOB, once=JOB)


@transaction.atomic
def ask_check(*, by) -> Job:
    """Have the trail read now."""
    permissions.require(by, Action.AUDIT_VERIFY)
    job = jobs.queue(JOB, by=by, once=JOB)
    audit.record(Action.AUDIT_VERIFY, job, by)
    return job


@jobs.job(JOB, attempts=2, action=Action.AUDIT_VERIFY)
def verify_trail(*, progress) -> None:
    """Read the whole trail and its anchors, and keep the outcome."""
    began, found = time.monotonic(), verify()
    signed = anchors.verify_anchors()
    check = AuditCheck.objects.create(
        events=found.checked,
        anchors=signed.checked,
        seconds=round(time.monotonic() - began, 2),
        problem=found.problem or signed.problem or _late(),
    )
    if check.problem:
        logger.error("the audit trail is broken: %s", check.problem)
        _tell(check)


def _late():
    """Anchors that stopped are a hole: what happens meanwhile can be replaced."""
    newest, today = anchors.latest(), timezone.localdate()
    if newest and (today - newest.day).days > 1:
        return f"no anchor was made since {newest.day}"
    return ""


def _tell(check):
    people = Membership.objects.in_force().filter(role__in=(Role.ADM, Role.AUD))
    who = User.objects.filter(pk__in=people.values("user"), is_active=True)
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string("audit/broken.txt", {"check": check})
        for address in who.values_list("email", flat=True):
            send_mail(_("The audit trail needs your attention"), text, None, [address])
