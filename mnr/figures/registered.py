"""Counts of people among the figures of registers, beside the indicators that they feed.

A figure with its parts is a count with a breakdown, and over the periods a series like that of an
indicator. The indicator that it feeds is the same count: both are protected as one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from mnr.figures.cells import Part, Slice, is_published, merged, stretch_of
from mnr.figures.rules import HIDDEN
from mnr.measures import nesting
from mnr.measures.times import Stretch

OTHERS = "others"  # of a whole: whom nobody prints and anybody reckons
MOST = 2**30  # as many as a table holds

Told = dict[str, dict[str, Any]]  # {period: {figure: its value, None if nobody gave it, or HIDDEN}}


@dataclass(frozen=True)
class Family:
    """A figure that counts people, and its parts, which exclude each other."""

    path: str
    whole: str
    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.path} {self.whole}"

    @property
    def categories(self) -> dict[str, list[str]]:
        return {self.name: [*self.parts, OTHERS]} if self.parts else {}

    def place_of(self, key: str) -> Part:
        return () if key == self.whole else ((self.name, key),)

    def slice_of(self, stretch: Stretch, values: Mapping[str, Any]) -> Slice:
        """The counts of a period. Where all parts are known, so are the others."""
        keys = [key for key in (self.whole, *self.parts) if is_count(values.get(key))]
        found = Slice(stretch, {self.place_of(key): values[key] for key in keys})
        parts = sum(values[key] for key in keys if key != self.whole)
        if self.parts and len(keys) == 1 + len(self.parts) and parts <= values[self.whole]:
            found.counts[self.place_of(OTHERS)] = values[self.whole] - parts
        return found


class Held:
    """What a snapshot has of a register: its figures period by period, the snapshot's last.

    Of a register whose snapshot does not say which figures count people, all of them do.
    """

    def __init__(self, row: dict, period: dict):
        self.path: str = row["path"]
        self.feeds: dict[str, list[str]] = row.get("feeds", {})
        self._declared = {each["key"]: each for each in row["figures"]}
        now = {key: each["value"] for key, each in self._declared.items()}
        self.periods = {item["period"]: item["figures"] for item in row["history"]}
        self.periods[period["code"]] = now
        rows = {item["period"]: item for item in row["history"]} | {period["code"]: period}
        self._days = {code: _days(row) for code, row in rows.items() if "ends_on" in row}

    @cached_property
    def families(self) -> list[Family]:
        keys = {key: None for values in self.periods.values() for key in values}
        people = {key: self._whole_of(key) for key in keys if self.counts_people(key)}
        return [
            Family(self.path, key, tuple(part for part, of in people.items() if of == key))
            for key, whole in people.items()
            if whole not in people
        ]

    def counts_people(self, key: str) -> bool:
        return self._declared.get(key, {}).get("counts_people", True)

    def _whole_of(self, key):
        return self._declared.get(key, {}).get("part_of", "")

    def slices(self, family: Family) -> list[Slice]:
        """The counts of each period whose days are known."""
        return [
            found
            for code, values in self.periods.items()
            if (stretch := self.stretch_of(code))
            if (found := family.slice_of(stretch, values)).counts
        ]

    def stretch_of(self, period: str) -> Stretch | None:
        """Which days the figures of a period count, if they are known."""
        return Stretch(*self._days[period]) if period in self._days else None

    def near(self, stretch: Stretch) -> Iterator[str]:
        """The periods that share a day with a stretch."""
        for code, days in self._days.items():
            if stretch.overlaps(Stretch(*days)):
                yield code


def _days(row) -> tuple[date, date]:
    return date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])


def is_count(value) -> bool:
    """Whether a figure can be a count of people."""
    return isinstance(value, int) and 0 <= value <= MOST


def held_in(content: dict) -> list[Held]:
    """The registers of a snapshot."""
    return [Held(row, content["period"]) for row in content.get("registers", [])]


def told(held: Held, counted: Mapping[str, Any]) -> Told:
    """The figures of a register as an edition tells them, by the Counted of each family's name."""
    return {period: dict(_told(held, counted, period)) for period in held.periods}


def _told(held, counted, period):
    family_of = {key: each for each in held.families for key in (each.whole, *each.parts)}
    for key, value in held.periods[period].items():
        family = family_of.get(key)
        if value is None or family is None:
            yield key, value
            continue
        stretch, count = held.stretch_of(period), None
        if stretch is not None and is_count(value):
            count = counted[family.name].count(nesting.name(stretch), family.place_of(key))
        yield key, HIDDEN if count is None else count


def follows_hidden(
    held: Iterable[Held], figures: Mapping[str, Told], code: str, value: dict
) -> bool:
    """Whether a value of an indicator would tell of figures that are hidden: it is the sum or the
    share of some of which one is, in any of its days and wherever it was measured. Whoever knows a
    share and one of its counts knows the other.
    """
    return not is_published(value) and any(
        figures[each.path][period].get(key) == HIDDEN
        for each in held
        for key in each.feeds.get(code, ())
        for period in each.near(stretch_of(value))
    )


def apart(rows: Sequence[dict], figures: Iterable[Slice]) -> tuple[list[dict], list[dict]]:
    """The values of an indicator that go with the figures of a register, and those that say
    another number of the same days: these are counts of their own.
    """
    wholes = {one.key: one.counts[()] for one in merged(figures) if () in one.counts}
    others = {
        key
        for row in rows
        if is_main(row) and (key := nesting.name(stretch_of(row))) in wholes
        if not row["low"] == row["high"] == str(wholes[key])
    }
    names = [nesting.name(stretch_of(row)) in others for row in rows]
    return (
        [row for row, is_other in zip(rows, names, strict=True) if not is_other],
        [row for row, is_other in zip(rows, names, strict=True) if is_other],
    )


def is_main(value: dict) -> bool:
    """Whether a frozen value is about the whole country and just what the indicator defines."""
    return not (value["region"] or value["breakdown"] or value["texts"]["measured"])
