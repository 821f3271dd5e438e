"""Hand-overs: when a role ends, what it leaves behind becomes a task that somebody closes."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import HandOver, Membership, ProgressUpdate
from mnr.roles import ORGANISATION_ROLES, REPORTING_ROLES, Action, Role
from mnr.services import audit
from mnr.services.errors import Refused

OPENED = "handover.open"
LOOKED_BACK = timedelta(days=60)
UNFROZEN = Q(period__state__in=("open", "closed"))
Cause = HandOver.Cause
State = ProgressUpdate.State


def open_hand_over(*, membership: Membership, cause: str, by=None) -> HandOver | None:
    """Open the task for a role that has ended, if it leaves anything behind. Once a role.

    The caller has ended the role in the same transaction, or it has run out.
    """
    if membership.awaits_confirmation or _is_continued(membership):
        return None
    if not (left := left_open(membership)):
        return None
    is_reporting = membership.role in REPORTING_ROLES
    row, is_new = HandOver.objects.get_or_create(
        membership=membership,
        defaults={
            "organisation": membership.organisation if is_reporting else None,
            "cause": cause,
            "left_open": left,
        },
    )
    if is_new:
        changes = {"cause": [None, cause], "left": [None, [item["kind"] for item in left]]}
        audit.record(OPENED, row, by, changes)
    return row


@transaction.atomic
def close_hand_over(*, hand_over: HandOver, note: str, by) -> HandOver:
    """Say who has taken over what."""
    row = HandOver.objects.select_for_update().get(pk=hand_over.pk)
    permissions.require(by, Action.HANDOVER_CLOSE, row)
    if not note.strip():
        raise Refused(_("Say who takes over what."), "note")
    row.note, row.done_by, row.done_at = note.strip(), by, Now()
    row.save(update_fields=["note", "done_by", "done_at"])
    audit.record(Action.HANDOVER_CLOSE, row, by, {"note": [None, row.note]})
    return row


@shared_task(name="mnr.services.hand_overs.open_for_ran_out")
def open_for_ran_out() -> int:
    """Open the tasks for roles that ran out by themselves. The scheduler asks every hour.

    Safe to run twice. A role that left nothing is looked at again for sixty days: what a
    colleague held in common with it may become nobody's later.
    """
    today = timezone.localdate()
    rows = Membership.objects.standing().filter(
        ends_on__lt=today, ends_on__gte=today - LOOKED_BACK, hand_over=None
    )
    opened = 0
    for membership in rows.exclude(role__in=Role.privileged(), confirmed_by=None):
        with transaction.atomic():
            opened += open_hand_over(membership=membership, cause=Cause.RAN_OUT) is not None
    return opened


def left_open(membership: Membership) -> list[dict]:
    """What the role leaves without anybody, and what its holder was in the middle of."""
    if membership.role in REPORTING_ROLES:
        return _reporting(membership)
    if membership.role == Role.DOM:
        return _domain(membership)
    if membership.role in Role.privileged():
        return _privileged(membership)
    return []


def _reporting(membership):
    body = membership.organisation
    found = []
    if not _others(role__in=ORGANISATION_ROLES, organisation=body).exists():
        numbers = body.assignments.in_force().values_list("capability__number", flat=True)
        found += [
            {"kind": "capability", "number": n} for n in numbers.order_by("capability__number")
        ]
    drafts = ProgressUpdate.objects.filter(
        UNFROZEN,
        organisation=body,
        saved_by=membership.user_id,
        state__in=(State.DRAFT, State.RETURNED),
    ).order_by("capability__number")
    for update in drafts.select_related("capability", "period"):
        row = {"kind": "draft", "number": update.capability.number, "period": update.period.code}
        found.append(row | {"update": str(update.pk)})
    return found


def _domain(membership):
    found = []
    if not _others(role=Role.DOM, domain=membership.domain).exists():
        found.append({"kind": "domain", "domain": membership.domain.key})
    waiting = ProgressUpdate.objects.filter(
        UNFROZEN, state=State.SUBMITTED, capability__domain=membership.domain
    ).count()
    if waiting and found:
        found.append({"kind": "endorsements", "count": waiting, "domain": membership.domain.key})
    return found


def _privileged(membership):
    holders = _others(role=membership.role).values("user").distinct().count()
    if holders > 1:
        return []
    found = [{"kind": "single" if holders else "nobody", "role": membership.role}]
    if membership.role == Role.SEC:
        waiting = ProgressUpdate.objects.filter(UNFROZEN, state=State.ENDORSED).count()
        found += [{"kind": "acceptances", "count": waiting}] if waiting else []
    return found


def _others(**which):
    """Who has such a role now: the ended one is in force no more."""
    return Membership.objects.in_force().filter(**which)


def _is_continued(membership):
    """The same person goes on in the same role from the day after."""
    return (
        Membership.objects.standing()
        .filter(
            user=membership.user_id,
            user__is_active=True,
            role=membership.role,
            organisation=membership.organisation_id,
            domain=membership.domain_id,
            starts_on__lte=membership.ends_on + timedelta(days=1),
            ends_on__gt=membership.ends_on,
        )
        .exists()
    )
