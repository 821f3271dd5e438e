"""Which counts of an indicator the next edition would hide, as values and decisions stand now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.fields.json import KeyTransform

from mnr.figures import control, keeping
from mnr.figures.sources import ENTERED
from mnr.measures import times
from mnr.models import EditionFigures, FigureOverride, Observation
from mnr.registers import feeding, freezing, frozen_indicators
from mnr.services import outlooks, overrides


@dataclass(frozen=True, order=True)
class Place:
    """Where a figure of an indicator stands; it tells no number."""

    starts_on: str
    ends_on: str
    is_cumulative: bool
    region: str
    breakdown: str

    @property
    def when(self) -> str:
        first, last = (date.fromisoformat(day) for day in (self.starts_on, self.ends_on))
        return times.Stretch(first, last, self.is_cumulative).name


@dataclass(frozen=True)
class Change:
    """What else a decision on one figure changes in the next edition."""

    hidden: list[Place]
    shown: list[Place]
    is_followed: bool  # not if something else that is hidden could then be reckoned


@outlooks.reckoner
def is_hidden(value: Observation) -> bool | None:
    """Whether the next edition would hide the value, with the decisions that wait for it."""
    if value.period is None:
        return None
    return _hidden(_controlled(value, _decided(value))).get(_place_of(value))


def change(override: FigureOverride) -> Change:
    """What would change if the decision was confirmed now."""
    value, decided = override.value, _decided(override.value)
    asked = overrides.told(override)
    after = _controlled(value, [*decided, asked])
    before, then = _hidden(_controlled(value, decided)), _hidden(after)
    others = sorted(place for place in then if place != _place_of(value))
    return Change(
        hidden=[place for place in others if then[place] and not before[place]],
        shown=[place for place in others if before[place] and not then[place]],
        is_followed=any(one["id"] == asked["id"] for one in after["overrides"]),
    )


def _decided(value) -> list[dict]:
    """What is confirmed of other figures of the indicator, and no edition has followed yet."""
    return [
        one
        for one in overrides.to_follow(keeping.COMMITTEE)
        if one["code"] == value.indicator.code and one["value"] != str(value.pk)
    ]


def _controlled(value, decided: Sequence[dict]) -> dict:
    """The indicator, with the register that feeds it, through disclosure control, beside what all
    editions told of them.
    """
    code, period = value.indicator.code, value.period
    content: dict = {"indicators": frozen_indicators.indicator_of(value.indicator, period)}
    names = [code, f"{code} {ENTERED}"]
    if fed := feeding.feeding(code):
        register, feed = fed
        names.append(f"{register.path} {feed.figure}")
        days = {day: getattr(period, day).isoformat() for day in ("starts_on", "ends_on")}
        content["period"] = {"code": period.code, **days}
        content["registers"] = freezing.rows_of(period, [register])
    return control.control(content, keeping.COMMITTEE, _kept(names), decided).content


def _kept(names) -> list[dict]:
    """What each edition kept under these names, oldest first."""
    rows = EditionFigures.objects.filter(edition=keeping.COMMITTEE).order_by("snapshot")
    found = rows.values_list(*(KeyTransform(name, "kept") for name in names))
    return [{name: part for name, part in zip(names, row, strict=True) if part} for row in found]


def _hidden(told: dict) -> dict[Place, bool]:
    """{place: whether it is hidden} of the counts that are just what the indicator defines."""
    (figures,) = told["figures"].values() or ([],)
    return {
        Place(
            one["starts_on"],
            one["ends_on"],
            one["is_cumulative"],
            one["region"] or "",
            one["breakdown"],
        ): one["is_hidden"]
        for one in figures
        if not one["is_otherwise"] and one["starts_on"] and one["ends_on"]
    }


def _place_of(value) -> Place:
    days = value.starts_on.isoformat(), value.ends_on.isoformat()
    region = value.region.code if value.region else ""
    return Place(*days, value.is_cumulative, region, value.breakdown)
