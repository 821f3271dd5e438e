"""Which values of indicators somebody's organisations owe in the open period."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from mnr import permissions
from mnr.measures import times
from mnr.models import (
    Indicator,
    IndicatorAdoption,
    Observation,
    Organisation,
    ReportingPeriod,
)
from mnr.roles import Action
from mnr.selectors import indicator_figures
from mnr.selectors.indicator_figures import WHOLE, Figure
from mnr.selectors.indicators import unit_of
from mnr.services import calendar

LAST = 3  # values beside the one that is asked for


@dataclass(frozen=True)
class Due:
    """An indicator whose values an organisation enters, with what it has entered."""

    adoption: IndicatorAdoption
    period: ReportingPeriod
    is_due: bool
    last: Sequence[Figure] = ()
    entered: Sequence[Observation] = ()  # for the period, to be changed where they stand

    @property
    def indicator(self) -> Indicator:
        return self.adoption.indicator

    @property
    def organisation(self):
        return self.adoption.organisation

    @property
    def unit(self) -> str:
        return unit_of(self.indicator)

    @property
    def proposed(self) -> times.Stretch | None:
        """The days that the next value is probably about; None for surveys."""
        return proposed(self.adoption, self.period, next(iter(self.last), None))

    @property
    def is_early(self):
        """Whether these days are not over yet."""
        stretch = self.proposed
        return bool(stretch and stretch.ends_on and stretch.ends_on > timezone.localdate())

    def value(self) -> Observation:
        """An entry to be filled in."""
        return Observation(
            indicator=self.indicator,
            organisation=self.organisation,
            capability=self.indicator.capability,
            period=self.period,
        )


@dataclass(frozen=True)
class Call:
    """What one organisation enters in the open period."""

    organisation: Organisation
    period: ReportingPeriod
    rows: list[Due] = field(default_factory=list)

    @property
    def due(self) -> list[Due]:
        return [row for row in self.rows if row.is_due]

    @property
    def entered(self) -> list[Due]:
        """What was entered for the period."""
        return [row for row in self.rows if row.entered]

    @property
    def others(self) -> list[Due]:
        """What can be entered though it is not due: surveys, yearly values before their time."""
        return [row for row in self.rows if not row.is_due and not row.entered]


def calls(user) -> list[Call]:
    """What the person's organisations enter, with their last values: five queries."""
    period = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN).first()
    if period is None:
        return []
    found = _due(user, period)
    indicators = [row.indicator for row in found]
    last = indicator_figures.recent(user, indicators, LAST) if found else {}
    entered = _entered(user, period, indicators) if found else {}
    grouped = defaultdict(list)
    for row in found:
        key = row.indicator.pk
        full = Due(row.adoption, period, row.is_due, last.get(key, ()), entered.get(key, ()))
        grouped[row.organisation].append(full)
    return [Call(organisation, period, rows) for organisation, rows in grouped.items()]


def due(user, period: ReportingPeriod | None) -> list[Due]:
    """What is due of the person's organisations: two queries, none for those who enter nothing."""
    return [row for row in _due(user, period) if row.is_due]


def _due(user, period):
    assigned = permissions.standing(user).assigned
    if period is None or not assigned:
        return []
    adoptions = [row for row in _adoptions(assigned) if _may_enter(user, row, period)]
    if not adoptions:
        return []
    reported = _reported(adoptions, period)
    return [
        Due(row, period, _is_due(row, period, *reported.get(row.indicator_id, (None, 0))))
        for row in adoptions
    ]


def _adoptions(assigned):
    rows = IndicatorAdoption.objects.filter(
        status=IndicatorAdoption.Status.COLLECTED,
        organisation__in={body for body, _capability in assigned},
        indicator__in=Indicator.objects.current(),
    )
    rows = rows.select_related("indicator__capability__domain", "organisation")
    return rows.order_by("organisation__name", "indicator__capability__number", "indicator__code")


def _may_enter(user, adoption, period):
    value = Observation(
        organisation_id=adoption.organisation_id,
        capability_id=adoption.indicator.capability_id,
        period=period,
    )
    return permissions.can(user, Action.INDICATOR_ENTER, value)


def _reported(adoptions, period):
    """{indicator: (last day that a value is about, how many new ones came in the period)}.

    Days and counts alone, whoever reported them: no value is told.
    """
    rows = Observation.objects.standing().filter(
        WHOLE, case=None, measured="", indicator__in=[row.indicator_id for row in adoptions]
    )
    told = (
        rows.order_by()
        .values_list("indicator_id")
        .annotate(
            day=Max(Coalesce("ends_on", "starts_on")),
            new=Count("pk", filter=Q(period=period, supersedes=None)),
        )
    )
    return {indicator: (day, new) for indicator, day, new in told}


def _is_due(adoption, period, day, new):
    """A quarterly value in each period; a yearly one when the last is a year old; surveys never."""
    if adoption.frequency == Indicator.Frequency.MULTI_YEAR:
        return False
    if adoption.frequency == Indicator.Frequency.QUARTERLY and new:
        return False
    return day is None or day <= months_before(period.ends_on, times.months(adoption.frequency))


def _entered(user, period, indicators):
    """{indicator: what was entered for the period}, as far as the reader sees it."""
    rows = indicator_figures.readable(user).filter(
        WHOLE, period=period, measured="", indicator__in=indicators
    )
    found = defaultdict(list)
    for row in rows.order_by("indicator_id", "starts_on", "pk"):
        found[row.indicator_id].append(row)
    return found


def proposed(adoption, period, last: Figure | None) -> times.Stretch | None:
    """The last stretch of its length until the period's end; for a state, the period's last day."""
    length = times.months(adoption.frequency)
    if not length:
        return None
    if last and last.stretch.is_cumulative:
        return times.Stretch(last.stretch.starts_on, period.ends_on, is_cumulative=True)
    if last and last.stretch.starts_on == last.stretch.ends_on:
        return times.Stretch(period.ends_on, period.ends_on)
    begins = settings.MNR_FISCAL_YEAR_STARTS
    if last and last.kind == ("months", length):
        begins = last.stretch.starts_on.month
    span = calendar.span_holding(period.ends_on, months=length, fiscal_year_starts=begins)
    if span.ends_on > period.ends_on:  # not over by then: the one before it
        before = span.starts_on - timedelta(days=1)
        span = calendar.span_holding(before, months=length, fiscal_year_starts=begins)
    return times.Stretch(span.starts_on, span.ends_on)


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the last of a month stays the last of one."""
    after = day + timedelta(days=1)
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    last = calendar.span_holding(date(year, month + 1, 1), months=1, fiscal_year_starts=1)
    first = date(year, month + 1, min(after.day, last.ends_on.day))
    return first - timedelta(days=1)
