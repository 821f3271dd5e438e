"""Indicators that the country adds to the reference's: each version proposed and decided on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Prose, Text, Title, both_or_neither, key, moment, person
from mnr.models.measure import Measure

PROSE = 600


class DefinitionQuerySet(models.QuerySet):
    """Questions about definitions."""

    def waiting(self):
        """Those on which nobody has decided."""
        return self.filter(state=IndicatorDefinition.State.WAITING)

    def confirmed(self):
        """Those that became what the indicator is, the latest first."""
        return self.filter(state=IndicatorDefinition.State.CONFIRMED).order_by("-decided_at", "pk")


class IndicatorDefinition(Measure):
    """A version of an indicator of the country's own. It holds once a second person confirms it.

    A new one has no indicator before: that, and its code, are made when it is confirmed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the chair")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Sent back")
        TAKEN_BACK = "taken_back", _("Taken back")

    id = key()
    capability = models.ForeignKey(
        "mnr.Capability",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("capability"),
        help_text=_("It cannot be changed later: the code tells it."),
    )
    indicator = models.ForeignKey(
        "mnr.Indicator",
        on_delete=models.PROTECT,
        null=True,
        related_name="definitions",
        editable=False,
        verbose_name=_("indicator"),
    )
    is_new = models.BooleanField(default=True, editable=False)
    is_withdrawal = models.BooleanField(default=False, editable=False)
    note = Prose(
        _("what it counts"),
        max_length=PROSE,
        blank=False,
        help_text=_("What is included and left out, so that two people would count the same."),
    )
    words = Prose(
        _("words"),
        max_length=PROSE,
        help_text=_(
            "Needed for one of a list: a line for each word that a value can be, from the least to "
            "the most, such as: none, drafted, in force."
        ),
    )
    disaggregations = Text(
        _("broken down by"),
        max_length=300,
        blank=True,
        help_text=_("With commas between, such as: sex, age band. Leave it empty if by nothing."),
    )
    public_source = Title(
        _("public source"),
        max_length=300,
        blank=True,
        help_text=_("The law, plan or publication that the definition comes from, if any."),
    )
    reason = Text(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("Why it changes. Everybody who reads the indicator reads this."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    proposed_by = person(null=False)
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    decided_by = person()
    decided_at = moment(_("decided"))
    answer = Text(_("why it is sent back"), max_length=300, blank=True, editable=False)

    objects = DefinitionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "pk"]
        verbose_name = _("definition of an indicator")
        verbose_name_plural = _("definitions of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(state="waiting"),
                name="definition_waits_once",
                violation_error_message=_(
                    "A change of this indicator waits already: it is decided or taken back first."
                ),
            ),
            models.CheckConstraint(
                name="definition_change_with_reason",
                condition=Q(is_new=True, is_withdrawal=False) | ~Q(reason=""),
                violation_error_message=_("Say why it changes."),
            ),
            models.CheckConstraint(
                name="definition_sent_back_with_reason",
                condition=~Q(state="refused") | ~Q(answer=""),
                violation_error_message=_("Say why it is sent back."),
            ),
            both_or_neither("definition_decided_who_and_when", "decided_by", "decided_at"),
            models.CheckConstraint(
                name="definition_waits_or_is_decided",
                condition=Q(state="waiting", decided_by=None)
                | (~Q(state="waiting") & Q(decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="definition_decided_by_another",
                condition=~Q(state__in=["confirmed", "refused"]) | ~Q(proposed_by=F("decided_by")),
                violation_error_message=_("Whoever proposed it cannot confirm it."),
            ),
            models.CheckConstraint(
                name="definition_people_are_counted",
                condition=Q(counts_people=False) | Q(unit="count"),
                violation_error_message=_(
                    "Only a number of people can be kept safe: choose the unit “number”, or say "
                    "that it does not count people."
                ),
            ),
            models.CheckConstraint(
                name="definition_least_and_most_in_order",
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gt=F("minimum")),
                violation_error_message=_(
                    "The most must be above the least: correct one of the two."
                ),
            ),
            models.CheckConstraint(
                name="definition_rate_for_each",
                condition=Q(unit="rate", per__isnull=False, per__gt=0)
                | (~Q(unit="rate") & Q(per=None)),
                violation_error_message=_(
                    "A rate, and nothing else, is for each so many, such as 100000."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code} {self.name}" if self.indicator else self.name

    @property
    def listed_words(self) -> list[str]:
        """The words that a value can be, from the least to the most."""
        return [" ".join(line.split()) for line in self.words.splitlines() if line.strip()]

    @property
    def listed_disaggregations(self) -> list[str]:
        """What it is broken down by."""
        return [" ".join(part.split()) for part in self.disaggregations.split(",") if part.strip()]
