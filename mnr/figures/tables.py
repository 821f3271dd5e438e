"""The tables of one indicator for disclosure control: time, region and parts as dimensions.

Stretches that add up to one another stand in one table, whichever edition told of them; a stretch
that lies in two such trees stands in two tables, which share its counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mnr.disclosure import Dimension, Earlier, Node, Shared, Table, parts, shared_margin
from mnr.figures.cells import REGION, Part, Slice
from mnr.measures import nesting

TIME = "time"
TOTAL = "total"


@dataclass(frozen=True)
class Shape:
    """What the tables of an indicator have in common."""

    code: str
    is_people: bool
    categories: dict[str, list[str]]  # of each breakdown that is collected
    regions: dict[str, str | None]  # {code: code of the region that it lies within}


def tables(
    shape: Shape, now: Sequence[Slice], editions: Sequence[Sequence[Slice]]
) -> tuple[list[Table], list[Shared]]:
    """The tables that hold what is told now, and the counts that stand in two of them.

    `editions` are the earlier ones, oldest first: what each told of the indicator, and what it hid.
    Breakdowns that were never crossed stand in tables of their own, which share their totals: what
    nobody counted is no cell that could take up a difference.
    """
    latest: dict[str, Slice] = {}
    for one in (each for edition in [*editions, now] for each in edition):
        before = latest.get(one.key)
        latest[one.key] = one.over(before) if before else one
    current = {one.key for one in now}
    made: list[Table] = []
    for tree in nesting.trees(one.stretch for one in latest.values()):
        keys = {branch.key for branch in tree}
        if not current & keys:
            continue
        told = [[one for one in edition if one.key in keys] for edition in editions]
        standing = [one for key, one in latest.items() if key in keys]
        for names in crossings([*standing, *(one for rows in told for one in rows)]):
            made.append(_table(shape, tree, names, standing, told))
    return made, [pair for one, other in combinations(made, 2) for pair in _shared(one, other)]


def crossings(slices: Iterable[Slice]) -> list[tuple[str, ...]]:
    """The sets of breakdowns that were counted across each other, without those within a larger."""
    found = {frozenset(name for name, _word in part) for one in slices for part in one.counts}
    largest = [names for names in found if not any(names < other for other in found)]
    return sorted(tuple(sorted(names)) for names in largest)


def _shared(one, other):
    """The counts of the stretches that two tables have in common."""
    mine, theirs = one.dimensions[0].place_of, other.dimensions[0].place_of
    return shared_margin(one, other) if set(mine) & set(theirs) else []


def _table(shape, tree, names, slices, editions) -> Table:
    every = [*slices, *(one for rows in editions for one in rows)]
    dimensions = (_time(tree), *(_dimension(shape, name, every) for name in names))
    values, bounds = _filled(dimensions, slices)
    return Table(
        key=" ".join([shape.code, tree[0].key, *names]),
        dimensions=dimensions,
        values=values,
        is_people=shape.is_people,
        hidden=_marked(dimensions, slices, "closed"),
        opened=_marked(dimensions, slices, "opened"),
        bounds=bounds,
        geography=REGION if REGION in names else None,
        earlier=tuple(_earlier(dimensions, rows) for rows in editions if rows),
    )


def _time(tree) -> Dimension:
    return Dimension(TIME, tuple(Node(each.key, each.parent, each.is_told) for each in tree))


def _dimension(shape, name, slices) -> Dimension:
    """The categories of a breakdown, or the regions, that any count names."""
    used = {word for one in slices for part in one.counts for each, word in part if each == name}
    if name == REGION:
        return _regions(used, shape.regions)
    declared = shape.categories.get(name, [])
    return parts(name, [*declared, *sorted(used - set(declared))])


def _regions(used: Iterable[str], within: dict) -> Dimension:
    """The country, the regions that are told of, and those that hold them.

    Where some of a level are told, all of it are there: what is missing is no secret of one.
    """
    needed = set(used)
    for code in list(needed):
        while (code := within.get(code) or "") and code not in needed:
            needed.add(code)
    levels = {within.get(code) for code in needed}
    every = [code for code, upper in within.items() if upper in levels]
    nodes = [Node(TOTAL)]
    for code in sorted(needed | set(every)):
        upper = within.get(code)
        nodes.append(Node(code, upper if upper in needed else TOTAL))
    return Dimension(REGION, tuple(nodes))


def holds(dimensions: Sequence[Dimension], stretch: str, part: Part) -> bool:
    """Whether a count stands in a table of these dimensions."""
    names = {dimension.key for dimension in dimensions}
    return stretch in dimensions[0].place_of and {name for name, _word in part} <= names


def place_of(dimensions: Sequence[Dimension], stretch: str, part: Part) -> tuple[str, ...]:
    """The keys of the nodes at which a count stands."""
    words = dict(part)
    return (stretch, *(words.get(dimension.key, TOTAL) for dimension in dimensions[1:]))


def _filled(dimensions, slices):
    """Counts, and ranges of which no more is known, where they stand."""
    values = np.full(tuple(len(dimension.nodes) for dimension in dimensions), np.nan)
    bounds: dict[tuple[int, ...], tuple[int, int]] = {}
    for one in slices:
        for part, count in one.counts.items():
            if not holds(dimensions, one.key, part):
                continue
            index = _index(dimensions, one.key, part)
            if isinstance(count, tuple):
                bounds[index] = count
            else:
                values[index] = count
    return values, bounds


def _marked(dimensions, slices, name):
    """Which counts were hidden, or are to be shown or hidden by a decision."""
    mask = np.zeros(tuple(len(dimension.nodes) for dimension in dimensions), bool)
    for one in slices:
        for part in getattr(one, name) & one.counts.keys():
            if holds(dimensions, one.key, part):
                mask[_index(dimensions, one.key, part)] = True
    return mask


def _index(dimensions, stretch, part):
    keys = place_of(dimensions, stretch, part)
    return tuple(d.place_of[key] for d, key in zip(dimensions, keys, strict=True))


def _earlier(dimensions, slices) -> Earlier:
    values, bounds = _filled(dimensions, slices)
    return Earlier(dimensions, values, _marked(dimensions, slices, "hidden"), bounds)
