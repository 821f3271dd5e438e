"""The indicators of a frozen period: those of its snapshot, with the figures of its edition."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import JSONField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from mnr.figures import keeping
from mnr.measures.progress import Point, Standing, Status
from mnr.models import EditionFigures, ReportingPeriod, Snapshot
from mnr.selectors import controlled_figures, indicators
from mnr.selectors.indicators import Row


@dataclass(frozen=True)
class Listed:
    """The indicators of a page."""

    rows: list[Row] = field(default_factory=list)
    is_frozen: bool = False
    is_unmade: bool = False  # whether the edition of a frozen period has no figures yet


def of_domain(user, app_label: str, period: ReportingPeriod) -> Listed:
    """Those of the period's snapshot if it has one, with what the reader may see; else today's."""
    if not period.is_frozen:
        return Listed(indicators.of_domain(user, app_label))
    told = _edition(period)
    codes = _codes(period) if told is None else told["indicators"]
    found = indicators.readable().filter(
        capability__domain__app_label=app_label, code__in=list(codes)
    )
    return Listed([_row(user, one, told) for one in found], is_frozen=True, is_unmade=told is None)


def _edition(period) -> dict | None:
    """What the edition of the newest snapshot says of the whole country; None if it is not made."""
    newest = Snapshot.objects.filter(period=period).order_by("-version").values("pk")[:1]
    rows = EditionFigures.objects.filter(snapshot__in=newest, edition=keeping.COMMITTEE)
    parts = rows.values_list(
        KeyTransform("indicators", "content"), KeyTransform("series", "content")
    )
    found = parts.first()
    told = {"period": period.code, "figures": {}}
    return found and told | {"indicators": found[0], "series": found[1]}


def _codes(period) -> list[str]:
    """The indicators that the newest snapshot has; the rest of its content stays put."""
    rows = Snapshot.objects.filter(period=period).order_by("-version")
    part = KeyTransform("definitions", KeyTransform("indicators", Cast("content", JSONField())))
    found = rows.annotate(part=part).values_list("part", flat=True).first()
    return [row["code"] for row in found or []]


def _row(user, indicator, told) -> Row:
    adoption = getattr(indicator, "adoption", None)
    if told is None or not controlled_figures.may_read(user, indicator):
        return Row(indicator, adoption, None, None)
    figures = controlled_figures.told_of(told, indicator.code, {})
    standing = _standing(told["indicators"][indicator.code])
    return Row(indicator, adoption, next(iter(figures), None), standing)


def _standing(said) -> Standing:
    goal, asked = said["goal"], said["asked"]
    return Standing(
        Status(said["status"]),
        Decimal(asked) if asked else None,
        goal and Point(date.fromisoformat(goal["on"]), Decimal(goal["value"])),
    )
