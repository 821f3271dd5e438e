"""The counts of one indicator on their way through disclosure control."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from mnr.disclosure import Protected, Shared, Table
from mnr.figures.cells import Part, Slice, merged, slices_of
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


@dataclass(frozen=True)
class Source:
    """What is counted as one thing: values of an indicator, figures of a register, or both."""

    code: str
    values: Sequence[dict]  # as frozen
    categories: dict[str, list[str]]
    figures: Sequence[Slice] = ()
    family: str = ""  # under which name the figures stand, with or without the indicator
    also: str = ""  # the name of what was counted apart, as long as it said another number

    @property
    def names(self) -> list[str]:
        """Under which an earlier edition may have kept it, or the parts of it that it hid."""
        return [name for name in dict.fromkeys((self.code, self.family, self.also)) if name]


def source_of(row: dict) -> Source:
    """The values of an indicator as frozen."""
    adoption = row["adoption"]
    categories = breakdowns.declared(adoption["categories"]) if adoption else {}
    return Source(row["code"], row["values"], categories)


def counted_of(source: Source, rules, regions, editions, overrides: Sequence[dict] = ()) -> Counted:
    """The counts of a source beside what earlier editions told of it, with what two people
    decided of single ones.
    """
    slices = merged([*slices_of(source.values, rules.threshold), *source.figures])
    past = [_kept(kept, source.names) for kept in editions]
    taken = mark(source.values, slices, past, overrides)
    shape = Shape(source.code, True, source.categories, regions)
    found, shared = tables(shape, slices, past)
    return Counted(source.code, slices, found, shared, taken)


def _kept(kept: dict, names: Iterable[str]) -> list[Slice]:
    """What an edition kept, under whichever name."""
    return merged(Slice.of_data(one) for name in names for one in kept.get(name, []))
