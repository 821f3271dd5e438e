"""Capability 4, Dedicated Law Enforcement: the units, and what passes through them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry, RegisterEntry
from mnr.models.entry import at_most, count, coverage, in_order, needed_when, statement
from mnr.models.fields import Text, Title


class SpecialistUnit(RegisterEntry):
    """A unit that investigates CSEA, or is set up to do so."""

    class Remit(models.TextChoices):
        NATIONAL = "national", _("National")
        REGIONAL = "regional", _("Regional")
        LOCAL = "local", _("Local")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPERATING = "operating", _("Operating")
        CLOSED = "closed", _("Closed")

    name = Title(_("name of the unit"), max_length=200, help_text=_("Its official name."))
    remit = models.CharField(
        _("remit"), max_length=8, choices=Remit.choices, help_text=_("How far its powers reach.")
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, help_text=_("Whether it works.")
    )
    legal_basis = Text(
        _("legal basis"), max_length=200, blank=True, help_text=_("The law or order it rests on.")
    )
    is_dedicated = statement(
        _("works on CSEA alone"), _("It has no other task that takes its officers away.")
    )
    is_proactive = statement(
        _("investigates proactively"), _("It also opens investigations that nobody reported.")
    )
    is_contact_point = statement(
        _("contact point for other countries"),
        _("It receives and answers referrals and requests from abroad."),
    )
    officers = count(_("full-time officers"), _("Officers in post, whole time on its work."))
    women = count(_("of these, women"), _("Among the full-time officers."))
    trained = count(
        _("of these, with specialist training"),
        _("Full-time officers trained on CSEA in the last 24 months."),
    )
    counted_on = models.DateField(
        _("officers counted"), null=True, blank=True, help_text=_("The day of these figures.")
    )
    opened_on = models.DateField(
        _("operating since"), null=True, blank=True, help_text=_("When it took up its work.")
    )
    closed_on = models.DateField(
        _("closed"), null=True, blank=True, help_text=_("Empty while it works.")
    )
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("specialist unit")
        verbose_name_plural = _("specialist units")
        constraints = [
            *RegisterEntry.Meta.constraints,
            at_most(
                "specialistunit_women_at_most_officers",
                "women",
                "officers",
                _("The women are among the full-time officers."),
            ),
            at_most(
                "specialistunit_trained_at_most_officers",
                "trained",
                "officers",
                _("More officers cannot be trained than are in post."),
            ),
            models.CheckConstraint(
                name="specialistunit_officers_have_day",
                condition=Q(counted_on__isnull=False) | Q(officers=None, women=None, trained=None),
                violation_error_message=_("Say on which day the officers were counted."),
            ),
            in_order(
                "specialistunit_closed_after_opened",
                "opened_on",
                "closed_on",
                _("It cannot be closed before it was opened."),
            ),
            needed_when(
                "specialistunit_operating_has_day",
                "opened_on",
                _("Say since when it operates."),
                status="operating",
            ),
            needed_when(
                "specialistunit_closed_has_day",
                "closed_on",
                _("Say when it was closed."),
                status="closed",
            ),
        ]

    def __str__(self):
        return self.name


class CaseFlowReturn(PeriodEntry):
    """How many reports, investigations, arrests, charges and convictions a period saw.

    Cases carry over from one period to the next, so no step is bound by the step before it.
    """

    counts_people = True

    reports = count(
        _("reports received"), _("Every report of suspected CSEA, from whomever it came.")
    )
    referrals = count(
        _("of these, referrals from abroad or from industry"),
        _("Such as reports of the CyberTipline or of police of another country."),
    )
    informational = count(
        _("of these, informational only"),
        _("Referrals that do not hold enough to open an investigation."),
    )
    investigations = count(
        _("investigations opened"), _("Opened in this period, whenever the report came.")
    )
    proactive = count(_("of these, opened proactively"), _("Investigations that no report led to."))
    closed = count(
        _("investigations closed without charge"),
        _("Ended in this period without anybody being charged."),
    )
    arrests = count(_("arrests"), _("Arrests for CSEA offences in this period."))
    arrests_online = count(
        _("of these, for technology-facilitated offences"),
        _("Arrests for offences in which technology was the means."),
    )
    charged = count(_("persons charged"), _("Each person counts once in the period."))
    charged_online = count(
        _("of these, with technology-facilitated offences"),
        _("Persons charged with at least one offence in which technology was the means."),
    )
    prosecutions = count(_("prosecutions begun"), _("Brought before a court in this period."))
    convictions = count(
        _("persons convicted"), _("At first instance in this period, whenever they were charged.")
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("case flow return")
        verbose_name_plural = _("case flow returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "caseflowreturn_referrals_at_most_reports",
                "referrals",
                "reports",
                _("The referrals are among the reports received."),
            ),
            at_most(
                "caseflowreturn_informational_at_most_referrals",
                "informational",
                "referrals",
                _("The informational ones are among the referrals."),
            ),
            at_most(
                "caseflowreturn_proactive_at_most_investigations",
                "proactive",
                "investigations",
                _("More investigations cannot be proactive than were opened."),
            ),
            at_most(
                "caseflowreturn_arrests_online_at_most_arrests",
                "arrests_online",
                "arrests",
                _("The arrests for technology-facilitated offences are among the arrests."),
            ),
            at_most(
                "caseflowreturn_charged_online_at_most_charged",
                "charged_online",
                "charged",
                _("Those charged with technology-facilitated offences are among the charged."),
            ),
        ]
