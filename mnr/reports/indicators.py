"""What the report prints of indicators: a table for each domain, and every value in an annex.

All of it comes from the edition's figures, after disclosure control.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

from mnr.figures import standing
from mnr.figures.cells import stretch_of
from mnr.figures.rules import HIDDEN
from mnr.measures import breakdowns, values
from mnr.measures.progress import Status
from mnr.models import Indicator, IndicatorAdoption
from mnr.reports.frozen import Frozen
from mnr.reports.overridden import overridden
from mnr.selectors import controlled_figures
from mnr.selectors.figures import Figure, Returned, Subject, in_groups
from mnr.selectors.indicators import RATIOS

ADOPTED = ("status", "reason", "frequency", "source_system", "categories", "method")


@dataclass(frozen=True)
class FigureLine:
    """A value as the edition tells it; of a hidden one only when and where it would stand."""

    when: str
    place: str
    value: str
    is_hidden: bool
    measured: str = ""
    is_provisional: bool = False
    is_revised: bool = False
    was: str = ""
    was_reported_in: str = ""
    as_of: date | None = None
    source: str = ""
    remark: str = ""
    reason: str = ""
    organisation: str = ""
    by_decision: bool = False
    lacks: str = ""
    returned: Returned | None = None


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator: what is collected of it, its latest national value, where it stands."""

    code: str
    name: str
    capability: int
    unit: str
    collected: str
    reason: str
    organisation: str
    latest: FigureLine | None
    status: Status
    asked: Decimal | None
    goal: Decimal | None
    goal_on: date | None
    figures: tuple[FigureLine, ...]
    subject: Subject
    told: tuple[Figure, ...]  # the same as numbers, with the series of the whole country

    @property
    def is_decided(self):
        """Whether the country says anything of it."""
        return bool(self.collected or self.figures)


@dataclass(frozen=True)
class TargetLine:
    """A value to be reached, or the baseline; one that was replaced or dropped stays visible."""

    on: date
    value: Decimal
    is_baseline: bool
    is_standing: bool
    reason: str


@dataclass(frozen=True)
class Counting:
    """How an indicator is counted in the country."""

    code: str
    collected: str
    reason: str
    organisation: str
    frequency: str
    direction: str
    source_system: str
    categories: str
    method: str
    targets: tuple[TargetLine, ...]


def lines(frozen: Frozen) -> tuple[IndicatorLine, ...]:
    """Every indicator of the framework's edition; none in snapshots from before there were any."""
    told = frozen.figures
    if told is None:
        return ()
    adoptions = {
        row["code"]: row["adoption"] or {} for row in frozen.content["indicators"]["definitions"]
    }
    return tuple(
        _line(frozen, told, row, adoptions[code]) for code, row in told["indicators"].items()
    )


def beside(frozen: Frozen) -> dict:
    """What stands beside the chapters: values that no indicator defines, how each is counted, and
    the rules of disclosure control.
    """
    told = frozen.figures
    if told is None:
        return {}
    return {
        "published": tuple(_figure(frozen, row) for row in told["figures"].get("", [])),
        "counting": tuple(_counting(frozen, row) for row in _decided(frozen)),
        "rules": told["rules"],
        "overrides": overridden(frozen),
    }


def _decided(frozen):
    rows = frozen.content["indicators"]["definitions"]
    return [row for row in rows if row["adoption"] or row["targets"]]


def _counting(frozen, row) -> Counting:
    adoption = row["adoption"] or dict.fromkeys(ADOPTED, "")
    body = adoption.get("organisation")
    return Counting(
        code=row["code"],
        collected=_collected(adoption["status"]),
        reason=adoption["reason"],
        organisation=frozen.short_name(body) if body else "",
        frequency=_label(Indicator.Frequency, adoption["frequency"]),
        direction=_label(Indicator.Direction, row["direction"]),
        source_system=adoption["source_system"],
        categories=adoption["categories"],
        method=adoption["method"],
        targets=tuple(
            TargetLine(
                date.fromisoformat(target["on"]),
                Decimal(target["value"]),
                target["is_baseline"],
                not (target["is_dropped"] or target["is_replaced"]),
                target["reason"],
            )
            for target in row["targets"]
        ),
    )


def _collected(status):
    return _label(IndicatorAdoption.Status, status)


def _label(choices, value):
    return str(choices(value).label) if value else ""


def _line(frozen, told, row, adoption):
    series = told["series"].get(row["code"], [])
    goal = row["goal"]
    return IndicatorLine(
        code=row["code"],
        name=row["name"],
        capability=row["capability"],
        unit=_unit(row),
        collected=_collected(row["collected"]),
        reason=row["reason"],
        organisation=frozen.short_name(row["organisation"]) if row["organisation"] else "",
        latest=_figure(frozen, series[-1]) if series else None,
        status=Status(row["status"]),
        asked=Decimal(row["asked"]) if row["asked"] else None,
        goal=Decimal(goal["value"]) if goal else None,
        goal_on=date.fromisoformat(goal["on"]) if goal else None,
        figures=tuple(_figure(frozen, each) for each in told["figures"].get(row["code"], [])),
        subject=_subject(row, adoption),
        told=tuple(controlled_figures.told_of(told, row["code"], frozen.regions)),
    )


def _subject(row, adoption) -> Subject:
    return Subject(
        code=row["code"],
        name=row["name"],
        unit=_unit(row),
        source=adoption.get("source_system", ""),
        frequency=adoption.get("frequency") or row["frequency"],
        answers=tuple(row["answers"]),
        breakdowns=breakdowns.declared(adoption.get("categories", "")),
        is_ratio=row["unit"] in RATIOS,
    )


def _unit(row):
    label = Indicator.Unit(row["unit"]).label
    if row["per"]:
        per = number_format(row["per"], use_l10n=True, force_grouping=True)
        return gettext("per %(number)s") % {"number": per}
    return str(label)


def _figure(frozen, row):
    when = row.get("time_text") or stretch_of(row).name
    place = ", ".join(filter(None, [_region(frozen, row["region"]), row["breakdown"]]))
    decided = row.get("by_decision", False)
    if row["is_hidden"]:
        said = gettext("something else was measured") if row["is_otherwise"] else ""
        return FigureLine(when, place, HIDDEN, is_hidden=True, measured=said, by_decision=decided)
    return FigureLine(
        when,
        place,
        _with_unit(row),
        is_hidden=False,
        measured=row["measured"],
        is_provisional=row["is_provisional"],
        is_revised=row["is_revised"] or "was" in row,
        was=_was(row),
        was_reported_in=row.get("was_reported_in", ""),
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
        source=row["source"],
        remark=row["public_text"],
        reason=row["revision_reason"],
        organisation=frozen.short_name(row["organisation"]) if row["organisation"] else "",
        by_decision=decided,
        **_fed(row),
    )


def _fed(row) -> dict:
    """What is to be said of returns that the value follows from, or that say another one."""
    returned = Returned(**row["returned"]) if "returned" in row else None
    return {"lacks": ", ".join(row.get("lacks", ())), "returned": returned}


def _with_unit(row):
    """The value, with its unit where that is not the indicator's; one of a public source as it
    was published.
    """
    if row["organisation"]:
        return in_groups(standing.value_of(row))
    unit = row.get("unit_text")
    return f"{row['value']} ({unit})" if unit else row["value"]


def _was(row):
    """What an earlier edition told in its place."""
    if "was" not in row:
        return ""
    return HIDDEN if row["was"] is None else _grouped(row["was"])


def _grouped(text):
    try:
        return in_groups(values.read(text))
    except ValueError:
        return text


def _region(frozen, code):
    return frozen.regions.get(code, code) if code else ""
