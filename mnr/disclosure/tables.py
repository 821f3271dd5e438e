"""Tables of counts as they are handed to disclosure control: trees, values, what is known already.

Nothing here is decided; wrong shapes are refused with `BadTable`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Values = NDArray[np.float64]
Place = tuple[str, ...]  # the key of a node for each dimension


class BadTable(ValueError):
    """A table that cannot be what it says, with the place."""


@dataclass(frozen=True)
class Node:
    """A category. An inner node is the sum of its children; one that is not `published` is never
    shown, but can be reckoned: the others of a percentage, the months between two cumulatives."""

    key: str
    parent: str | None = None
    published: bool = True


@dataclass(frozen=True)
class Dimension:
    """One or several trees of categories, parents before or after their children."""

    key: str
    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        if len(self.place_of) != len(self.nodes) or not self.nodes:
            raise BadTable(f"{self.key}: keys of nodes are empty or doubled.")
        unknown = {node.parent for node in self.nodes} - {None} - set(self.place_of)
        if unknown:
            raise BadTable(f"{self.key}: no such parent: {sorted(map(str, unknown))}.")
        for place in range(len(self.nodes)):
            self.ancestors(place)

    @cached_property
    def place_of(self) -> dict[str, int]:
        return {node.key: place for place, node in enumerate(self.nodes)}

    @cached_property
    def parents(self) -> tuple[int | None, ...]:
        return tuple(
            None if node.parent is None else self.place_of[node.parent] for node in self.nodes
        )

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.nodes]
        for place, parent in enumerate(self.parents):
            if parent is not None:
                found[parent].append(place)
        return tuple(map(tuple, found))

    @cached_property
    def inner(self) -> tuple[int, ...]:
        return tuple(place for place, below in enumerate(self.children) if below)

    @cached_property
    def roots(self) -> tuple[int, ...]:
        return tuple(place for place, parent in enumerate(self.parents) if parent is None)

    def ancestors(self, place: int) -> list[int]:
        """The way up from a node to its root, the node left out."""
        way: list[int] = []
        above = self.parents[place]
        while above is not None:
            if len(way) > len(self.nodes):
                raise BadTable(f"{self.key}: {self.nodes[place].key} is its own ancestor.")
            way.append(above)
            above = self.parents[above]
        return way

    def below(self, place: int) -> list[int]:
        """A node and all under it, parents first."""
        found = [place]
        for each in found:
            found.extend(self.children[each])
        return found


def parts(key: str, names: Iterable[str], total: str = "total") -> Dimension:
    """A total and its parts, as sex or age bands are."""
    return Dimension(key, (Node(total), *(Node(name, total) for name in names)))


def apart(key: str, names: Iterable[str]) -> Dimension:
    """Categories that do not add up to anything, as states at the end of each period."""
    return Dimension(key, tuple(Node(name) for name in names))


def cumulative(key: str, periods: Iterable[str], *, since: str = "since:") -> Dimension:
    """Periods of which only the sums since the beginning are published.

    Each sum is the one before plus what came between, which nobody prints and anybody reckons.
    """
    names = list(periods)
    nodes = [Node(since + names[-1])]
    for before, name in reversed(list(pairwise(names))):
        nodes += [Node(name, since + name, published=False), Node(since + before, since + name)]
    return Dimension(key, tuple(nodes))


@dataclass(frozen=True, eq=False)
class Earlier:
    """The same table in an edition that was published before: what was true, and what was hidden.

    A cell whose value is now another counts as revised; readers know which those are.
    """

    dimensions: tuple[Dimension, ...]
    values: Values
    hidden: Mask
    bounds: Mapping[tuple[int, ...], tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Table:
    """Counts over the product of the dimensions: whole numbers, nan for what was not reported.

    `known`: cells whose exact value readers have from elsewhere. `hidden`: cells that were hidden
    before and stay so, or are hidden by a decision. `opened`: cells that are shown by a decision,
    though they are small or were hidden: from then on readers know them. `bounds`: cells of which
    only a range is known (`<5` is (1, 4)), by index; their value is nan. `geography`: the
    dimension whose roots are the national level.
    """

    key: str
    dimensions: tuple[Dimension, ...]
    values: Values
    is_people: bool = True
    known: Mask | None = None
    hidden: Mask | None = None
    opened: Mask | None = None
    bounds: Mapping[tuple[int, ...], tuple[int, int]] = field(default_factory=dict)
    geography: str | None = None
    earlier: tuple[Earlier, ...] = ()

    def __post_init__(self) -> None:
        _fitting(self.key, self.dimensions, self.values, self.known, self.hidden, self.opened)
        for index, (least, most) in self.bounds.items():
            if not 0 <= least <= most or not np.isnan(self.values[index]):
                raise BadTable(f"{self.key}: a bound at {index} that is no range, or has a value.")
        for edition in self.earlier:
            _fitting(self.key, edition.dimensions, edition.values, edition.hidden)
        if self.geography not in {None, *(dimension.key for dimension in self.dimensions)}:
            raise BadTable(f"{self.key}: no dimension {self.geography}.")

    def index(self, place: Place) -> tuple[int, ...]:
        """Where a cell is, by the keys of its nodes."""
        try:
            pairs = zip(self.dimensions, place, strict=True)
            return tuple(dimension.place_of[key] for dimension, key in pairs)
        except (KeyError, ValueError) as wrong:
            raise BadTable(f"{self.key}: no cell {place}.") from wrong


def _fitting(
    key: str, dimensions: tuple[Dimension, ...], values: Values, *masks: Mask | None
) -> None:
    shape = tuple(len(dimension.nodes) for dimension in dimensions)
    if values.shape != shape or any(mask is not None and mask.shape != shape for mask in masks):
        raise BadTable(f"{key}: values or masks are not of the shape {shape}.")
    counted = values[~np.isnan(values)]
    if (counted < 0).any() or (counted != np.floor(counted)).any() or (counted > 2**30).any():
        raise BadTable(f"{key}: counts are whole numbers from 0 to 2**30, or nan.")


@dataclass(frozen=True)
class Shared:
    """One count that stands in two tables."""

    table: str
    place: Place
    other: str
    other_place: Place


def shared_margin(one: Table, other: Table) -> list[Shared]:
    """The cells that two tables of the same thing have in common.

    Dimensions of the same key are walked together; of the others the root is taken. Each of those
    has one root, or the tables share nothing that could be named.
    """
    keys = [d.key for d in one.dimensions]
    common = {d.key for d in other.dimensions} & set(keys)
    by_key = {d.key: d for d in one.dimensions}, {d.key: d for d in other.dimensions}
    places: list[dict[str, str]] = [{}]
    for key in sorted(common):
        nodes = [n.key for n in by_key[0][key].nodes if n.key in by_key[1][key].place_of]
        places = [{**place, key: node} for place in places for node in nodes]
    return [
        Shared(one.key, _at(one, place, common), other.key, _at(other, place, common))
        for place in places
    ]


def _at(table: Table, place: dict[str, str], common: set[str]) -> Place:
    """The cell of a table at the nodes of the common dimensions, and the roots of the others."""
    for dimension in table.dimensions:
        if dimension.key not in common and len(dimension.roots) != 1:
            raise BadTable(f"{table.key}: {dimension.key} has no single total.")
    return tuple(
        place[d.key] if d.key in common else d.nodes[d.roots[0]].key for d in table.dimensions
    )
