"""The series of each indicator over the editions, and where it stands against its targets."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from mnr.figures.cells import PLACE
from mnr.measures import progress, values
from mnr.measures.progress import Point
from mnr.measures.values import Form, Value

BOUNDS = ("low", "high")
DRAWN = (
    *PLACE,
    *BOUNDS,
    "as_of",
    "by_decision",
    "confidence",
    "form",
    "id",
    "is_hidden",
    "is_provisional",
    "is_revised",
    "reported_in",
    "value",
    "was",
    "was_reported_in",
)
MOST_TIMES = 12  # of which regions and parts are kept beside an edition
COLLECTED = ("code", "name", "unit", "direction", "frequency", "capability", "per", "answers")


def with_series(content: dict, told: dict, editions: Sequence[dict]) -> dict:
    """What an edition tells, with {code: its national series, oldest first} and each standing, and
    {code: what it told of regions and parts, oldest first}.

    A figure that was revised takes the place of the earlier one; `was` is what that told.
    """
    before = editions[-1] if editions else {}
    series: dict[str, list] = dict(before.get("series", {}))
    parts: dict[str, list] = dict(before.get("parts", {}))
    period = content["period"]["code"]
    for code, figures in told["figures"].items():
        if code:
            mains, others = _kinds(figures)
            series[code] = _continued(series.get(code, []), mains, period)
            parts[code] = _latest(_continued(parts.get(code, []), others, period))
    return told | {
        "period": period,
        "series": series,
        "parts": {code: rows for code, rows in parts.items() if rows},
        "indicators": {
            row["code"]: _indicator(row, series.get(row["code"], []))
            for row in content["indicators"]["definitions"]
        },
    }


def _kinds(figures):
    """The figures of the whole country, and those of regions and parts, without what is other."""
    mains = [figure for figure in figures if is_main(figure)]
    others = [one for one in figures if not (is_main(one) or one["is_otherwise"])]
    return mains, others


def _latest(parts):
    """Those of the newest times, with what a drawing needs: there are many of them."""
    days = sorted({one["ends_on"] or "" for one in parts}, reverse=True)[:MOST_TIMES]
    return [
        {name: one[name] for name in DRAWN if name in one}
        for one in parts
        if (one["ends_on"] or "") in days
    ]


def _continued(series, figures, period):
    found = {tuple(figure[name] for name in PLACE): figure for figure in series}
    for figure in figures:
        key = tuple(figure[name] for name in PLACE)
        before = found.get(key)
        found[key] = figure | {"reported_in": period}
        if before and _words(before) != _words(figure):
            found[key] |= {"was": _words(before), "was_reported_in": before["reported_in"]}
    return sorted(found.values(), key=lambda one: (one["ends_on"] or "", one["starts_on"] or ""))


def is_main(figure: dict) -> bool:
    """Whether it is about the whole country and just what the indicator defines."""
    return not (figure["region"] or figure["breakdown"] or figure["is_otherwise"])


def _words(figure):
    return None if figure["is_hidden"] else figure["value"]


def _indicator(row, series):
    """What the edition says of an indicator as a whole."""
    standing = standing_of(row, series)
    adoption = row["adoption"] or {}
    return {
        **{name: row[name] for name in COLLECTED},
        "collected": adoption.get("status", ""),
        "reason": adoption.get("reason", ""),
        "organisation": adoption.get("organisation"),
        "targets": row["targets"],
        "status": standing.status.value,
        "asked": None if standing.asked is None else str(standing.asked),
        "goal": None
        if standing.goal is None
        else {name: str(value) for name, value in asdict(standing.goal).items()},
    }


def standing_of(row: dict, series: Sequence[dict]) -> progress.Standing:
    """Where the latest figure of the series stands against the frozen targets."""
    last = series[-1] if series else None
    targets = [t for t in row["targets"] if not (t["is_dropped"] or t["is_replaced"])]
    return progress.standing(
        row["direction"],
        value_of(last) if last and not last["is_hidden"] else None,
        date.fromisoformat(last["ends_on"]) if last and last["ends_on"] else None,
        [Point(date.fromisoformat(t["on"]), Decimal(t["value"])) for t in targets],
        has_target=any(not target["is_baseline"] for target in targets),
        is_hidden=bool(last and last["is_hidden"]),
    )


def value_of(figure: dict) -> Value:
    """What a figure that is told means."""
    low, high = (Decimal(end) if (end := figure[name]) is not None else None for name in BOUNDS)
    is_open = figure["form"] == Form.BOUND and values.read(figure["value"]).is_open
    return Value(figure["value"], Form(figure["form"]), low, high, is_open)
