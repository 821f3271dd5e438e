"""What the country does when suspected illegal material appears, and who is on duty for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Contact, both_or_neither, different_people, key, moment, person
from mnr.models.membership import Membership
from mnr.roles import Role


class ProcedureQuerySet(models.QuerySet):
    """Questions about procedures."""

    def in_force(self):
        """The latest that was confirmed, if there is one."""
        return self.exclude(confirmed_at=None).order_by("-confirmed_at").first()

    def proposed(self):
        return self.filter(confirmed_at=None)


class Procedure(models.Model):
    """The five things that only the country knows. The latest confirmed one is in force."""

    id = key()
    law = Contact(
        _("law"),
        max_length=300,
        help_text=_("The law under which material is reported and kept, with its section."),
    )
    hotline = Contact(
        _("national hotline"), max_length=300, help_text=_("Its name and how it is reached.")
    )
    police_unit = Contact(
        _("police unit"),
        max_length=300,
        help_text=_("Its name and how it is reached, at night too."),
    )
    duty_officer = Contact(
        _("duty officer"), max_length=300, help_text=_("The name and how to reach the person.")
    )
    deputy = Contact(
        _("deputy"), max_length=300, help_text=_("The name and how to reach the person.")
    )
    proposed_by = person()
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = person()
    confirmed_at = moment()

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        constraints = [
            models.CheckConstraint(
                name="procedure_is_complete",
                condition=~Q(law="")
                & ~Q(hotline="")
                & ~Q(police_unit="")
                & ~Q(duty_officer="")
                & ~Q(deputy=""),
                violation_error_message=_("All five are needed."),
            ),
            different_people(
                "procedure_confirmed_by_another",
                "proposed_by",
                "confirmed_by",
                _("Whoever proposed it cannot confirm it."),
            ),
            models.CheckConstraint(
                name="procedure_confirmed_by_somebody",
                condition=Q(proposed_by=None)
                | Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.law


class DutyQuerySet(models.QuerySet):
    """Questions about duties."""

    def in_force(self):
        """Duties that give rights today: confirmed, not ended, on a membership in force."""
        secretariat = Membership.objects.in_force().filter(role=Role.SEC)
        return self.filter(confirmed_by__isnull=False, ended_at=None, membership__in=secretariat)

    def awaiting_confirmation(self):
        return self.filter(confirmed_by=None, ended_at=None)


class Duty(models.Model):
    """The flag of the duty officer on a secretariat's membership: asked for and confirmed."""

    class Place(models.TextChoices):
        OFFICER = "officer", _("Duty officer")
        DEPUTY = "deputy", _("Deputy")

    id = key()
    membership = models.ForeignKey(
        "mnr.Membership", on_delete=models.PROTECT, related_name="duties"
    )
    place = models.CharField(_("place"), max_length=8, choices=Place.choices)
    user = person(null=False)
    requested_by = person(null=False)
    requested_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = person()
    confirmed_at = moment()
    ended_by = person()
    ended_at = moment()

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("duty for illegal material")
        verbose_name_plural = _("duties for illegal material")
        constraints = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(ended_at=None),
                name="duty_place_once",
                violation_error_message=_("Somebody has this place: end it there first."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at=None),
                name="duty_person_once",
                violation_error_message=_("This person is on duty already."),
            ),
            both_or_neither("duty_confirmed_who_and_when", "confirmed_by", "confirmed_at"),
            both_or_neither("duty_ended_who_and_when", "ended_by", "ended_at"),
            different_people(
                "duty_confirmed_by_another",
                "requested_by",
                "confirmed_by",
                _("Whoever asked for it cannot confirm it."),
            ),
            different_people(
                "duty_not_confirmed_by_officer",
                "user",
                "confirmed_by",
                _("Nobody confirms their own duty."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_place_display()}"
