"""What an indicator measures: of the reference's and of the country's own alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text


class Measure(models.Model):
    """The columns that say what a value of an indicator means."""

    class Unit(models.TextChoices):
        PERCENT = "percent", _("percent")
        COUNT = "count", _("number")
        YES_NO = "yes_no", _("yes or no")
        STATUS = "status", _("one of a list")
        SCORE = "score", _("score")
        DAYS = "days", _("days")
        RATE = "rate", _("rate")
        HOURS = "hours", _("hours")
        MONEY = "money", _("money")

    class Direction(models.TextChoices):
        INCREASE = "increase", _("more is better")
        DECREASE = "decrease", _("less is better")
        CONTEXT = "context", _("context: no direction is good or bad")

    class Frequency(models.TextChoices):
        QUARTERLY = "quarterly", _("every quarter")
        ANNUAL = "annual", _("every year")
        MULTI_YEAR = "multi_year", _("every few years, by a survey")

    name = Text(_("name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency.choices)
    counts_people = models.BooleanField(
        _("counts people"),
        help_text=_("Subject to disclosure control: small numbers of it are hidden."),
    )
    national_only = models.BooleanField(
        _("for the whole country alone"), help_text=_("Yes if no region has a value of its own.")
    )
    minimum = models.IntegerField(
        _("least"), null=True, blank=True, help_text=_("The least that a value can be, if not 0.")
    )
    maximum = models.IntegerField(
        _("most"), null=True, blank=True, help_text=_("The most that a value can be, if there is.")
    )
    per = models.PositiveIntegerField(
        _("for each"), null=True, blank=True, help_text=_("Of a rate alone, such as 100000.")
    )
    source_system = Text(
        _("usual source"),
        max_length=100,
        help_text=_("The register, statistics or survey that such a figure is usually taken from."),
    )

    class Meta:
        abstract = True
