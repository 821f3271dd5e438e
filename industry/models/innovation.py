"""Projects that develop solutions with the industry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import (
    amount,
    currency,
    document_link,
    in_order,
    money_rules,
    needed_when,
    statement,
)
from mnr.models.fields import Text


class InnovationProject(RegisterEntry):
    """A project of government, industry and others on a problem of CSEA in the country."""

    class Purpose(models.TextChoices):
        PREVENTION = "prevention", _("Prevention and safety by design")
        DETECTION = "detection", _("Detection and blocking")
        REPORTING = "reporting", _("Reporting and removal")
        INVESTIGATION = "investigation", _("Investigation and victim identification")
        SUPPORT = "support", _("Support for victims and survivors")

    class Stage(models.TextChoices):
        IDEA = "idea", _("Being planned")
        DEVELOPMENT = "development", _("In development")
        PILOT = "pilot", _("On trial")
        IN_USE = "in_use", _("In use")
        ENDED = "ended", _("Ended or stopped")

    title = Text(_("title"), max_length=200, help_text=_("As the partners call it."))
    purpose = models.CharField(
        _("purpose"), max_length=13, choices=Purpose.choices, help_text=_("What it mainly serves.")
    )
    stage = models.CharField(
        _("stage"), max_length=11, choices=Stage.choices, help_text=_("How far it has come.")
    )
    partners = Text(
        _("partners"),
        max_length=300,
        blank=True,
        help_text=_("Organisations that take part besides yours. No names of persons."),
    )
    with_government = statement(_("with government"), _("A public authority takes part."))
    with_industry = statement(_("with industry"), _("A company or its association takes part."))
    with_academia = statement(_("with academia"), _("A university or institute takes part."))
    public_funding = amount(
        _("public funding committed"), _("For the whole project, from budgets and public donors.")
    )
    private_funding = amount(
        _("private funding committed"), _("For the whole project, in money, from companies.")
    )
    currency = currency()
    starts_on = models.DateField(
        _("from"), null=True, blank=True, help_text=_("The first day of the work.")
    )
    ends_on = models.DateField(
        _("to"), null=True, blank=True, help_text=_("The last day, planned or past.")
    )
    document_url = document_link()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("innovation project")
        verbose_name_plural = _("innovation projects")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "innovationproject_started_has_day",
                "starts_on",
                _("Say when the work began."),
                stage__in=["development", "pilot", "in_use"],
            ),
            needed_when(
                "innovationproject_ended_has_day",
                "ends_on",
                _("Say when it ended."),
                stage="ended",
            ),
            in_order(
                "innovationproject_ends_after_start",
                "starts_on",
                "ends_on",
                _("It cannot end before it starts."),
            ),
            *money_rules("innovationproject", "public_funding", "private_funding"),
        ]

    def __str__(self):
        return self.title
