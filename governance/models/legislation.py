"""What the registers of Policy and Governance hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import in_order
from mnr.models.fields import Text


class LegalInstrument(RegisterEntry):
    """A law, regulation or policy of the country that bears on CSEA."""

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", _("Constitution")
        ACT = "act", _("Act of parliament")
        REGULATION = "regulation", _("Regulation or decree")
        POLICY = "policy", _("National policy or strategy")
        PROCEDURE = "procedure", _("Standing procedure or code")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        TABLED = "tabled", _("Before parliament or cabinet")
        IN_FORCE = "in_force", _("In force")
        REPEALED = "repealed", _("Repealed")

    title = Text(_("title"), max_length=300, help_text=_("As it is cited officially."))
    citation = Text(
        _("citation"),
        max_length=120,
        blank=True,
        help_text=_("Number and year, or the place in the official gazette."),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, help_text=_("Its rank among the laws.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, help_text=_("How far it has come.")
    )
    adopted_on = models.DateField(
        _("adopted"), null=True, blank=True, help_text=_("When it was passed or signed.")
    )
    in_force_on = models.DateField(
        _("in force since"), null=True, blank=True, help_text=_("When it began to bind.")
    )

    class Meta(RegisterEntry.Meta):
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "legalinstrument_adopted_before_in_force",
                "adopted_on",
                "in_force_on",
                _("It cannot be in force before it was adopted."),
            ),
            models.CheckConstraint(
                name="legalinstrument_in_force_has_day",
                condition=~models.Q(status="in_force") | models.Q(in_force_on__isnull=False),
                violation_error_message=_("Say since when it is in force."),
            ),
        ]

    def __str__(self):
        return self.title
