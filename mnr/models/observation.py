"""Values of indicators, as organisations enter them or public sources have them."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.measures import breakdowns, times, values
from mnr.models import observation_rules
from mnr.models.entry import PeriodEntry, in_order
from mnr.models.fields import Text, Title

IDENTITY = ("indicator", "region", "breakdown", "measured", "starts_on", "ends_on", "is_cumulative")


class Observation(PeriodEntry):
    """A value of an indicator for a stretch of time, a region and a part of the whole.

    It is changed while its reporting period is open, and stands from then on: a later value of the
    same takes its place and says why. `low`, `high` and `form` follow from what is written.
    """

    policy = "value"

    class Confidence(models.TextChoices):
        HIGH = "high", _("High: the keeper’s own record or publication")
        MEDIUM = "medium", _("Medium: passed on by somebody else")
        LOW = "low", _("Low: not checked against its source")

    class Form(models.TextChoices):
        NUMBER = "number", _("number")
        BOUND = "bound", _("bound")
        RANGE = "range", _("range")
        STATUS = "status", _("status")
        TEXT = "text", _("words")

    organisation = models.ForeignKey(  # type: ignore[assignment]  # none of a public case
        "mnr.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("responsible organisation"),
        help_text=_("The organisation that enters the value, and may change it."),
    )
    period = models.ForeignKey(  # type: ignore[assignment]
        "mnr.ReportingPeriod",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reported in"),
        help_text=_("The reporting period in which it is entered; the days say what it is about."),
    )
    is_nil = None  # type: ignore[assignment]  # a value is a figure by itself
    case = models.ForeignKey(
        "mnr.CaseImport",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("from the public case"),
    )
    indicator = models.ForeignKey(
        "mnr.Indicator",
        on_delete=models.PROTECT,
        null=True,
        related_name="observations",
        verbose_name=_("indicator"),
        help_text=_("What was measured."),
    )
    value = Text(
        _("value"),
        max_length=100,
        help_text=_(
            "A number, a bound (<5, up to 100, more than 1,640), a range (5–13), or one of the "
            "indicator’s words. Small numbers of people may be entered as <5."
        ),
    )
    starts_on = models.DateField(
        _("from"), null=True, help_text=_("The first day that the value is about.")
    )
    ends_on = models.DateField(
        _("to"),
        null=True,
        help_text=_("The last day that the value is about; the same day for the state on a day."),
    )
    is_cumulative = models.BooleanField(
        _("counts since the first day"),
        default=False,
        help_text=_("Yes if each value includes those before it, such as a total since 2019."),
    )
    region = models.ForeignKey(
        "mnr.Region",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Empty for the whole country."),
    )
    breakdown = Text(
        _("part"),
        max_length=150,
        blank=True,
        help_text=_("Such as: sex: female; age band: 12-15. Empty for the whole."),
    )
    measured = Title(
        _("what exactly was measured"),
        max_length=300,
        blank=True,
        help_text=_(
            "Only where it is not just what the indicator defines; such a value is shown apart."
        ),
    )
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("The day on which the source was read.")
    )
    is_provisional = models.BooleanField(
        _("provisional"), default=False, help_text=_("Yes if the source may still correct it.")
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=6,
        choices=Confidence.choices,
        default=Confidence.HIGH,
        help_text=_("How near the value is to the one who counted."),
    )
    checked = Text(
        _("why it is right though unusual"),
        max_length=300,
        blank=True,
        help_text=_(
            "Needed where the platform asks, such as for a jump against earlier values. Where "
            "returns give another value, the report prints it."
        ),
    )
    revision_reason = Text(
        _("why an earlier value changes"),
        max_length=300,
        blank=True,
        help_text=_("Needed where the same was reported before; both values stay in the record."),
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        editable=False,
        verbose_name=_("in the place of"),
    )
    time_text = Text(_("time as published"), max_length=60, blank=True, editable=False)
    unit_text = Text(_("unit as published"), max_length=60, blank=True, editable=False)
    confidence_text = Text(_("confidence as noted"), max_length=200, blank=True, editable=False)
    form = models.CharField(max_length=6, choices=Form.choices, editable=False)
    low = models.DecimalField(
        max_digits=18, decimal_places=3, null=True, blank=True, editable=False
    )
    high = models.DecimalField(
        max_digits=18, decimal_places=3, null=True, blank=True, editable=False
    )

    class Meta(PeriodEntry.Meta):
        ordering = ["indicator__code", "-starts_on", "region__code", "breakdown", "pk"]
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints = [
            *(
                rule
                for rule in PeriodEntry.Meta.constraints
                if rule.name != "%(class)s_once_a_period"
            ),
            models.UniqueConstraint(
                fields=["period", "organisation", *IDENTITY],
                condition=Q(withdrawn_on=None, case=None),
                nulls_distinct=False,
                name="%(class)s_once_a_period",
                violation_error_message=_(
                    "This value is entered already for the period: change that one."
                ),
            ),
            in_order(
                "observation_days_in_order",
                "starts_on",
                "ends_on",
                _("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="observation_from_somebody",
                condition=Q(case__isnull=False)
                | Q(
                    organisation__isnull=False,
                    period__isnull=False,
                    indicator__isnull=False,
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                ),
                violation_error_message=_("Say whose value it is, of which indicator, and when."),
            ),
            models.CheckConstraint(
                name="observation_revised_with_reason",
                condition=Q(supersedes=None) | ~Q(revision_reason=""),
                violation_error_message=_("Say why the earlier value changes."),
            ),
        ]
        indexes = [models.Index(fields=["indicator", "starts_on"])]

    def __str__(self):
        name = self.measured or str(self.indicator)
        return f"{name}, {self.when}: {self.value}"

    @property
    def when(self) -> str:
        """The time that it is about: as published, or the name of the days."""
        return self.time_text or self.stretch.name

    @property
    def stretch(self) -> times.Stretch:
        """Which stretch of time it is about."""
        return times.Stretch(self.starts_on, self.ends_on, self.is_cumulative)

    @property
    def read(self) -> values.Value:
        """What the value means."""
        choices = self.indicator.answers if self.indicator and not self.measured else ()
        return values.read(self.value, choices)

    def derive(self):
        """Fill in what follows from the rest. A value that cannot be read stays words."""
        if self.indicator:
            self.capability_id = self.indicator.capability_id
            self._spell_part()
        try:
            read = self.read
        except ValueError:
            read = values.Value(self.value, values.Form.TEXT)
        self.form, self.low, self.high = read.form.value, read.low, read.high
        self.supersedes = self._earlier()

    def _spell_part(self):
        """In one spelling, so that the same part is found again; what is no part stays as it is."""
        if adoption := getattr(self.indicator, "adoption", None):
            with suppress(ValueError):
                self.breakdown = breakdowns.canonical(self.breakdown, adoption.breakdowns)

    def clean(self):
        super().clean()
        self.derive()
        if self.case_id is None and (found := list(observation_rules.broken(self))):
            errors: dict[str, list] = {}
            for name, message in found:
                errors.setdefault(name, []).append(message)
            raise ValidationError(errors)

    def _earlier(self):
        """The latest value of the same that was reported in an earlier period."""
        if self.indicator is None or self.period is None or self.case_id:
            return None
        mine, before = self._identity(), self.period.starts_on
        same = (
            row
            for row in self.indicator.standing_values
            if row._identity() == mine and row.pk != self.pk
        )
        return max(
            (row for row in same if row.period.starts_on < before),
            key=lambda row: row.period.starts_on,
            default=None,
        )

    def _identity(self):
        columns = (f"{name}_id" if name in ("indicator", "region") else name for name in IDENTITY)
        return tuple(getattr(self, column) for column in columns)
