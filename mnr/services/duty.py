"""Who is on duty for illegal material: a flag on two memberships of the secretariat."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import Duty, Membership
from mnr.roles import Action, Role
from mnr.services import audit
from mnr.services.errors import Refused


@transaction.atomic
def request_duty(*, membership: Membership, place: str, by) -> Duty:
    """Ask that somebody of the secretariat becomes duty officer or deputy."""
    held = Membership.objects.in_force().select_for_update(of=("self",))
    stored = held.select_related("user").filter(pk=membership.pk, role=Role.SEC).first()
    if stored is None:
        raise Refused(_("Only somebody whose role in the secretariat is in force can be on duty."))
    _end_stale(by)
    duty = Duty(membership=stored, user=stored.user, place=place, requested_by=by)
    permissions.require(by, Action.DUTY_REQUEST, duty)
    try:
        duty.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    duty.save()
    audit.record(Action.DUTY_REQUEST, duty, by, _words(duty))
    return duty


@transaction.atomic
def confirm_duty(*, duty: Duty, by) -> Duty:
    """The second person's yes."""
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    permissions.require(by, Action.DUTY_CONFIRM, duty)
    duty.confirmed_by, duty.confirmed_at = by, Now()
    duty.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(Action.DUTY_CONFIRM, duty, by, _words(duty))
    return duty


@transaction.atomic
def end_duty(*, duty: Duty, by) -> Duty:
    """From now on the person is no longer on duty."""
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    permissions.require(by, Action.DUTY_END, duty)
    duty.ended_by, duty.ended_at = by, Now()
    duty.save(update_fields=["ended_by", "ended_at"])
    audit.record(Action.DUTY_END, duty, by, _words(duty))
    return duty


def _end_stale(by):
    """Free the places of those whose membership has ended."""
    in_force = Membership.objects.in_force().filter(role=Role.SEC)
    stale = Duty.objects.filter(ended_at=None).exclude(membership__in=in_force)
    stale.update(ended_by=by, ended_at=Now())


def _words(duty):
    return {"place": [None, duty.place], "user": [None, str(duty.user_id)]}
