"""The counts of one indicator on their way through disclosure control."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from mnr.disclosure import Protected, Shared, Table
from mnr.figures.cells import Part, Slice, slices_of
from mnr.figures.overriding import Override, mark
from mnr.figures.tables import TOTAL, Shape, holds, place_of, tables
from mnr.measures import breakdowns


@dataclass
class Counted:
    """The counts of one indicator on their way through disclosure control."""

    code: str
    slices: list[Slice]
    tables: list[Table]
    shared: list[Shared]
    overrides: list[Override] = field(default_factory=list)
    protected: list[Protected] = field(default_factory=list)
    is_closed = False  # no part of the whole can be told

    def take(self, told: dict[str, Protected]) -> None:
        """Note in the slices what was hidden."""
        self.protected = [told[table.key] for table in self.tables]
        # What earlier editions gave away cannot be taken back; else nothing may lie open.
        pairs = zip(self.tables, self.protected, strict=True)
        self.is_closed = any(not table.earlier and one.exposed.any() for table, one in pairs)
        for one in self.slices:
            one.hidden |= {part for part in one.counts if self.count(one.key, part) is None}

    def count(self, stretch: str, part: Part) -> int | None:
        """What may be told of a count, in all tables that hold it."""
        if part and self.is_closed:
            return None
        found = [
            table.count(place_of(table.dimensions, stretch, part))
            for table in self.protected
            if holds(table.dimensions, stretch, part)
        ]
        return None if None in found else next(iter(found), None)

    @property
    def honoured(self) -> list[Override]:
        """The decisions of two people that this edition follows."""
        return [
            one
            for one in self.overrides
            if (self.count(one.stretch, one.part) is not None) == one.is_shown
        ]

    def is_decided(self, stretch: str, part: Part) -> bool:
        """Whether a count is shown or hidden because two people decided so, now or earlier."""
        is_told = self.count(stretch, part) is not None
        marked = ((one.key, one.opened if is_told else one.closed) for one in self.slices)
        return any(key == stretch and part in parts for key, parts in marked)

    def gives_away_more(self, other: "Counted") -> bool:
        """Whether more of what is hidden, now or earlier, can be reckoned than in the other."""
        pairs = list(zip(self.protected, other.protected, strict=True))
        return self.is_closed > other.is_closed or any(
            (one.exposed & ~than.exposed).any() or one.exposed_before > than.exposed_before
            for one, than in pairs
        )

    def published(self) -> list[dict]:
        """The tables as they leave the platform; of what is closed only the whole."""
        return [
            self._only_wholes(table) if self.is_closed else table.published()
            for table in self.protected
        ]

    def _only_wholes(self, table) -> dict:
        told = table.published()
        places = product(*([node.key for node in d.nodes] for d in table.dimensions))
        wholes = [all(key == TOTAL for key in keys[1:]) for keys in places]
        cells = zip(told["cells"], wholes, strict=True)
        return told | {"cells": [cell if is_whole else None for cell, is_whole in cells]}


def counted_of(row, rules, regions, editions, overrides: Sequence[dict] = ()) -> Counted:
    """The counts of an indicator as frozen, beside what earlier editions told of it, with what
    two people decided of single ones.
    """
    code = row["code"]
    adoption = row["adoption"]
    categories = breakdowns.declared(adoption["categories"]) if adoption else {}
    slices = slices_of(row["values"], rules.threshold)
    past = [[Slice.of_data(one) for one in kept.get(code, [])] for kept in editions]
    taken = mark(row, slices, past, overrides)
    found, shared = tables(Shape(code, True, categories, regions), slices, past)
    return Counted(code, slices, found, shared, taken)
