"""The values of indicators as an edition tells them.

A figure that is hidden says when and where it would stand, and whether it measures what its
indicator defines; nothing else: neither its source nor its remarks, which may tell the number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mnr.disclosure import Rules
from mnr.figures.cells import PLACE, Part, is_counted, is_published, part_of, stretch_of
from mnr.figures.counted import Counted
from mnr.figures.registered import Held, Told, follows_hidden
from mnr.figures.shares import Shares, is_small, tells_the_others
from mnr.measures import nesting

TOLD = ("value", "form", "low", "high", "is_provisional", "confidence", "as_of")
TEXTS = ("measured", "source", "public_text", "revision_reason")
FED = ("derived_from", "lacks")  # of values that follow from returns
PUBLISHED = ("time_text", "unit_text", "confidence_text")  # of values of a public case


@dataclass(frozen=True)
class Teller:
    """What disclosure control has found, asked value by value."""

    rules: Rules
    held: Sequence[Held]
    registers: Mapping[str, Told]
    shares: Shares

    def figure(self, code: str, value: dict, counted: Counted | None) -> dict:
        """A frozen value as it is told; `counted` are the counts of people that it is among."""
        figure = {name: value[name] for name in PLACE}
        figure |= {"is_otherwise": bool(value["texts"].get("measured"))}
        count = None
        if _is_share_of_few(value, self.rules) or (counted is None and self._follows(code, value)):
            return figure | {"is_hidden": True}
        if counted and (part := _held(value, counted)) is not None:
            place = nesting.name(stretch_of(value)), part
            count = counted.count(*place)
            if counted.is_decided(*place):
                figure["by_decision"] = True
            if count is None:
                return figure | {"is_hidden": True}
        elif counted and (
            _is_small(value, self.rules) or tells_the_others(value, counted, self.rules)
        ):
            return figure | {"is_hidden": True}
        if "returned" in value and not self._follows(code, value):
            figure["returned"] = value["returned"] | {"reason": value["texts"]["checked"]}
        return figure | _said(value) | (_rounded(count) if self.rules.rounds else {})

    def _follows(self, code, value):
        return follows_hidden(self.held, self.registers, code, value) or self.shares.tell_of_few(
            code, value
        )


def _said(value) -> dict:
    """All that is told of a value which is not hidden."""
    figure = {name: value[name] for name in TOLD} | {"is_hidden": False, "id": value["id"]}
    figure |= {name: value["texts"].get(name, "") for name in (*TEXTS, *PUBLISHED)}
    figure |= {name: value[name] for name in FED if value.get(name)}
    return figure | {"organisation": value.get("organisation"), "is_revised": "supersedes" in value}


def _rounded(count) -> dict:
    return {} if count is None else dict.fromkeys(("value", "low", "high"), str(count))


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
    if is_published(value):
        return False
    if value["low"] is None and value["high"] is None:
        return True
    most = value["high"] if value["high"] is not None else value["low"]
    return is_small(Decimal(most), value, rules)
