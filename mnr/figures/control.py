"""Disclosure control of a snapshot's indicators: what an edition tells, as plain data.

A figure that is hidden says when and where it would stand, and whether it measures what its
indicator defines; nothing else: neither its source nor its remarks, which may tell the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mnr.disclosure import Rules, protect
from mnr.figures import rules as edition_rules
from mnr.figures.cells import Part, is_counted, part_of, stretch_of
from mnr.figures.counted import Counted, counted_of
from mnr.measures import nesting

FORMAT = 1
PLACE = ("starts_on", "ends_on", "is_cumulative", "region", "breakdown")
TOLD = ("value", "form", "low", "high", "is_provisional", "confidence", "as_of")
TEXTS = ("measured", "source", "public_text", "revision_reason")
PUBLISHED = ("time_text", "unit_text", "confidence_text")  # of values of a public case


@dataclass(frozen=True)
class Controlled:
    """An edition's figures, its tables, and what the next editions must know of this one."""

    content: dict
    kept: dict


def control(
    content: dict, edition: str, editions: Sequence[dict], overrides: Sequence[dict] = ()
) -> Controlled:
    """What an edition of a snapshot tells of indicators.

    `content` is the frozen content, `editions` what was kept of the earlier ones, oldest first;
    `overrides` are the decisions of two people on single counts that no edition has followed yet.
    """
    frozen, rules = content["indicators"], edition_rules.frozen(content, edition)
    counted = _counted(frozen, rules, editions, overrides)
    figures = _all_figures(frozen, counted, rules)
    return Controlled(
        {
            "format": FORMAT,
            "edition": edition,
            "rules": frozen["rules"][edition],
            "figures": {code: sorted(rows, key=_order) for code, rows in figures.items() if rows},
            "tables": [told for one in counted for told in one.published()],
            "overrides": [each.told for one in counted for each in one.honoured],
        },
        {one.code: [each.as_data() for each in one.slices] for one in counted if one.slices},
    )


def _counted(frozen, rules, editions, overrides) -> list[Counted]:
    """The counts of people after disclosure control.

    A count is not shown by a decision if something else that is hidden could then be reckoned:
    whoever decided on one number did not decide on another.
    """
    regions = {row["code"]: row["within"] for row in frozen["regions"]}
    closing = [each for each in overrides if not each["is_shown"]]
    people = definitions_of_people(frozen)
    found = [counted_of(row, rules, regions, editions, overrides) for row in people]
    _protect(found, rules)
    for place, (row, one) in enumerate(zip(people, found, strict=True)):
        if any(each.is_shown for each in one.overrides):
            plain = counted_of(row, rules, regions, editions, closing)
            _protect([plain], rules)
            found[place] = plain if one.gives_away_more(plain) else one
    return found


def _protect(counted, rules) -> None:
    """All tables through disclosure control together."""
    told = protect(
        [table for one in counted for table in one.tables],
        rules,
        [pair for one in counted for pair in one.shared],
    )
    for one in counted:
        one.take(told)


def _all_figures(frozen, counted, rules) -> dict:
    """{code: its figures}; under "" those of no indicator."""
    by_code = {one.code: one for one in counted}
    figures = {
        row["code"]: [_figure(value, by_code.get(row["code"]), rules) for value in row["values"]]
        for row in frozen["definitions"]
    }
    return figures | {"": [_figure(value, None, rules) for value in frozen["published"]]}


def definitions_of_people(frozen) -> list[dict]:
    """The indicators that are subject to disclosure control."""
    return [row for row in frozen["definitions"] if row["counts_people"]]


def _order(figure):
    return (figure["region"] or "", figure["breakdown"], figure["starts_on"] or "")


def _figure(value, counted: Counted | None, rules: Rules) -> dict:
    figure = {name: value[name] for name in PLACE}
    figure |= {"is_otherwise": bool(value["texts"].get("measured"))}
    count = None
    if _is_share_of_few(value, rules):
        return figure | {"is_hidden": True}
    if counted and (part := _held(value, counted)) is not None:
        place = nesting.name(stretch_of(value)), part
        count = counted.count(*place)
        if counted.is_decided(*place):
            figure["by_decision"] = True
        if count is None:
            return figure | {"is_hidden": True}
    elif counted and _is_small(value, rules):
        return figure | {"is_hidden": True}
    figure |= {name: value[name] for name in TOLD} | {"is_hidden": False, "id": value["id"]}
    figure |= {name: value["texts"].get(name, "") for name in (*TEXTS, *PUBLISHED)}
    figure |= {"organisation": value.get("organisation"), "is_revised": "supersedes" in value}
    if count is not None and rules.rounds:
        figure |= dict.fromkeys(("value", "low", "high"), str(count))
    return figure


def _is_share_of_few(value, rules: Rules) -> bool:
    """Whether a share follows from a small count of people: the part, the whole or the others."""
    part, whole = value.get("counts") or (0, 0)  # known of shares that follow from returns alone
    return any(0 < count < rules.threshold for count in (part, whole, whole - part))


def _held(value, counted) -> Part | None:
    """Where a value stands in the tables; None if it is in none."""
    key = nesting.name(stretch_of(value))
    for one in counted.slices if is_counted(value) else ():
        if one.key == key and (part := part_of(value)) in one.counts:
            return part
    return None


def _is_small(value, rules) -> bool:
    """Whether a value outside the tables may be a small count: words, or something else measured.

    What public sources say is known anyway, and bounds that are wide tell of nobody.
    """
    if "organisation" not in value:
        return False
    if value["low"] is None and value["high"] is None:
        return True
    most = value["high"] if value["high"] is not None else value["low"]
    least = rules.threshold_below_national if value["region"] else rules.threshold
    return 0 < Decimal(most) < least
