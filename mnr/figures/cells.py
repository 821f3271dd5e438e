"""Counts of one indicator by where they stand: which stretch, which region, which part."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mnr.measures import breakdowns, nesting, values
from mnr.measures.times import Stretch
from mnr.measures.values import Form

REGION = "region"
PLACE = ("starts_on", "ends_on", "is_cumulative", REGION, "breakdown")  # where a figure stands
Part = tuple[tuple[str, str], ...]  # (dimension, category) pairs in order; empty for the whole
Range = tuple[int, int]


@dataclass
class Slice:
    """The counts of one stretch: numbers, ranges of which no more is known, and what was hidden.

    `opened` and `closed` are those that two people decided to show or to hide.
    """

    stretch: Stretch
    counts: dict[Part, int | Range] = field(default_factory=dict)
    hidden: set[Part] = field(default_factory=set)
    opened: set[Part] = field(default_factory=set)
    closed: set[Part] = field(default_factory=set)

    @property
    def key(self) -> str:
        return nesting.name(self.stretch)

    def over(self, before: "Slice") -> "Slice":
        """What is known once this is told too: parts that it does not repeat stand as before."""
        again = self.counts.keys()
        return Slice(
            self.stretch,
            before.counts | self.counts,
            self.hidden | before.hidden - again,
            self.opened | before.opened - again,
            self.closed | before.closed - again,
        )

    def as_data(self) -> dict:
        """As it is kept beside an edition, for the editions that follow."""
        opened = {"opened": [list(map(list, part)) for part in sorted(self.opened)]}
        return (opened if self.opened else {}) | {
            "starts_on": str(self.stretch.starts_on),
            "ends_on": str(self.stretch.ends_on),
            "is_cumulative": self.stretch.is_cumulative,
            "cells": [
                [list(map(list, part)), count, part in self.hidden]
                for part, count in sorted(self.counts.items())
            ],
        }

    @classmethod
    def of_data(cls, data) -> "Slice":
        """The same read back."""
        days = date.fromisoformat(data["starts_on"]), date.fromisoformat(data["ends_on"])
        found = cls(Stretch(*days, data["is_cumulative"]))
        for pairs, count, is_hidden in data["cells"]:
            part = tuple((name, word) for name, word in pairs)
            found.counts[part] = tuple(count) if isinstance(count, list) else count
            if is_hidden:
                found.hidden.add(part)
        found.opened = {tuple(map(tuple, part)) for part in data.get("opened", [])}
        return found


def merged(slices: Iterable[Slice]) -> list[Slice]:
    """One slice for the same days, whether counted in them or since the first of them.

    Where the two differ, which is a mistake of somebody, only that they lie between is known.
    """
    found: dict[str, Slice] = {}
    for one in slices:
        all_of = found.setdefault(one.key, Slice(one.stretch))
        for part, count in one.counts.items():
            all_of.counts[part] = _both(all_of.counts.get(part, count), count)
        all_of.hidden |= one.hidden
        all_of.opened |= one.opened
        all_of.closed |= one.closed
    return list(found.values())


def _both(one: int | Range, other: int | Range) -> int | Range:
    if one == other:
        return one
    ends = [each if isinstance(each, tuple) else (each, each) for each in (one, other)]
    return min(low for low, _high in ends), max(high for _low, high in ends)


def part_of(row: dict) -> Part:
    """Where a frozen value stands."""
    pairs = list(breakdowns.read(row["breakdown"]).items())
    if row["region"]:
        pairs.append((REGION, row["region"]))
    return tuple(sorted(pairs))


def stretch_of(row: dict) -> Stretch:
    """Which stretch a frozen value, or a figure, is about."""
    first, last = (date.fromisoformat(row[n]) if row[n] else None for n in ("starts_on", "ends_on"))
    return Stretch(first, last, bool(row["is_cumulative"]))


def is_published(row: dict) -> bool:
    """Whether a frozen value is of a public source: what that says is known anyway."""
    return "organisation" not in row


def is_counted(row: dict) -> bool:
    """Whether a frozen value is a count that can stand in a table: of just what is defined."""
    return not row["texts"]["measured"] and row["form"] in (Form.NUMBER, Form.BOUND, Form.RANGE)


def slices_of(rows: Iterable[dict], least: int) -> list[Slice]:
    """The counts of one indicator as frozen. Ranges that begin at `least` or above and tell no more
    than that are left out: they give no small number away.
    """
    found: dict[Stretch, Slice] = {}
    for row in filter(is_counted, rows):
        stretch = stretch_of(row)
        count = _count(row, least)
        if stretch.starts_on is None or stretch.ends_on is None or count is None:
            continue
        found.setdefault(stretch, Slice(stretch)).counts[part_of(row)] = count
    return merged(found.values())


def _count(row, least) -> int | Range | None:
    low, high = (Decimal(row[name]) if row[name] is not None else None for name in ("low", "high"))
    read = values.read(row["value"]) if row["form"] == Form.BOUND else None
    value = values.Value(row["value"], Form(row["form"]), low, high, bool(read and read.is_open))
    if value.number is not None:
        return int(value.number)
    bottom, top = values.count_range(value) or (0, None)
    if top is None:
        return None
    return (bottom, top) if top < least or top - bottom < least else None
