"""Reports by the industry: the law that asks for and protects them, and what came in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry, RegisterEntry
from mnr.models.entry import at_most, count, document_link, in_order, needed_when, statement
from mnr.models.fields import OldDay, Text, Title


class ReportingProtection(RegisterEntry):
    """A rule by which the industry must or may report, and is protected when it does."""

    class Duty(models.TextChoices):
        LAW = "law", _("Required by law")
        LICENCE = "licence", _("Required by licence")
        VOLUNTARY = "voluntary", _("Voluntary")
        NONE = "none", _("Not addressed")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        TABLED = "tabled", _("Before parliament or cabinet")
        IN_FORCE = "in_force", _("In force")
        REPEALED = "repealed", _("Repealed")

    title = Title(
        _("title"), max_length=300, help_text=_("The law, regulation or licence, as it is cited.")
    )
    provisions = Text(
        _("provisions"), max_length=120, blank=True, help_text=_("Sections or articles.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, help_text=_("How far it has come.")
    )
    duty = models.CharField(
        _("duty to report"),
        max_length=9,
        choices=Duty.choices,
        help_text=_("Whether providers must report suspected child sexual abuse material."),
    )
    designated_body = Text(
        _("designated body"),
        max_length=200,
        blank=True,
        help_text=_("The agency or unit that receives the reports. No names of persons."),
    )
    has_sanction = statement(
        _("with a sanction"), _("A provider that does not report can be fined or lose its licence.")
    )
    protects_handling = statement(
        _("protects handling in good faith"),
        _("Staff who look at and keep the material to report it commit no offence."),
    )
    protects_transmission = statement(
        _("protects transmission"),
        _("Sending the content itself to the designated body is lawful."),
    )
    protects_liability = statement(
        _("protects from claims"), _("Who reports in good faith is not liable to its users for it.")
    )
    allows_detection = statement(
        _("allows detection"), _("Providers may search for known material with their own means.")
    )
    report_hours = count(
        _("time limit to report (hours)"), _("Hours from discovery; empty if it sets none.")
    )
    retention_days = count(
        _("time of preservation (days)"),
        _("Days for which a provider must keep what it reported; empty if it sets none."),
    )
    in_force_on = OldDay(
        _("in force since"), null=True, blank=True, help_text=_("When it began to bind.")
    )
    repealed_on = OldDay(
        _("repealed"), null=True, blank=True, help_text=_("Empty while it is in force.")
    )
    document_url = document_link()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("reporting protection")
        verbose_name_plural = _("reporting protections")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "reportingprotection_in_force_has_day",
                "in_force_on",
                _("Say since when it is in force."),
                status="in_force",
            ),
            needed_when(
                "reportingprotection_repealed_has_day",
                "repealed_on",
                _("Say when it was repealed."),
                status="repealed",
            ),
            in_order(
                "reportingprotection_repealed_after_in_force",
                "in_force_on",
                "repealed_on",
                _("It cannot be repealed before it was in force."),
            ),
        ]

    def __str__(self):
        return self.title


class IndustryReportReturn(PeriodEntry):
    """Reports that the designated body received from the industry in a reporting period."""

    received = count(
        _("reports received"),
        _("From providers, directly or through a clearing house. As context: more is not worse."),
    )
    from_abroad = count(
        _("of these, through a body abroad"), _("Such as a clearing house of another country.")
    )
    actionable = count(
        _("of these, with enough information to act on"),
        _("By the written criteria of the unit that takes the reports in."),
    )
    providers = count(
        _("providers that reported"), _("At least one report in the period. Count each once.")
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("industry report return")
        verbose_name_plural = _("industry report returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "industryreportreturn_from_abroad_at_most_received",
                "from_abroad",
                "received",
                _("More reports cannot come through a body abroad than were received."),
            ),
            at_most(
                "industryreportreturn_actionable_at_most_received",
                "actionable",
                "received",
                _("More reports cannot be acted on than were received."),
            ),
            at_most(
                "industryreportreturn_providers_at_most_received",
                "providers",
                "received",
                _("More providers cannot have reported than reports were received."),
            ),
        ]
