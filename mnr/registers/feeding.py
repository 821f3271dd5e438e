"""Values of indicators that follow from returns: entered once, and told wherever they belong.

A derived value is reckoned when it is asked for and frozen with the period, so that it follows
every correction of the returns. A value that its organisation enters itself takes its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

from mnr.models import Indicator, IndicatorAdoption, ReportingPeriod
from mnr.registers import owed
from mnr.registers.base import Feed, Register
from mnr.registers.filled import filled
from mnr.registers.registry import registry

TENTHS = Decimal("0.1")
MONTHS = {"quarterly": 3, "annual": 12}
LONGER = 5  # days by which stretches of the same number of months differ at most


@dataclass(frozen=True)
class Derived:
    """A value that follows from the returns of a register."""

    indicator: Indicator
    register: Register
    value: str
    starts_on: date
    ends_on: date
    is_complete: bool  # no return that is owed is missing
    counts: tuple[int, int] | None = None  # of people, if it is a share: the part and the whole


def feeding(code: str) -> tuple[Register, Feed] | None:
    """The register whose returns give the values of an indicator."""
    for register in registry:
        if code in register.feeds:
            return register, register.feeds[code]
    return None


def giving(indicator: Indicator, period: ReportingPeriod) -> Register | None:
    """The register whose returns for the period give the indicator's value, if there are any.

    Asked of the database once for each indicator and period, however many rows are judged.
    """
    known = vars(indicator).setdefault("given_in", {})
    if period.pk not in known:
        register, _feed = feeding(indicator.code) or (None, None)
        known[period.pk] = register if register and _has_returns(register, period) else None
    return known[period.pk]


def _has_returns(register, period):
    return register.model._default_manager.standing().filter(period=period).exists()


def derived(period: ReportingPeriod) -> dict[str, Derived]:
    """{code: value} of each collected indicator that a register feeds, as the returns are now.

    An indicator of a year is derived with the last period of it, from all returns of the year.
    """
    holding = filled(registry)
    feeders = [register for register in registry if register.feeds and register.path in holding]
    missing = owed.missing(feeders, period)
    adopted = {
        row.indicator.code: row
        for row in IndicatorAdoption.objects.filter(
            status=IndicatorAdoption.Status.COLLECTED, indicator__withdrawn_on=None
        ).select_related("indicator__capability")
    }
    return {
        one.indicator.code: one
        for register in feeders
        for one in _derived(register, period, adopted, is_complete=not missing.get(register))
    }


def _derived(register, period, adopted, *, is_complete) -> Iterator[Derived]:
    for frequency in MONTHS:
        first = _begins(period, frequency)
        codes = [c for c in register.feeds if c in adopted and adopted[c].frequency == frequency]
        if first is None or not codes:
            continue
        rows = register.model._default_manager.standing().filter(
            period__starts_on__gte=first, period__ends_on__lte=period.ends_on
        )
        keys = dict(zip(register.figures, register.summed(rows), strict=True))
        figures = {key: value for key, (_figure, value) in keys.items()}
        for code in codes:
            if (text := worth(register.feeds[code], figures)) is not None:
                indicator = adopted[code].indicator
                stretch, counts = (first, period.ends_on), _counts(register, code, figures)
                yield Derived(indicator, register, text, *stretch, is_complete, counts)


def _counts(register, code, figures) -> tuple[int, int] | None:
    """The two counts of a share of people; disclosure control asks for them."""
    feed = register.feeds[code]
    if not feed.per or not register.figures[feed.figure].counts_people:
        return None
    return figures[feed.figure], figures[feed.per]


def _begins(period, frequency) -> date | None:
    """The first day of the stretch that ends with this period; None if it ends no such stretch."""
    months = MONTHS[frequency]
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
