"""What the registers of the Victim domain hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry, RegisterEntry
from mnr.models.entry import at_most, count, coverage, in_order
from mnr.models.fields import Text


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

    name = Text(_("name of the service"), max_length=200, help_text=_("As the public knows it."))
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
    opened_on = models.DateField(
        _("open since"), null=True, blank=True, help_text=_("When it began to take children in.")
    )
    closed_on = models.DateField(
        _("closed"), null=True, blank=True, help_text=_("Empty while it is open.")
    )
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


class HelplineReturn(PeriodEntry):
    """Contacts of the national child helpline in a reporting period."""

    attempted = count(
        _("contacts attempted"), _("Every call, chat and message that tried to reach the helpline.")
    )
    answered = count(_("contacts answered"), _("Those of them that somebody answered."))
    counselling = count(
        _("counselling contacts"), _("Answered contacts in which a child or carer was counselled.")
    )
    csea = count(
        _("of these, about sexual abuse or exploitation"),
        _("Counselling contacts of which that was the main reason."),
    )
    referred = count(
        _("of these, referred to services"), _("Passed on to police, social or medical services.")
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("helpline return")
        verbose_name_plural = _("helpline returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "helplinereturn_answered_at_most_attempted",
                "answered",
                "attempted",
                _("More contacts cannot be answered than were attempted."),
            ),
            at_most(
                "helplinereturn_counselling_at_most_answered",
                "counselling",
                "answered",
                _("More contacts cannot be counselled than were answered."),
            ),
            at_most(
                "helplinereturn_csea_at_most_counselling",
                "csea",
                "counselling",
                _("The contacts about abuse are among the counselling contacts."),
            ),
            at_most(
                "helplinereturn_referred_at_most_csea",
                "referred",
                "csea",
                _("More contacts cannot be referred than were about abuse."),
            ),
        ]
