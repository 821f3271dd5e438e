"""Memberships: who has which role, for what, from when until when."""

import uuid
from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce, Now, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import (
    DateRange,
    Text,
    both_or_neither,
    different_people,
    key,
    moment,
    person,
)
from mnr.roles import ORGANISATION_ROLES, Role

LONGEST = timedelta(days=366)
NONE = uuid.UUID(int=0)


class MembershipQuerySet(models.QuerySet):
    """Questions about memberships."""

    def in_force(self):
        """Memberships that give rights today, by the database's clock."""
        today = TruncDate(Now())
        return self.filter(starts_on__lte=today, ends_on__gte=today, user__is_active=True).exclude(
            role__in=Role.privileged(), confirmed_by=None
        )

    def on(self, day):
        """Memberships that gave rights on a day, if the account was open."""
        return self.filter(starts_on__lte=day, ends_on__gte=day).exclude(
            role__in=Role.privileged(), confirmed_by=None
        )

    def standing(self):
        """Memberships that nobody has ended before their last day."""
        return self.filter(ended_at=None)

    def awaiting_confirmation(self):
        return self.filter(
            role__in=Role.privileged(), confirmed_by=None, ends_on__gte=TruncDate(Now())
        )


class Membership(models.Model):
    """A person's role, for an organisation, a domain or the nation, from a day until a day."""

    id = key()
    user = models.ForeignKey(
        "mnr.User", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.membership_choices())
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("organisation"),
    )
    domain = models.ForeignKey(
        "mnr.Domain",
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("domain"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(
        _("until"), help_text=_("Every membership ends, at the latest after twelve months.")
    )
    reason = Text(_("reason"), max_length=300, blank=True)
    granted_by = person()
    granted_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = person()
    confirmed_at = moment()
    ended_by = person()
    ended_at = moment(_("ended early"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__full_name", "role", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="membership_role_has_organisation",
                condition=~models.Q(role__in=ORGANISATION_ROLES)
                | models.Q(organisation__isnull=False),
                violation_error_message=_("This role belongs to an organisation: choose one."),
            ),
            models.CheckConstraint(
                name="membership_domain_for_leads_only",
                condition=models.Q(role=Role.DOM, domain__isnull=False)
                | (~models.Q(role=Role.DOM) & models.Q(domain__isnull=True)),
                violation_error_message=_("A domain lead needs a domain; no other role has one."),
            ),
            models.CheckConstraint(
                name="membership_twelve_months_at_most",
                condition=models.Q(ends_on__lte=models.F("starts_on") + models.Value(LONGEST)),
                violation_error_message=_(
                    "A membership lasts twelve months at most; it can be renewed."
                ),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("organisation", models.Value(NONE)), RangeOperators.EQUAL),
                    (Coalesce("domain", models.Value(0)), RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(ended_at=None),
                violation_error_message=_(
                    "This person has this role already on some of these days: begin the new one "
                    "on the day after it ends."
                ),
            ),
            both_or_neither("membership_confirmed_who_and_when", "confirmed_by", "confirmed_at"),
            both_or_neither("membership_ended_who_and_when", "ended_by", "ended_at"),
            different_people(
                "membership_not_granted_to_oneself",
                "user",
                "granted_by",
                _("Nobody gives a role to themselves. Ask a colleague."),
            ),
            different_people(
                "membership_confirmed_by_another",
                "granted_by",
                "confirmed_by",
                _("Whoever granted a role cannot confirm it."),
            ),
            different_people(
                "membership_not_confirmed_by_grantee",
                "user",
                "confirmed_by",
                _("Nobody confirms their own role."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    @property
    def first_day(self):
        """The day it began, also of a role that ended on that very day (see `last_day`)."""
        given = timezone.localdate(self.granted_at)
        was_moved = self.ended_at and self.starts_on == self.ends_on < given
        return min(given, self.last_day) if was_moved else self.starts_on

    @property
    def last_day(self):
        """The day on which it ended. `ends_on` is the one before, from which on it counts no more,
        if somebody ended it early.
        """
        return timezone.localdate(self.ended_at) if self.ended_at else self.ends_on

    @property
    def awaits_confirmation(self):
        return self.role in Role.privileged() and self.confirmed_by_id is None
