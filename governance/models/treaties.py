"""Capability 3, Legislation: how far treaties bind the country."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import in_order, needed_when
from mnr.models.fields import OldDay, Prose


class TreatyStatus(RegisterEntry):
    """How far the country is bound by a treaty that bears on CSEA."""

    class Treaty(models.TextChoices):
        CRC = "crc", _("Convention on the Rights of the Child (CRC)")
        OPSC = "opsc", _("CRC: Optional Protocol on the sale of children (OPSC)")
        OPIC = "opic", _("CRC: Optional Protocol on a communications procedure (OPIC)")
        LANZAROTE = "lanzarote", _("Lanzarote Convention (CETS 201)")
        BUDAPEST = "budapest", _("Budapest Convention on Cybercrime (ETS 185)")
        BUDAPEST_2 = "budapest_2", _("Budapest Convention: Second Additional Protocol (CETS 224)")
        UN_CYBERCRIME = "un_cybercrime", _("United Nations Convention against Cybercrime")
        PALERMO = "palermo", _("Palermo Protocol on trafficking in persons")
        ILO_182 = "ilo_182", _("ILO Convention 182, Worst Forms of Child Labour")
        ACRWC = "acrwc", _("African Charter on the Rights and Welfare of the Child")
        MALABO = "malabo", _("Malabo Convention on Cyber Security")
        OTHER = "other", _("Other treaty of the region")

    class Status(models.TextChoices):
        NONE = "none", _("Neither signed nor invited")
        INVITED = "invited", _("Invited to accede")
        SIGNED = "signed", _("Signed")
        PARTY = "party", _("Party")

    treaty = models.CharField(
        _("treaty"), max_length=13, choices=Treaty.choices, help_text=_("One entry for each.")
    )
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, help_text=_("How far it has come.")
    )
    signed_on = OldDay(
        _("signed"), null=True, blank=True, help_text=_("Empty if it acceded without signing.")
    )
    ratified_on = OldDay(
        _("ratified"), null=True, blank=True, help_text=_("When it ratified or acceded.")
    )
    in_force_on = OldDay(
        _("in force since"),
        null=True,
        blank=True,
        help_text=_("When it began to bind the country."),
    )
    reservations = Prose(
        _("reservations"), help_text=_("Reservations and declarations that stand; empty if none.")
    )

    class Meta(RegisterEntry.Meta):
        verbose_name = _("treaty status")
        verbose_name_plural = _("treaty statuses")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "treatystatus_ratified_after_signed",
                "signed_on",
                "ratified_on",
                _("It cannot be ratified before it was signed."),
            ),
            in_order(
                "treatystatus_in_force_after_ratified",
                "ratified_on",
                "in_force_on",
                _("It cannot be in force before it was ratified."),
            ),
            needed_when(
                "treatystatus_signed_has_day",
                "signed_on",
                _("Say when it was signed."),
                status="signed",
            ),
            needed_when(
                "treatystatus_party_has_day",
                "ratified_on",
                _("Say when the country ratified it or acceded."),
                status="party",
            ),
            models.CheckConstraint(
                name="treatystatus_days_fit_status",
                condition=Q(status="party")
                | Q(status="signed", ratified_on=None, in_force_on=None)
                | Q(signed_on=None, ratified_on=None, in_force_on=None),
                violation_error_message=_("The days tell of more than the status says."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "treaty"],
                condition=Q(withdrawn_on=None) & ~Q(treaty="other"),
                name="treatystatus_once_a_treaty",
                violation_error_message=_("The treaty has an entry already: change that one."),
            ),
        ]

    def __str__(self):
        return self.get_treaty_display()
