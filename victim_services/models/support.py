"""Support from the investigation to after-care: services, and the pathways between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import count, coverage, document_link, in_order, needed_when, statement
from mnr.models.fields import OldDay, Text, Title


class SupportService(RegisterEntry):
    """A service that supports children who were sexually exploited or abused."""

    class Kind(models.TextChoices):
        ONE_STOP = "one_stop", _("One-stop centre (Barnahus, child house, advocacy centre)")
        MEDICAL = "medical", _("Medical care and forensic examination")
        THERAPY = "therapy", _("Therapeutic support")
        SHELTER = "shelter", _("Shelter or care placement")
        LEGAL = "legal", _("Legal aid and company at hearings")
        FAMILY = "family", _("Support for families and carers")

    class Phase(models.TextChoices):
        INVESTIGATION = "investigation", _("During the investigation")
        PROSECUTION = "prosecution", _("During the prosecution")
        AFTER_CARE = "after_care", _("After-care")

    name = Title(_("name of the service"), max_length=200, help_text=_("As the public knows it."))
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, help_text=_("What it mainly gives.")
    )
    phase = models.CharField(
        _("phase"),
        max_length=14,
        choices=Phase.choices,
        help_text=_("The part of a child’s way that it mainly accompanies."),
    )
    legal_basis = Text(
        _("legal basis"), max_length=200, blank=True, help_text=_("The law or mandate it rests on.")
    )
    places = count(_("places"), _("Children it can support at one time; empty if not known."))
    median_wait = count(
        _("median wait for therapy (days)"),
        _("Days from referral to the first session, over the last twelve months."),
    )
    is_open_all_hours = statement(
        _("open day and night"), _("A child can be taken in at every hour of every day.")
    )
    is_free = statement(_("free of charge"), _("Neither the child nor the family pays."))
    standard = Text(
        _("child-friendly standard"),
        max_length=200,
        blank=True,
        help_text=_("The written standard that it is checked against; empty if there is none."),
    )
    opened_on = OldDay(
        _("open since"), null=True, blank=True, help_text=_("When it began to take children in.")
    )
    closed_on = OldDay(_("closed"), null=True, blank=True, help_text=_("Empty while it is open."))
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("support service")
        verbose_name_plural = _("support services")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "supportservice_closed_after_opened",
                "opened_on",
                "closed_on",
                _("It cannot be closed before it was opened."),
            ),
        ]

    def __str__(self):
        return self.name


class ReferralPathway(RegisterEntry):
    """A written procedure by which agencies pass a child on to support and work together."""

    class Kind(models.TextChoices):
        PATHWAY = "pathway", _("Referral pathway")
        SOP = "sop", _("Standard operating procedures of one agency")
        JOINT = "joint", _("Joint working procedure of several agencies")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        ADOPTED = "adopted", _("Adopted, not yet in use")
        IN_USE = "in_use", _("Adopted and in use")
        REPLACED = "replaced", _("Replaced or ended")

    title = Title(_("title"), max_length=300, help_text=_("As the document calls itself."))
    kind = models.CharField(
        _("kind"), max_length=7, choices=Kind.choices, help_text=_("Whose work it orders.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, help_text=_("How far it has come.")
    )
    legal_basis = Text(
        _("legal basis"),
        max_length=200,
        blank=True,
        help_text=_("The law, order or agreement that makes it binding; empty if it is not."),
    )
    binds_police = statement(_("binds the police"), _("The police signed it or must follow it."))
    binds_social_services = statement(
        _("binds social services"), _("Social services signed it or must follow it.")
    )
    binds_health = statement(
        _("binds health services"), _("Health services signed it or must follow it.")
    )
    binds_schools = statement(_("binds schools"), _("Schools signed it or must follow it."))
    first_response = count(
        _("time limit for the first response (hours)"),
        _("Hours from referral to the first contact with the child; empty if it sets none."),
    )
    adopted_on = models.DateField(
        _("adopted"), null=True, blank=True, help_text=_("When it was signed or ordered.")
    )
    reviewed_on = models.DateField(
        _("last reviewed"), null=True, blank=True, help_text=_("When it was last checked in full.")
    )
    document_url = document_link()
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("referral pathway")
        verbose_name_plural = _("referral pathways")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "referralpathway_adopted_has_day",
                "adopted_on",
                _("Say when it was adopted."),
                status__in=["adopted", "in_use"],
            ),
            in_order(
                "referralpathway_reviewed_after_adopted",
                "adopted_on",
                "reviewed_on",
                _("It cannot be reviewed before it was adopted."),
            ),
        ]

    def __str__(self):
        return self.title
