"""Which values of indicators somebody's organisations owe in the open period."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Value,
)
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
from mnr.registers import feeding
from mnr.roles import Action
from mnr.selectors import indicator_figures
from mnr.selectors.figures import Figure
from mnr.selectors.indicator_figures import WHOLE
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
    def is_part(self) -> bool:
        """Whether these days are those of the running stretch until today: more will follow."""
        stretch, today = self.proposed, timezone.localdate()
        if stretch is None or stretch.starts_on == today:
            return False
        return stretch.ends_on == today < self.period.ends_on

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
    """What the person's organisations enter, with their last values: four queries."""
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


def codes(period: ReportingPeriod | None):
    """Of each assignment in a query: the codes of the indicators of which a value is due."""
    if period is None:
        return Value([], output_field=ArrayField(CharField()))
    theirs = collected(period).filter(
        organisation=OuterRef("organisation"), indicator__capability=OuterRef("capability")
    )
    return ArraySubquery(theirs.filter(is_due=True).values("indicator__code"))


def _due(user, period):
    assigned = permissions.standing(user).assigned
    if not assigned:
        return []
    rows = collected(period).filter(organisation__in={body for body, _capability in assigned})
    rows = rows.select_related("indicator__capability__domain", "organisation")
    return [
        Due(row, period, row.is_due)
        for row in rows.order_by("organisation__name", "indicator__capability", "indicator__code")
        if may_enter(user, row.organisation_id, row.indicator.capability_id, period)
    ]


def collected(period):
    """What the country collects and no returns give, each with whether a value is due.

    Asked of all values, whoever entered them: days alone, no value is told.
    """
    whole = Observation.objects.standing().filter(
        WHOLE, case=None, measured="", indicator=OuterRef("indicator")
    )
    # what was late while the period ran says nothing of the period's own value
    new = whole.filter(period=period, supersedes=None, recorded_at__date__gt=period.ends_on)
    day = Coalesce("ends_on", "starts_on")
    rows = IndicatorAdoption.objects.filter(
        status=IndicatorAdoption.Status.COLLECTED, indicator__in=Indicator.objects.current()
    ).exclude(feeding.is_given())
    return rows.annotate(
        day=Subquery(whole.order_by(day.desc()).values_list(day)[:1]),
        has_new=Exists(new),
        is_due=ExpressionWrapper(_is_due(period), output_field=BooleanField()),
    )


def asked_until(period) -> date:
    """The last day about which values are due.

    That of the period, if it is over or its due date does not wait for it: then the part until
    today is asked for. Else the last day before the period, until it is over.
    """
    today = timezone.localdate()
    is_asked_early = period.due_on <= period.ends_on and period.starts_on <= today
    is_asked = period.ends_on <= today or is_asked_early
    return period.ends_on if is_asked else period.starts_on - timedelta(days=1)


def _is_due(period) -> Q:
    """A quarterly value in each period; a yearly one when the last is a year old; surveys never."""
    until = asked_until(period)

    def is_old(frequency):
        last = months_before(until, times.months(frequency))
        return Q(frequency=frequency) & (Q(day=None) | Q(day__lte=last))

    kinds = Indicator.Frequency
    return is_old(kinds.ANNUAL) | (is_old(kinds.QUARTERLY) & Q(has_new=False))


def may_enter(user, organisation, capability, period) -> bool:
    """Whether the person enters values of an organisation on a capability."""
    value = Observation(organisation_id=organisation, capability_id=capability, period=period)
    return bool(permissions.can(user, Action.INDICATOR_ENTER, value))


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
    """The last stretch of its length that is asked for, as far as it is over; None for surveys.

    While the period runs and what was before it is there, the part until today.
    """
    length = times.months(adoption.frequency)
    if not length:
        return None
    until = asked_until(period)
    stretch = _stretch(length, until, last)
    is_there = last and stretch.ends_on and last.day >= stretch.ends_on
    if is_there and until < period.starts_on:
        return _stretch(length, timezone.localdate(), last, is_over=False)
    return stretch


def _stretch(length, until, last, *, is_over=True) -> times.Stretch:
    """So many months that are over on a day, or hold it; a total goes on, a state is of one day."""
    today = timezone.localdate()
    if last and last.stretch.is_cumulative:
        return times.Stretch(last.stretch.starts_on, min(until, today), is_cumulative=True)
    if last and last.stretch.starts_on == last.stretch.ends_on:
        return times.Stretch(min(until, today), min(until, today))
    begins = settings.MNR_FISCAL_YEAR_STARTS
    if last and last.kind == ("months", length):
        begins = (last.stretch.starts_on or last.day).month
    span = calendar.span_holding(until, months=length, fiscal_year_starts=begins)
    if is_over and span.ends_on > until:
        before = span.starts_on - timedelta(days=1)
        span = calendar.span_holding(before, months=length, fiscal_year_starts=begins)
    return times.Stretch(span.starts_on, min(span.ends_on, today))


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the last of a month stays the last of one."""
    after = day + timedelta(days=1)
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    last = calendar.span_holding(date(year, month + 1, 1), months=1, fiscal_year_starts=1)
    first = date(year, month + 1, min(after.day, last.ends_on.day))
    return first - timedelta(days=1)
