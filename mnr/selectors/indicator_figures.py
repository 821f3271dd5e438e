"""The figures of indicators that a reader may see: pages, charts and tables draw from here alone.

Who may read values as they were entered sees these. Others who may read the committee's edition see
the figures of frozen periods after disclosure control, some of them hidden, and nothing newer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from mnr import permissions
from mnr.measures import times, values
from mnr.models import Indicator, Observation, ReportingPeriod
from mnr.registers import feeding
from mnr.roles import Action
from mnr.selectors import controlled_figures
from mnr.selectors.figures import Figure, Returned

WHOLE = Q(region=None, breakdown="")
# The later row stands where two are about the same, and where one alone is shown: the later day,
# the longer stretch, what was entered before what was published elsewhere, what was reported last.
NEWEST = (
    Coalesce("ends_on", "starts_on").desc(nulls_last=True),
    F("starts_on").asc(),
    F("case").asc(nulls_first=True),
    F("period__starts_on").desc(nulls_last=True),
    F("recorded_at").desc(),
    F("pk").asc(),
)
COLUMNS = (
    "pk",
    "indicator_id",
    "value",
    "starts_on",
    "ends_on",
    "is_cumulative",
    "region__name",
    "breakdown",
    "period__code",
    "is_provisional",
    "supersedes_id",
    "case_id",
    "as_of",
    "confidence",
    "source",
    "checked",
)


@dataclass(frozen=True)
class Series:
    """What a reader may see of an indicator, the newest first."""

    figures: tuple[Figure, ...]

    @property
    def whole(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.is_whole]

    @property
    def parts(self) -> list[Figure]:
        return [figure for figure in self.figures if not figure.is_whole]

    @property
    def latest(self) -> Figure | None:
        """The last one of the whole country."""
        return next(iter(self.whole), None)


def series(user, indicator: Indicator) -> Series | None:
    """The indicator's figures; None if the reader sees none, and there may be some."""
    rows = _visible(user).filter(indicator=indicator).order_by(*NEWEST)
    found: dict[tuple, Figure] = {}
    for row in rows.values(*COLUMNS):
        figure = _figure(row, indicator)
        found.setdefault((figure.stretch, figure.region, figure.breakdown), figure)
    if sees_entered(user, indicator):
        return Series(tuple(_with_fed(found, indicator).values()))
    told = controlled_figures.controlled(user, [indicator]).get(indicator.pk)
    if told is None and not found:
        return None
    return Series(tuple(_beside(told or [], found.values())))


def _beside(told: Iterable[Figure], read: Iterable[Figure]) -> list[Figure]:
    """What the edition tells, with what somebody reads as it was entered, the newest first. Of the
    same days and part it is what was entered; what was published elsewhere gives way.
    """
    found = {(one.stretch, one.region, one.breakdown): one for one in told}
    for one in read:
        key = one.stretch, one.region, one.breakdown
        if one.period or key not in found:
            found[key] = one
    return sorted(found.values(), key=lambda one: one.day, reverse=True)


def _with_fed(found: dict[tuple, Figure], indicator) -> dict[tuple, Figure]:
    """The figures as they were entered, and beside them those that follow from returns."""
    for one in feeding.over_time(indicator):
        key = times.Stretch(one.starts_on, one.ends_on), "", ""
        entered = found.get(key)
        if entered is None:
            found[key] = _fed(one, indicator)
        elif entered.period and entered.text != one.value:
            told = Returned(one.value, one.source, entered.checked)
            found[key] = replace(entered, returned=told)
        elif entered.period and one.lacks:
            found[key] = replace(entered, lacks=one.lacks, is_provisional=True)
    newest = sorted(found.items(), key=lambda item: item[1].day, reverse=True)
    return dict(newest)


def _fed(one: feeding.Derived, indicator) -> Figure:
    return Figure(
        stretch=times.Stretch(one.starts_on, one.ends_on),
        value=values.read(one.value, indicator.answers),
        period=one.period.code,
        is_provisional=not one.is_complete,
        source=one.source,
        is_fed=True,
        lacks=one.lacks,
    )


def latest(user, indicators: Iterable[Indicator]) -> dict[int, Figure]:
    """{indicator: its last figure of the whole country}, in three queries at most."""
    by_key = {indicator.pk: indicator for indicator in indicators}
    rows = _visible(user).filter(WHOLE, indicator__in=by_key)
    rows = rows.order_by("indicator_id", *NEWEST).distinct("indicator_id")
    entered = {
        row["indicator_id"]: _figure(row, by_key[row["indicator_id"]])
        for row in rows.values(*COLUMNS)
    }
    told = controlled_figures.controlled(user, by_key.values(), is_whole=True)
    newest = {key: figures[0] for key, figures in told.items() if figures}
    return {
        key: _beside(filter(None, [newest.get(key)]), filter(None, [entered.get(key)]))[0]
        for key in by_key
        if key in newest or key in entered
    }


def recent(user, indicators: Iterable[Indicator], most: int) -> dict[int, list[Figure]]:
    """{indicator: its last few figures of the whole country, the newest first}, in one query."""
    by_key = {indicator.pk: indicator for indicator in indicators}
    rows = _visible(user).filter(WHOLE, indicator__in=by_key)
    place = Window(RowNumber(), partition_by="indicator_id", order_by=NEWEST)
    found: dict[int, list[Figure]] = {}
    rows = rows.annotate(place=place).filter(place__lte=most).order_by("indicator_id", "place")
    for row in rows.values(*COLUMNS):
        found.setdefault(row["indicator_id"], []).append(_figure(row, by_key[row["indicator_id"]]))
    return found


def sees_entered(user, indicator) -> bool:
    """Whether the reader would see what is entered now."""
    adoption = getattr(indicator, "adoption", None)
    value = Observation(
        organisation_id=adoption.organisation_id if adoption else None,
        capability=indicator.capability,
        period=ReportingPeriod(state=ReportingPeriod.State.OPEN),
    )
    return bool(permissions.can(user, Action.INDICATOR_READ_RAW, value))


def revisions(user, indicator) -> list[Observation]:
    """Values that took the place of earlier ones, with these; the newest first."""
    theirs = readable(user)
    rows = theirs.filter(indicator=indicator, supersedes__in=readable(user).values("pk"))
    rows = rows.select_related("period", "region", "supersedes__period")
    return list(rows.order_by("-recorded_at", "pk"))


def others(user, indicator) -> list[Observation]:
    """Values in the form in which they were published elsewhere, and those measured otherwise."""
    rows = readable(user).filter(indicator=indicator).exclude(case=None, measured="")
    return list(rows.select_related("region", "period", "indicator").order_by(*NEWEST))


def readable(user):
    """Values as they were entered that count and that the reader may see."""
    return permissions.scope(user, Action.INDICATOR_READ_RAW, Observation.objects.standing())


def _visible(user):
    """Those of them that are just what their indicator defines, of a known day, not replaced."""
    later = Observation.objects.standing().filter(supersedes=OuterRef("pk"))
    rows = readable(user).filter(~Exists(later), measured="")
    return rows.exclude(starts_on=None, ends_on=None)


def _figure(row, indicator) -> Figure:
    try:
        value = values.read(row["value"], indicator.answers)
    except ValueError:
        value = values.Value(row["value"], values.Form.TEXT)
    return Figure(
        stretch=times.Stretch(row["starts_on"], row["ends_on"], row["is_cumulative"]),
        value=value,
        region=row["region__name"] or "",
        breakdown=row["breakdown"],
        period=row["period__code"] or "",
        is_provisional=row["is_provisional"],
        is_revised=row["supersedes_id"] is not None,
        as_of=row["as_of"],
        confidence=row["confidence"],
        source=row["source"],
        entry=row["pk"],
        checked=row["checked"],
    )
