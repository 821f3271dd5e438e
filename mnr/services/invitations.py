"""Invitations: asked for, agreed to, mailed, accepted. The link works once and for some days.

Only a digest of it is kept, so neither a copy of the database nor a log lets anybody in.
"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import Country, Invitation, Membership, User
from mnr.models.membership import LONGEST
from mnr.roles import Action
from mnr.services import audit, identities, jobs, people
from mnr.services.errors import Refused

JOB = "mail_invitation"
RESEND, WITHDRAW, ACCEPT = "invitation.resend", "invitation.withdraw", "invitation.accept"
State = Invitation.State


@transaction.atomic
def invite(*, invitation: Invitation, by) -> Invitation:
    """Ask somebody to join. One by an agency waits until the secretariat agrees."""
    permissions.require(by, Action.USER_INVITE, invitation)
    invitation.invited_by = by
    invitation.needs_release = not permissions.can(by, Action.USER_INVITE_RELEASE)
    invitation.email = invitation.email.strip().lower()
    invitation.full_name, invitation.reason = (
        invitation.full_name.strip(),
        invitation.reason.strip(),
    )
    if invitation.needs_release:
        _refuse_beyond_own(invitation, by)
    else:
        _refuse_known(invitation)
        invitation.state = State.SENT
    _refuse_unfit(invitation)
    invitation.save()
    audit.record(Action.USER_INVITE, invitation, by, _words(invitation))
    if invitation.state == State.SENT:
        _queue(invitation, by)
    return invitation


@transaction.atomic
def release(*, invitation: Invitation, by) -> Invitation:
    """The secretariat's yes to an agency's invitation: now it is mailed."""
    invitation = _locked(invitation)
    permissions.require(by, Action.USER_INVITE_RELEASE, invitation)
    _refuse_known(invitation)
    _refuse_past(invitation)
    invitation.state = State.SENT
    invitation.released_by, invitation.released_at = by, Now()
    invitation.save(update_fields=["state", "released_by", "released_at"])
    audit.record(Action.USER_INVITE_RELEASE, invitation, by)
    _queue(invitation, by)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, by) -> Invitation:
    """Mail a new link; the one before stops working."""
    invitation = _locked(invitation)
    permissions.require(by, Action.USER_INVITE, invitation)
    if invitation.state == State.WAITING:
        raise Refused(_("The secretariat has not agreed yet: nothing was sent so far."))
    _refuse_past(invitation)
    invitation.token_digest, invitation.expires_at = "", None
    invitation.save(update_fields=["token_digest", "expires_at"])
    audit.record(RESEND, invitation, by)
    _queue(invitation, by)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by) -> Invitation:
    """Take an invitation back: its link stops working at once."""
    invitation = _locked(invitation)
    permissions.require(by, Action.USER_INVITE, invitation)
    invitation.state, invitation.token_digest = State.WITHDRAWN, ""
    invitation.withdrawn_by, invitation.withdrawn_at = by, Now()
    invitation.save(update_fields=["state", "token_digest", "withdrawn_by", "withdrawn_at"])
    audit.record(WITHDRAW, invitation, by)
    return invitation


def find(token: str) -> Invitation | None:
    """The invitation that a link belongs to, while it can be accepted."""
    return (
        Invitation.objects.acceptable()
        .select_related("organisation", "domain", "invited_by", "released_by")
        .filter(token_digest=fingerprint(token))
        .first()
    )


def fingerprint(token: str) -> str:
    """What the database keeps of a link, and what an invitation is found by."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def accept(*, fingerprint: str, full_name="", password=None, subject="") -> User | None:
    """Open the account and give the role that the invitation names; None if the link is dead.

    With a `subject` instead of a password the person came from the country's provider of
    identities, and goes on signing in there.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .acceptable()
        .filter(token_digest=fingerprint)
        .first()
    )
    if invitation is None or User.objects.filter(email__iexact=invitation.email).exists():
        return None
    name = full_name.strip() or invitation.full_name
    user = User.objects.create_user(
        invitation.email, password, full_name=name, language=invitation.language
    )
    _close(invitation, user)
    if subject:
        identities.record_identity(user=user, subject=subject, by=user)
    if invitation.role:
        _join(user, invitation)
    return user


def issue_link(invitation: Invitation) -> str:
    """A new link, whose digest replaces the one before."""
    token = secrets.token_urlsafe(32)
    invitation.token_digest = fingerprint(token)
    invitation.expires_at = timezone.now() + timedelta(days=settings.MNR_INVITATION_DAYS)
    invitation.save(update_fields=["token_digest", "expires_at"])
    return settings.SITE_URL + reverse("invitation_accept", args=[token])


@jobs.job(JOB, action=Action.USER_INVITE)
def mail_invitation(*, invitation: str, progress) -> None:
    """Make the link and mail it, unless the invitation was accepted or withdrawn meanwhile."""
    with transaction.atomic():
        rows = Invitation.objects.select_for_update().filter(pk=invitation, state=State.SENT)
        row = rows.first()
        if row is None:
            return
        link = issue_link(row)
    with translation.override(row.language):
        send_mail(_subject(), _text(row, link), None, [row.email])


def _queue(invitation, by):
    jobs.queue(JOB, by=by, once=f"invitation-{invitation.pk}", invitation=str(invitation.pk))


def _locked(invitation):
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "domain")
        .get(pk=invitation.pk)
    )


def _refuse_beyond_own(invitation, by):
    """An agency invites into a role that the inviter holds in that organisation, no other."""
    held = permissions.standing(by).organisations.get(invitation.role, frozenset())
    if invitation.organisation_id not in held:
        raise permissions.Denied(_("You can invite into your own organisation and role only."))
    theirs = Invitation.objects.open().filter(organisation=invitation.organisation_id)
    if theirs.filter(email__iexact=invitation.email).exists():
        raise Refused(_("Your organisation has invited this address already."), "email")


def _refuse_known(invitation):
    """Whoever has an account gets roles without an invitation; nobody is invited twice."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Refused(
            _("Somebody has an account with this address: give the role to that person."), "email"
        )
    others = Invitation.objects.filter(state=State.SENT, email__iexact=invitation.email)
    if others.exclude(pk=invitation.pk).exists():
        raise Refused(
            _("This address is invited already: send that invitation again, or withdraw it."),
            "email",
        )


def _refuse_unfit(invitation):
    try:
        invitation.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    today = timezone.localdate()
    if invitation.role and not today < invitation.ends_on <= today + LONGEST:
        raise Refused(
            _("Choose a last day after today, twelve months from now at most."), "ends_on"
        )
    if invitation.organisation and not invitation.organisation.is_active:
        raise Refused(_("This organisation no longer takes part."), "organisation")


def _refuse_past(invitation):
    if invitation.ends_on and invitation.ends_on <= timezone.localdate():
        raise Refused(_("The role that it promises would have ended: invite the person anew."))


def _close(invitation, user):
    invitation.state, invitation.token_digest = State.ACCEPTED, ""
    invitation.accepted_by, invitation.accepted_at = user, Now()
    invitation.save(update_fields=["state", "token_digest", "accepted_by", "accepted_at"])
    audit.record(ACCEPT, invitation, user)


def _join(user, invitation):
    """The membership, given by whoever of the secretariat invited or agreed."""
    granted_by = invitation.released_by or invitation.invited_by
    membership = Membership(
        user=user,
        role=invitation.role,
        organisation=invitation.organisation,
        domain=invitation.domain,
        starts_on=timezone.localdate(),
        ends_on=invitation.ends_on,
        reason=invitation.reason,
        granted_by=granted_by,
    )
    people.record_membership(membership, granted_by)


def _words(invitation):
    """What is said of it in the trail: no name and no address."""
    return {
        "role": [None, invitation.role],
        "organisation": [None, str(invitation.organisation_id or "")],
        "domain": [None, invitation.domain_id],
        "until": [None, invitation.ends_on],
    }


def _subject():
    country = Country.objects.first()
    service = _("Model National Response")
    name = f"{service}, {country.name}" if country else service
    return _("Your invitation: %(name)s") % {"name": name}


def _text(invitation, link):
    return render_to_string(
        "invitations/mail.txt",
        {
            "invitation": invitation,
            "country": Country.objects.first(),
            "link": link,
            "days": settings.MNR_INVITATION_DAYS,
        },
    )
