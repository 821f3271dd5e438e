"""Figures of frozen periods after disclosure control, for readers of the committee's edition."""

from collections.abc import Iterable
from datetime import date

from mnr import permissions
from mnr.figures import keeping, standing
from mnr.measures import times
from mnr.models import EditionFigures, Indicator, Observation, Region
from mnr.roles import Action
from mnr.selectors.figures import Figure, Returned


def controlled(
    user, indicators: Iterable[Indicator], *, is_whole: bool = False
) -> dict[int, list[Figure]]:
    """{indicator: its figures in the latest edition that was made, the newest first}, for those
    that the reader may see after disclosure control: two queries, or none if there is no such.
    Those of the whole country alone, if asked: one query.
    """
    theirs = [row for row in indicators if may_read(user, row)]
    told = _latest_edition() if theirs else None
    if told is None:
        return {}
    names = {} if is_whole else dict(Region.objects.values_list("code", "name"))
    found = {row.pk: told_of(told, row.code, names) for row in theirs}
    if is_whole:
        return {key: [one for one in rows if one.is_whole] for key, rows in found.items()}
    return found


def may_read(user, indicator) -> bool:
    """Whether the reader sees the indicator's figures before they are published."""
    adoption = getattr(indicator, "adoption", None)
    value = Observation(
        organisation_id=adoption.organisation_id if adoption else None,
        capability=indicator.capability,
    )
    return bool(permissions.can(user, Action.INDICATOR_READ_CONTROLLED, value))


def _latest_edition() -> dict | None:
    """The newest version of the latest period whose figures are made."""
    rows = EditionFigures.objects.filter(edition=keeping.COMMITTEE)
    return (
        rows.order_by("-snapshot__period__starts_on", "-snapshot__version")
        .values_list("content", flat=True)
        .first()
    )


def told_of(told: dict, code: str, names: dict[str, str]) -> list[Figure]:
    """What an edition tells of an indicator, the newest first; `names` are those of regions."""
    rows = [*told["series"].get(code, []), *told.get("parts", {}).get(code, [])]
    found = [_figure(one, names) for one in rows]
    return sorted(found, key=lambda figure: (figure.day, figure.stretch.starts_on), reverse=True)


def _figure(one, names) -> Figure:
    first, last = (date.fromisoformat(one[n]) if one[n] else None for n in ("starts_on", "ends_on"))
    place = {
        "stretch": times.Stretch(first, last, one["is_cumulative"]),
        "region": names.get(one["region"], one["region"]) if one["region"] else "",
        "breakdown": one["breakdown"],
        "period": one["reported_in"],
        "by_decision": one.get("by_decision", False),
    }
    if one["is_hidden"]:
        return Figure(value=None, **place)
    return Figure(
        value=standing.value_of(one),
        is_provisional=one["is_provisional"],
        is_revised=one["is_revised"] or "was" in one,
        as_of=date.fromisoformat(one["as_of"]) if one["as_of"] else None,
        confidence=one["confidence"],
        source=one.get("source", ""),
        is_fed="derived_from" in one,
        lacks=tuple(one.get("lacks", ())),
        returned=Returned(**one["returned"]) if "returned" in one else None,
        **place,
    )
