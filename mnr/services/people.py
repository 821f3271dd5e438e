"""Accounts and memberships. Privileged roles take two people."""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import DomainUserObjectPermission, HandOver, Membership, User
from mnr.models.membership import LONGEST
from mnr.roles import Action, Role
from mnr.services import audit, duties_apart, hand_overs, password_links, sessions, tokens
from mnr.services.errors import Refused
from mnr.services.releases import refuse_unreleased


@transaction.atomic
def edit_self(*, user: User, full_name: str, language: str, by) -> User:
    """Change one's own name and language."""
    permissions.require(by, Action.USER_EDIT_SELF, user)
    before = {"full_name": user.full_name, "language": user.language}
    user.full_name, user.language = full_name.strip(), language
    user.save(update_fields=["full_name", "language"])
    after = {"full_name": user.full_name, "language": user.language}
    if changes := audit.changed(before, after):
        audit.record(Action.USER_EDIT_SELF, user, by, changes)
    return user


@transaction.atomic
def deactivate_person(*, user: User, reason: str = "", by) -> User:
    """Close an account at once: sign-in, sessions, memberships and grants end."""
    held = list(
        user.memberships.in_force().select_related("organisation", "domain").order_by("role", "pk")
    )
    for membership in held:  # before the person's row, as whoever ends a role does
        _lock_holders(membership.role)
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.require(by, Action.USER_DEACTIVATE, user)
    for membership in held:
        _keep_last_holder(membership)
    for membership in user.memberships.standing().filter(ends_on__gte=timezone.localdate()):
        _end(membership, by, reason)  # an account that is opened again gets no role back by itself
    user.is_active = False
    user.set_unusable_password()  # whatever cookie is left somewhere, it revives nothing
    user.save(update_fields=["is_active", "password"])
    sessions.forget_sessions(user)
    tokens.end_all(user=user, by=by)
    synchronise_domain_grants(user)
    audit.record(Action.USER_DEACTIVATE, user, by, _because(reason))
    for membership in held:
        hand_overs.open_hand_over(membership=membership, cause=HandOver.Cause.CLOSED, by=by)
    return user


@transaction.atomic
def reactivate_person(*, user: User, by) -> User:
    """Open a closed account again: without roles, sessions, tokens or password.

    A link to choose a password goes to its owner; the second factors are those of before.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    permissions.require(by, Action.USER_REACTIVATE, user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    sessions.forget_sessions(user)
    tokens.end_all(user=user, by=by)
    audit.record(Action.USER_REACTIVATE, user, by)
    password_links.queue_link(user, password_links.OPENED_AGAIN)
    return user


@transaction.atomic
def grant_role(
    *, user: User, role, organisation=None, domain=None, starts_on, ends_on, reason="", by
):
    """Give a role until a day. A privileged one waits until a second person confirms it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    membership = Membership(
        user=user,
        role=role,
        organisation=organisation,
        domain=domain,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        granted_by=by,
    )
    permissions.require(by, _granting(membership), membership)
    refuse_unreleased(reason, "reason")
    return record_membership(membership, by)


def record_membership(membership: Membership, by) -> Membership:
    """Write a membership with the grant that follows from it. The caller asks permission."""
    _refuse_unfit(membership)
    with duties_apart.in_words():
        membership.save()
    synchronise_domain_grants(membership.user)
    audit.record(_granting(membership), membership, by, _words(membership))
    return membership


def renew_role(*, membership: Membership, ends_on, reason="", by) -> Membership:
    """The same role again from the day after it ends, with all the checks of a new one."""
    return grant_role(
        user=membership.user,
        role=membership.role,
        organisation=membership.organisation,
        domain=membership.domain,
        starts_on=_renewed_from(membership),
        ends_on=ends_on,
        reason=reason,
        by=by,
    )


def renewed_until(membership: Membership):
    """The last day that a renewal offers: a year."""
    return _renewed_from(membership) + timedelta(days=365)


def _renewed_from(membership):
    return max(membership.ends_on + timedelta(days=1), timezone.localdate())


@transaction.atomic
def confirm_role(*, membership: Membership, by) -> Membership:
    """The second person's yes to a privileged role."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    permissions.require(by, Action.ROLE_GRANT_PRIVILEGED_CONFIRM, membership)
    if _has_ended(membership) or not membership.user.is_active:
        raise Refused(_("This role has ended, or the account is closed: ask for it anew."))
    membership.confirmed_by, membership.confirmed_at = by, Now()
    membership.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(Action.ROLE_GRANT_PRIVILEGED_CONFIRM, membership, by, _words(membership))
    return membership


@transaction.atomic
def end_role(*, membership: Membership, reason: str = "", by) -> Membership:
    """End a membership today at midnight past: from now on it gives no rights."""
    _lock_holders(membership.role)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    permissions.require(by, Action.ROLE_REVOKE, membership)
    if _has_ended(membership):
        raise Refused(_("This role has ended already."))
    _keep_last_holder(membership)
    return end_membership(membership=membership, reason=reason, by=by)


def end_membership(*, membership: Membership, reason: str = "", by) -> Membership:
    """End it and open the task of its hand-over. The caller asks permission."""
    had_begun = membership.starts_on <= timezone.localdate()
    _end(membership, by, reason)
    synchronise_domain_grants(membership.user)
    if had_begun:
        hand_overs.open_hand_over(membership=membership, cause=HandOver.Cause.ENDED, by=by)
    return membership


def _end(membership, by, reason):
    """It counts up to yesterday; who ended it today stays on the row, and why in the trail."""
    before = membership.ends_on
    membership.ends_on = timezone.localdate() - timedelta(days=1)
    membership.starts_on = min(membership.starts_on, membership.ends_on)
    membership.ended_by, membership.ended_at = by, Now()
    membership.save(update_fields=["starts_on", "ends_on", "ended_by", "ended_at"])
    until = {"ends_on": [before, timezone.localdate()]}
    audit.record(Action.ROLE_REVOKE, membership, by, until | _because(reason))


def _because(reason):
    """A reason as the trail keeps it; nothing where nobody gave one."""
    refuse_unreleased(reason, "reason")
    return {"reason": [None, reason.strip()]} if reason.strip() else {}


def _refuse_unfit(membership):
    _refuse_unfit_dates(membership)
    if not membership.user.is_active:
        raise Refused(_("This account is closed: nobody can give it a role."))
    try:
        membership.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    duties_apart.refuse_clash(membership)


def _refuse_unfit_dates(membership):
    if membership.ends_on - membership.starts_on > LONGEST:
        raise Refused(_("A membership lasts twelve months at most; it can be renewed."), "ends_on")
    if _has_ended(membership):
        raise Refused(_("Choose a last day from today on."), "ends_on")
    if membership.starts_on > timezone.localdate() + LONGEST:
        raise Refused(_("Choose a first day within the next twelve months."), "starts_on")


def _granting(membership):
    """The action that gives such a role."""
    privileged = membership.role in Role.privileged()
    return Action.ROLE_GRANT_PRIVILEGED_REQUEST if privileged else Action.ROLE_GRANT


def _has_ended(membership):
    return membership.ends_on < timezone.localdate()


def _lock_holders(role):
    """Two people who leave a role at the same moment do so one after the other."""
    rows = Membership.objects.filter(role=role, ends_on__gte=timezone.localdate())
    list(rows.select_for_update().order_by("pk").values_list("pk"))


def _keep_last_holder(membership):
    """Nobody can be left without a secretariat, a chair or an administrator."""
    if membership.role not in (Role.ADM, Role.SEC, Role.CHR) or membership.awaits_confirmation:
        return
    others = (
        Membership.objects.in_force().filter(role=membership.role).exclude(user=membership.user_id)
    )
    if not others.exists():
        raise Refused(
            _("This is the last %(role)s: give the role to somebody else first.")
            % {"role": Role(membership.role).label}
        )


def synchronise_domain_grants(user):
    """The object grants that follow from the person's memberships as a domain lead."""
    permission = Permission.objects.get(codename="lead_domain", content_type__app_label="mnr")
    wanted = set(
        user.memberships.filter(role=Role.DOM, ends_on__gte=timezone.localdate()).values_list(
            "domain", flat=True
        )
    )
    if not user.is_active:
        wanted = set()
    held = DomainUserObjectPermission.objects.filter(user=user, permission=permission)
    held.exclude(content_object__in=wanted).delete()
    for domain in wanted - set(held.values_list("content_object", flat=True)):
        DomainUserObjectPermission.objects.create(
            user=user, permission=permission, content_object_id=domain
        )


def _words(membership):
    return {
        "role": [None, membership.role],
        "organisation": [None, str(membership.organisation_id or "")],
        "domain": [None, membership.domain_id],
        "from": [None, membership.starts_on],
        "until": [None, membership.ends_on],
    }
