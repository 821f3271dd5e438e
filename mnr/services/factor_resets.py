"""A new beginning for somebody who lost every factor: requested, confirmed, mailed."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import FactorReset, User
from mnr.roles import Action
from mnr.services import audit, identities, notices, password_links, sessions, tokens
from mnr.services.errors import Refused


@transaction.atomic
def request_reset(*, user: User, reason: str, by) -> FactorReset:
    """Ask that somebody may set up their second factors anew."""
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.require(by, Action.USER_MFA_RESET_REQUEST, user)
    if user.factor_resets.waiting().exists():
        raise Refused(_("Somebody has asked for this already: it waits for the secretariat."))
    row = FactorReset(user=user, reason=reason.strip(), requested_by=by)
    try:
        row.full_clean(exclude=["requested_at", "requested_by"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "reason") from error
    row.save()
    audit.record(Action.USER_MFA_RESET_REQUEST, row, by, {"person": [None, str(user.pk)]})
    return row


@transaction.atomic
def confirm_reset(*, reset: FactorReset, by) -> FactorReset:
    """The second person's yes: factors, password and all ways in go; a link to begin anew comes."""
    user = User.objects.select_for_update().get(pk=reset.user_id)
    reset = FactorReset.objects.select_for_update(of=("self",)).get(pk=reset.pk)
    permissions.require(by, Action.USER_MFA_RESET_CONFIRM, reset)
    if not user.is_active:
        raise Refused(_("This account is closed."))
    reset.confirmed_by, reset.confirmed_at = by, Now()
    reset.save(update_fields=["confirmed_by", "confirmed_at"])
    Authenticator.objects.filter(user_id=user.pk).delete()
    sessions.forget_sessions(user)
    tokens.end_all(user=user, by=by)
    identities.forget(user=user, by=by)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(Action.USER_MFA_RESET_CONFIRM, reset, by, {"person": [None, str(user.pk)]})
    notices.tell(user, notices.FACTORS_RESET)
    password_links.queue_link(user)
    return reset
