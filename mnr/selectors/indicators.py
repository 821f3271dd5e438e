"""Where indicators stand: what the country has decided, the last figure, the path to the target."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.measures import progress
from mnr.measures.progress import Point, Standing, Status
from mnr.measures.values import Form
from mnr.models import Indicator, IndicatorAdoption, Target
from mnr.selectors import indicator_figures
from mnr.selectors.figures import Figure, Subject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

RATIOS = (Indicator.Unit.PERCENT, Indicator.Unit.RATE)
UNSAID = ("count", "yes_no", "status", "score")
UNDECIDED = "undecided"
IN_COUNTRY: "list[tuple[str, StrOrPromise]]" = [
    *IndicatorAdoption.Status.choices,
    (UNDECIDED, gettext_lazy("Not decided")),
]


@dataclass(frozen=True)
class Row:
    """An indicator as a reader sees it. Without a `standing`, it would tell what is not theirs."""

    indicator: Indicator
    adoption: IndicatorAdoption | None
    figure: Figure | None
    standing: Standing | None

    @property
    def decision(self) -> str:
        """The code of what the country has decided."""
        return self.adoption.status if self.adoption else UNDECIDED

    @property
    def in_country(self):
        return dict(IN_COUNTRY)[self.decision]

    @property
    def status(self) -> Status | None:
        return self.standing.status if self.standing else None

    @property
    def unit(self) -> str:
        return unit_of(self.indicator)

    @property
    def said(self) -> str:
        """The last figure with its unit."""
        return said(self.indicator, self.figure) if self.figure else ""

    @property
    def asked(self) -> str:
        """What the path asks for on the day of the figure, in words."""
        asked = self.standing.asked if self.standing else None
        return "" if asked is None else in_words(self.indicator, asked)

    @property
    def subject(self) -> Subject:
        """What drawings must know of it: as the country collects it, if it does."""
        indicator, adoption = self.indicator, self.adoption
        return Subject(
            code=indicator.code,
            name=indicator.words.name,
            unit=self.unit,
            source=(adoption.source_system if adoption else "") or indicator.source_system,
            frequency=adoption.frequency if adoption else indicator.frequency,
            answers=indicator.answers,
            breakdowns=adoption.breakdowns if adoption else {},
            is_ratio=indicator.unit in RATIOS,
        )


@dataclass(frozen=True)
class TargetLine:
    """A target or a baseline, and what became of it."""

    target: Target
    words: str
    later: Target | None  # what took its place, or said that it counts no more

    @property
    def counts(self):
        return self.later is None

    @property
    def is_dropped(self):
        return self.later is not None and self.later.is_dropped


def current():
    """Every indicator of the current edition, with what its page shows of it."""
    return readable().filter(withdrawn_on=None)


def readable():
    """Those too that are withdrawn: their pages stay."""
    rows = Indicator.objects.of_current_edition()
    return rows.select_related("capability__domain", "adoption__organisation")


def rows(user, indicators: Iterable[Indicator]) -> list[Row]:
    """Each with its last figure and its status: two queries for all of them."""
    indicators = list(indicators)
    figures = indicator_figures.latest(user, indicators)
    targets = defaultdict(list)
    for target in Target.objects.standing().filter(indicator__in=indicators).order_by("on"):
        targets[target.indicator_id].append(target)
    return [
        row_of(user, indicator, figures.get(indicator.pk), targets[indicator.pk])
        for indicator in indicators
    ]


def of_capability(user, capability) -> list[Row]:
    """The indicators of a capability: three queries."""
    return rows(user, current().filter(capability=capability))


def of_domain(user, app_label) -> list[Row]:
    """The indicators of a domain: three queries."""
    return rows(user, current().filter(capability__domain__app_label=app_label))


def row_of(user, indicator, figure, targets) -> Row:
    """One indicator with the figure and the targets that count."""
    adoption = getattr(indicator, "adoption", None)
    told = figure or indicator.is_context or indicator_figures.sees_entered(user, indicator)
    return Row(indicator, adoption, figure, _standing(indicator, figure, targets) if told else None)


def _standing(indicator, figure, targets):
    return progress.standing(
        indicator.direction,
        figure.value if figure else None,
        figure.day if figure else None,
        path_of(targets),
        has_target=any(not target.is_baseline for target in targets),
        is_hidden=bool(figure and figure.is_hidden),
    )


def path_of(targets) -> list[Point]:
    """The points of the path."""
    return [Point(target.on, target.value) for target in targets]


def history_of_targets(indicator) -> list[TargetLine]:
    """Every target that was ever set, by its day, with what became of it."""
    found = list(indicator.targets.order_by("on", "recorded_at", "pk"))
    later = {target.replaces_id: target for target in found if target.replaces_id}
    return [
        TargetLine(target, in_words(indicator, target.value), later.get(target.pk))
        for target in found
        if not target.is_dropped
    ]


def counting(lines: Iterable[TargetLine]) -> list[Target]:
    """The targets among them that count."""
    return [line.target for line in lines if line.counts]


def in_words(indicator, number: Decimal) -> str:
    """A number of the path as people read it: digits, or the indicator's word."""
    if answers := indicator.answers:  # between two words, the better one is what is asked for
        better = ROUND_FLOOR if indicator.direction == progress.DECREASE else ROUND_CEILING
        place = int(number.to_integral_value(better))
        return answers[min(max(place, 0), len(answers) - 1)]
    plain = number.normalize() if number != number.to_integral_value() else number.quantize(1)
    return number_format(plain, use_l10n=True, force_grouping=True)


def unit_of(indicator) -> str:
    """The unit as it stands behind a figure or in the head of a column."""
    if indicator.unit == Indicator.Unit.RATE and indicator.per:
        per = number_format(indicator.per, use_l10n=True, force_grouping=True)
        return _("per %(number)s") % {"number": per}
    return str(indicator.get_unit_display())


def said(indicator, figure: Figure) -> str:
    """A figure with its unit, where the unit says something."""
    if figure.value is None:
        return _("Not shown, so that nobody can be recognised")
    if indicator.unit in UNSAID or figure.value.form == Form.TEXT:
        return capfirst(figure.text)
    return _("%(figure)s %(unit)s") % {"figure": figure.text, "unit": unit_of(indicator)}
