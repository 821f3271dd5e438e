"""Values of indicators that follow from returns: entered once, and told wherever they belong.

A derived value is reckoned when it is asked for and frozen with the period, so that it follows
every correction of the returns. A value that its organisation enters itself takes its place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Exists, Q

from mnr.measures.times import Stretch
from mnr.models import Indicator, IndicatorAdoption, ReportingPeriod, Snapshot, TermTally
from mnr.reference import AVOID
from mnr.registers import owed, term_counts
from mnr.registers.base import Feed, Register
from mnr.registers.filled import filled
from mnr.registers.glossary import lexicon
from mnr.registers.registry import registry

TENTHS = Decimal("0.1")
MONTHS = {"quarterly": 3, "annual": 12}
LONGER = 5  # days by which stretches of the same number of months differ at most
TERMS = "C21-03"  # this platform counts it itself
TERMS_PATH = "terminology"

Sums = dict[str, Any]  # {figure: its value over the returns of a period}


@dataclass(frozen=True)
class Derived:
    """A value that follows from the returns of a register, or from the count of terms."""

    indicator: Indicator
    path: str
    source: str
    period: ReportingPeriod  # the last of its stretch
    value: str
    starts_on: date
    ends_on: date
    lacks: tuple[str, ...] = ()  # parts of the stretch for which returns are missing
    counts: tuple[int, int] | None = None  # of people, if it is a share: the part and the whole

    @property
    def is_complete(self) -> bool:
        return not self.lacks


@dataclass(frozen=True)
class Returned:
    """What was returned to a register, period by period, oldest first."""

    register: Register
    sums: Mapping[ReportingPeriod, Sums]
    lacking: frozenset[str]  # codes of periods without all of their returns


def feeding(code: str) -> tuple[Register, Feed] | None:
    """The register whose returns give the values of an indicator."""
    for register in registry:
        if code in register.feeds:
            return register, register.feeds[code]
    return None


def giving(indicator: Indicator, starts_on: date, ends_on: date) -> Register | None:
    """The register whose returns give the indicator's value of these days, if there are any.

    Asked of the database once for each indicator and stretch, however many rows are judged.
    """
    known = vars(indicator).setdefault("given_in", {})
    if (days := (starts_on, ends_on)) not in known:
        register, _feed = feeding(indicator.code) or (None, None)
        known[days] = register if register and _has_returns(register, *days) else None
    return known[days]


def _has_returns(register, starts_on, ends_on):
    rows = register.model._default_manager.standing()
    return rows.filter(period__starts_on__lte=ends_on, period__ends_on__gte=starts_on).exists()


def is_given(code: str = "indicator__code") -> Q:
    """The condition that the values of an indicator are given: by a register that holds anything,
    or by the terminology check.
    """
    found = Q(**{code: TERMS})
    for register in registry:
        if register.feeds:
            has_any = Q(Exists(register.model._default_manager.all()))
            found |= Q(**{f"{code}__in": list(register.feeds)}) & has_any
    return found


def derived(period: ReportingPeriod) -> dict[str, Derived]:
    """{code: value} of each collected indicator that a register feeds, as the returns are now.

    An indicator of a year is derived with the last period of it, from all returns of the year.
    """
    holding = filled(registry)
    feeders = [register for register in registry if register.feeds and register.path in holding]
    rows = IndicatorAdoption.objects.filter(
        status=IndicatorAdoption.Status.COLLECTED, indicator__withdrawn_on=None
    ).select_related("indicator__capability")
    adopted = {row.indicator.code: row for row in rows}
    first = min(filter(None, (_begins(period, each) for each in MONTHS)), default=period.starts_on)
    periods = ReportingPeriod.objects.filter(
        starts_on__gte=first, ends_on__lte=period.ends_on
    ).order_by("starts_on")
    tallies = [term_counts.counted(period, lexicon())] if TERMS in adopted else []
    found = _of_terms(adopted.get(TERMS), tallies)
    for returned in _returned(feeders, list(periods), live=period):
        codes = [code for code in returned.register.feeds if code in adopted]
        found += (one for code in codes for one in _values(returned, adopted[code], [period]))
    return {one.indicator.code: one for one in found}


def over_time(indicator: Indicator) -> list[Derived]:
    """Every value of a collected indicator that follows from what was returned, oldest first."""
    adoption = getattr(indicator, "adoption", None)
    if adoption is None or adoption.status != IndicatorAdoption.Status.COLLECTED:
        return []
    if indicator.code == TERMS:
        return _of_terms(
            adoption, TermTally.objects.select_related("period").order_by("period__starts_on")
        )
    register, _feed = feeding(indicator.code) or (None, None)
    if register is None:
        return []
    periods = list(ReportingPeriod.objects.order_by("starts_on"))
    (returned,) = _returned([register], periods)
    return list(_values(returned, adoption, periods))


def _returned(
    registers, periods: Sequence[ReportingPeriod], live: ReportingPeriod | None = None
) -> list[Returned]:
    """What was returned for these periods: a query for each register, and three more.

    Of frozen periods their snapshots say what is missing, but for the one that is being frozen.
    """
    frozen = [one for one in periods if one.is_frozen and one != live]
    lacking = _lacking(registers, frozen, [one for one in periods if one not in frozen])
    return [
        Returned(register, _sums(register, periods), frozenset(lacking[register.path]))
        for register in registers
    ]


def _sums(register, periods) -> dict[ReportingPeriod, Sums]:
    """The figures that feed an indicator, of each period with returns."""
    keys = {key for feed in register.feeds.values() for key in (feed.figure, feed.per) if key}
    rows = register.model._default_manager.standing().filter(period__in=periods)
    sums = {key: register.figures[key].on() for key in sorted(keys)}
    named = {f"figure_{key}": each for key, each in sums.items()}  # a field may have the key's name
    found = {row.pop("period"): row for row in rows.order_by().values("period").annotate(**named)}
    return {
        period: {key: found[period.pk][f"figure_{key}"] for key in sums}
        for period in periods
        if period.pk in found
    }


def _lacking(registers, frozen, others) -> dict[str, set[str]]:
    """{path: periods without all of their returns}."""
    lacking: dict[str, set[str]] = {register.path: set() for register in registers}
    rows = (
        Snapshot.objects.filter(period__in=frozen)
        .order_by("period__starts_on", "-version")
        .distinct("period__starts_on")
    )
    for code, paths in rows.values_list("period__code", "summary__incomplete"):
        for path in lacking.keys() & set(paths or []):
            lacking[path].add(code)
    for period in others:
        for register, rows_owed in owed.missing(registers, period).items():
            lacking[register.path] |= {period.code} if rows_owed else set()
    return lacking


def _values(returned: Returned, adoption, periods: Iterable[ReportingPeriod]) -> Iterator[Derived]:
    """The values whose stretch ends with one of the periods."""
    register, indicator = returned.register, adoption.indicator
    feed = register.feeds[indicator.code]
    for period in periods:
        first = _begins(period, adoption.frequency)
        within = [one for one in returned.sums if _lies_in(one, first, period.ends_on)]
        if first is None or not within:
            continue
        figures = _combined(register, [returned.sums[one] for one in within])
        if (text := worth(feed, figures)) is not None:
            yield Derived(
                indicator,
                register.path,
                register.name,
                period,
                text,
                first,
                period.ends_on,
                tuple(_lacks(returned, within, first, period)),
                _counts(register, feed, figures),
            )


def _lies_in(period, first, last):
    return first is not None and first <= period.starts_on and period.ends_on <= last


def _combined(register, sums: Sequence[Sums]) -> Sums:
    """The figures over some periods: what adds up is added, of states the last one stands."""
    found: Sums = {}
    for key in sums[-1]:
        known = [one[key] for one in sums if one[key] is not None]
        if register.figures[key].is_stock:
            known = known[-1:]
        found[key] = sum(known) if known else None
    return found


def _lacks(returned, within, first, period) -> Iterator[str]:
    """The parts of the stretch for which there are not all returns, in order."""
    day = first
    for one in within:
        if one.starts_on > day:
            yield Stretch(day, one.starts_on - timedelta(days=1)).name
        if one.code in returned.lacking:
            yield one.code
        day = one.ends_on + timedelta(days=1)
    if day <= period.ends_on:
        yield Stretch(day, period.ends_on).name


def _counts(register, feed, figures) -> tuple[int, int] | None:
    """The two counts of a share of people; disclosure control asks for them."""
    if not feed.per or not register.figures[feed.figure].counts_people:
        return None
    return figures[feed.figure], figures[feed.per]


def _begins(period, frequency) -> date | None:
    """The first day of the stretch that ends with this period; None if it ends no such stretch."""
    months = MONTHS.get(frequency)
    if months is None:
        return None
    days = (period.ends_on - period.starts_on).days + 1
    if abs(days - months * 30.4) <= LONGER:
        return period.starts_on
    after = period.ends_on + timedelta(days=1)
    ends_a_year = after.month == settings.MNR_FISCAL_YEAR_STARTS and days < months * 30
    return after.replace(year=after.year - 1) if months == 12 and ends_a_year else None


def worth(feed: Feed, figures: dict) -> str | None:
    """The value in words; None where the returns do not say, or nothing could be a share."""
    whole = figures.get(feed.figure)
    if not feed.per:
        return None if whole is None else str(whole)
    base = figures.get(feed.per)
    if whole is None or not base:
        return None
    share = (Decimal(100) * Decimal(whole) / Decimal(base)).quantize(TENTHS)
    return f"{share:f}".removesuffix(".0")


def _of_terms(adoption, tallies: Iterable[TermTally]) -> list[Derived]:
    """How often texts use words to avoid, as the terminology check counts."""
    return [
        Derived(
            adoption.indicator,
            TERMS_PATH,
            "Terminology check",
            row.period,
            f"{rate:g}",
            row.period.starts_on,
            row.period.ends_on,
        )
        for row in tallies
        if (rate := row.per_thousand(AVOID)) is not None
    ]
