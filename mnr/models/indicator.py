"""National indicators: their definitions, which the country collects, and its targets."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mnr import reference
from mnr.measures import breakdowns
from mnr.models.fields import Prose, Text, Title, key, person
from mnr.models.framework import FrameworkRow
from mnr.models.measure import Measure


class Indicator(Measure, FrameworkRow):
    """What is measured of a capability. Aggregates or yes and no alone.

    The reference's follow the files. The country's own follow from definitions that two people
    decided, and their words are the country's: no file translates them.
    """

    section = "indicators"
    code_field = "code"
    from_files = Q(is_own=False)

    capability = models.ForeignKey(
        "mnr.Capability",
        on_delete=models.PROTECT,
        related_name="indicators",
        verbose_name=_("capability"),
    )
    code = models.CharField(_("code"), max_length=10)
    parts = models.PositiveSmallIntegerField(_("questions"), null=True, blank=True)
    choices = ArrayField(models.CharField(max_length=60), verbose_name=_("choices"))
    disaggregations = ArrayField(models.CharField(max_length=100), verbose_name=_("broken down by"))
    sources = ArrayField(models.CharField(max_length=20), verbose_name=_("public sources"))
    is_own = models.BooleanField(_("of the country’s own"), default=False, editable=False)
    own_note = Prose(_("what it counts"), editable=False)
    own_source = Title(_("public source"), max_length=300, blank=True, editable=False)
    withdrawn_because = Text(_("why it is withdrawn"), max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ["capability__number", "code", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="indicator_code_once",
                violation_error_message=_("The edition already has an indicator of this code."),
            ),
            models.CheckConstraint(
                name="indicator_own_withdrawn_with_reason",
                condition=Q(is_own=False) | Q(withdrawn_on=None) | ~Q(withdrawn_because=""),
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.words.name}"

    @property
    def note(self) -> str:
        """What to mind when one reads it, in the reader's language; often nothing."""
        texts = reference.noted(self.book, self.code)
        return texts.get("note", self.own_note)

    @property
    def public_sources(self) -> list[dict]:
        """The public sources that define it: their reference, and how far it was seen."""
        known = reference.sources(self.edition_id)
        found = [known[key] for key in self.sources if key in known]
        return [*found, {"ref": self.own_source}] if self.own_source else found

    @property
    def answers(self) -> tuple[str, ...]:
        """The words that a value can be, from the least to the most; empty where it is a number."""
        if self.unit == self.Unit.YES_NO and not self.parts:
            return ("no", "yes")
        return tuple(self.choices)

    @property
    def is_context(self):
        return self.direction == self.Direction.CONTEXT

    @cached_property
    def standing_values(self) -> list:
        """Every value of it that counts, the latest reported last; asked of the database once."""
        rows = self.observations.standing().filter(case=None).select_related("period", "region")
        return list(rows.order_by("period__starts_on", "recorded_at", "pk"))


class IndicatorAdoption(models.Model):
    """Whether the country collects an indicator, who answers for it, and how."""

    class Status(models.TextChoices):
        COLLECTED = "collected", _("Collected")
        PLANNED = "planned", _("Planned")
        NOT_AVAILABLE = "not_available", _("Not available")

    id = key()
    indicator = models.OneToOneField(
        Indicator,
        on_delete=models.PROTECT,
        related_name="adoption",
        verbose_name=_("indicator"),
        editable=False,
    )
    status = models.CharField(
        _("in this country"),
        max_length=13,
        choices=Status.choices,
        help_text=_("Collected means that values are entered from now on."),
    )
    reason = Text(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("Needed where it is not available: what is missing, and until when."),
    )
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible organisation"),
        help_text=_("It enters the values. It must report on the indicator’s capability."),
    )
    frequency = models.CharField(
        _("how often here"),
        max_length=10,
        choices=Indicator.Frequency.choices,
        help_text=_("From this follows when a value is due."),
    )
    source_system = Text(
        _("source system"),
        max_length=200,
        blank=True,
        help_text=_("The register, statistics or survey of this country that it is taken from."),
    )
    categories = Prose(
        _("broken down by"),
        max_length=600,
        help_text=_(
            "A line for each breakdown that is collected, such as: sex: female, male. Leave it "
            "empty if only the whole is counted. Few and large groups keep figures safe."
        ),
    )
    method = Prose(
        _("how it is counted here"),
        help_text=_("What is included and left out, and where this differs from the definition."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    recorded_by = person()
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        ordering = ["indicator__capability__number", "indicator__code", "pk"]
        verbose_name = _("adoption of an indicator")
        verbose_name_plural = _("adoptions of indicators")
        constraints = [
            models.CheckConstraint(
                name="adoption_absence_with_reason",
                condition=~Q(status="not_available") | ~Q(reason=""),
                violation_error_message=_("Say why the indicator is not available."),
            ),
            models.CheckConstraint(
                name="adoption_collected_by_somebody",
                condition=~Q(status="collected") | Q(organisation__isnull=False),
                violation_error_message=_("Say which organisation enters the values."),
            ),
        ]

    def __str__(self):
        return str(self.indicator)

    @property
    def breakdowns(self) -> dict[str, list[str]]:
        """{dimension: its categories}, as the country collects them."""
        return breakdowns.declared(self.categories)


class TargetQuerySet(models.QuerySet):
    """Questions about targets."""

    def standing(self):
        """Those that count: not replaced by a later decision, and not dropped."""
        return self.filter(replaced_by=None, is_dropped=False)


class Target(models.Model):
    """A value to be reached by a day, or the baseline from which the path begins.

    Never changed: another row takes its place and says why, so that the old one stays visible.
    """

    id = key()
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        related_name="targets",
        verbose_name=_("indicator"),
        editable=False,
    )
    on = models.DateField(_("by"), help_text=_("The day on which the value is to be reached."))
    value = models.DecimalField(
        _("value"),
        max_digits=16,
        decimal_places=2,
        help_text=_("In the indicator’s unit. For a list, the place of the word, from 0."),
    )
    is_baseline = models.BooleanField(
        _("baseline"),
        default=False,
        help_text=_("The path begins here: a value that was measured, not one to be reached."),
    )
    reason = Text(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("Where it comes from. Needed for a change; everybody who sees it reads this."),
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        editable=False,
    )
    is_dropped = models.BooleanField(default=False, editable=False)
    recorded_by = person()
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "on", "recorded_at", "pk"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                name="target_change_with_reason",
                condition=(Q(replaces=None) & Q(is_dropped=False)) | ~Q(reason=""),
                violation_error_message=_("Say why the target changes."),
            )
        ]

    def __str__(self):
        return f"{self.on} {self.value}"
