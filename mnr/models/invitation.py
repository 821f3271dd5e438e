"""Invitations: the way in for a new person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import (
    Address,
    Name,
    Text,
    both_or_neither,
    different_people,
    key,
    moment,
    person,
)
from mnr.roles import ORGANISATION_ROLES, Role


class InvitationQuerySet(models.QuerySet):
    """Questions about invitations."""

    def open(self):
        """Neither accepted nor withdrawn."""
        return self.filter(state__in=[Invitation.State.WAITING, Invitation.State.SENT])

    def acceptable(self):
        """Those whose link works now, by the database's clock."""
        return self.filter(
            state=Invitation.State.SENT,
            expires_at__gt=Now(),
            invited_by__is_active=True,
        ).exclude(released_by__is_active=False)


class Invitation(models.Model):
    """Somebody is asked to join. Account and membership come into being when it is accepted.

    Of its link only a digest is kept, made anew each time the mail is sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the secretariat")
        SENT = "sent", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = key()
    email = Address(_("e-mail address"))
    full_name = Name(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    role = models.CharField(_("role"), max_length=12, blank=True, choices=Role.membership_choices())
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        related_name="invitations",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    domain = models.ForeignKey(
        "mnr.Domain",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("domain"),
    )
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = Text(_("reason"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    needs_release = models.BooleanField(default=True, editable=False)
    invited_by = person(null=False)
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    released_by = person()
    released_at = moment()
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = moment(_("link works until"))
    accepted_by = person()
    accepted_at = moment()
    withdrawn_by = person()
    withdrawn_at = moment()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(state="sent"),
                name="invitation_sent_once",
                violation_error_message=_("Somebody at this address is invited already."),
            ),
            models.UniqueConstraint(
                fields=["token_digest"],
                condition=~Q(token_digest=""),
                name="invitation_token_once",
            ),
            models.CheckConstraint(
                name="invitation_ordinary_role",
                condition=Q(role__in=["", *Role.ordinary()]),
                violation_error_message=_("Privileged roles are given once the account is there."),
            ),
            models.CheckConstraint(
                name="invitation_role_has_its_parts",
                condition=Q(role="", organisation=None, domain=None, ends_on=None)
                | (
                    ~Q(role="")
                    & Q(ends_on__isnull=False)
                    & (~Q(role__in=ORGANISATION_ROLES) | Q(organisation__isnull=False))
                    & (
                        Q(role=Role.DOM, domain__isnull=False)
                        | (~Q(role=Role.DOM) & Q(domain__isnull=True))
                    )
                ),
                violation_error_message=_(
                    "A role needs a last day; a domain lead a domain; "
                    "whoever reports an organisation."
                ),
            ),
            models.CheckConstraint(
                name="invitation_released_before_sent",
                condition=Q(needs_release=False)
                | Q(released_by__isnull=False)
                | Q(state__in=["waiting", "withdrawn"]),
            ),
            different_people(
                "invitation_released_by_another",
                "invited_by",
                "released_by",
                _("Whoever invited somebody cannot let the invitation out."),
            ),
            models.CheckConstraint(
                name="invitation_link_only_while_sent",
                condition=Q(token_digest="")
                | (Q(state="sent", expires_at__isnull=False) & Q(expires_at__gt=F("invited_at"))),
            ),
            both_or_neither("invitation_released_who_and_when", "released_by", "released_at"),
            both_or_neither("invitation_accepted_who_and_when", "accepted_by", "accepted_at"),
            both_or_neither("invitation_withdrawn_who_and_when", "withdrawn_by", "withdrawn_at"),
            models.CheckConstraint(
                name="invitation_state_has_its_people",
                condition=Q(state__in=["waiting", "sent"], accepted_by=None, withdrawn_by=None)
                | Q(state="accepted", accepted_by__isnull=False, withdrawn_by=None)
                | Q(state="withdrawn", accepted_by=None, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.full_name

    @property
    def is_expired(self):
        """Whether its link was sent and is too old."""
        return (
            self.state == self.State.SENT
            and self.expires_at is not None
            and self.expires_at <= timezone.now()
        )

    @property
    def is_open(self):
        return self.state in (self.State.WAITING, self.State.SENT)
