"""Disclosure control of a snapshot: what an edition tells of indicators and registers, as data."""

from collections.abc import Sequence
from dataclasses import dataclass

from mnr.disclosure import protect
from mnr.figures import registered
from mnr.figures import rules as edition_rules
from mnr.figures.counted import Counted, counted_of
from mnr.figures.shares import Shares
from mnr.figures.sources import sources_of
from mnr.figures.telling import Teller

FORMAT = 1


@dataclass(frozen=True)
class Controlled:
    """An edition's figures, its tables, and what the next editions must know of this one."""

    content: dict
    kept: dict


def control(
    content: dict, edition: str, editions: Sequence[dict], overrides: Sequence[dict] = ()
) -> Controlled:
    """What an edition of a snapshot tells of indicators, and of the figures of registers.

    `content` is the frozen content, `editions` what was kept of the earlier ones, oldest first;
    `overrides` are the decisions of two people on single counts that no edition has followed yet.
    """
    frozen, held = content["indicators"], registered.held_in(content)
    rules = edition_rules.frozen(content, edition)
    sources = sources_of(frozen, held)
    counted = _counted(sources, frozen, rules, editions, overrides)
    pairs = list(zip(sources, counted, strict=True))
    teller = _teller(rules, held, pairs)
    figures = _figures(frozen, pairs, teller)
    told = {
        "format": FORMAT,
        "edition": edition,
        "rules": frozen["rules"][edition],
        "figures": {code: sorted(rows, key=_order) for code, rows in figures.items() if rows},
        "registers": teller.registers,
        "tables": [table for one in counted for table in one.published()],
        "overrides": [each.told for one in counted for each in one.honoured],
    }
    return Controlled(told, _kept(counted))


def _teller(rules, held, pairs) -> Teller:
    by_family = {source.family: one for source, one in pairs if source.family}
    registers = {each.path: registered.told(each, by_family) for each in held}
    return Teller(rules, held, registers, Shares(held, by_family, rules))


def _kept(counted) -> dict:
    return {one.code: [each.as_data() for each in one.slices] for one in counted if one.slices}


def _figures(frozen, pairs, teller: Teller) -> dict:
    """{code: its figures}; under "" those of no indicator."""
    counted = {value["id"]: one for source, one in pairs for value in source.values}
    figures = {
        row["code"]: [
            teller.figure(row["code"], value, counted.get(value["id"])) for value in row["values"]
        ]
        for row in frozen["definitions"]
    }
    return figures | {"": [teller.figure("", value, None) for value in frozen["published"]]}


def _counted(sources, frozen, rules, editions, overrides) -> list[Counted]:
    """The counts of people after disclosure control.

    A count is not shown by a decision if something else that is hidden could then be reckoned:
    whoever decided on one number did not decide on another.
    """
    regions = {row["code"]: row["within"] for row in frozen["regions"]}
    closing = [each for each in overrides if not each["is_shown"]]
    found = [counted_of(each, rules, regions, editions, overrides) for each in sources]
    _protect(found, rules)
    for place, (source, one) in enumerate(zip(sources, found, strict=True)):
        if any(each.is_shown for each in one.overrides):
            plain = counted_of(source, rules, regions, editions, closing)
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


def _order(figure):
    return (figure["region"] or "", figure["breakdown"], figure["starts_on"] or "")
