"""The tables of one indicator for disclosure control: time, region and parts as dimensions.

Stretches that add up to one another stand in one table, whichever edition told of them; a stretch
that lies in two such trees stands in two tables, which share its counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    """
    latest = {one.key: one for edition in [*editions, now] for one in edition}
    current = {one.key for one in now}
    made = []
    for tree in nesting.trees(one.stretch for one in latest.values()):
        keys = [branch.key for branch in tree]
        if current & set(keys):
            slices = [latest[key] for key in keys if key in latest]
            made.append(_table(shape, tree, slices, editions))
    shared = [
        pair
        for place, one in enumerate(made)
        for other in made[place + 1 :]
        for pair in _shared(one, other)
    ]
    return made, shared


def _shared(one, other):
    """The counts of the stretches that two tables have in common, where both hold them."""
    mine, theirs = one.dimensions[0].place_of, other.dimensions[0].place_of
    if not set(mine) & set(theirs):
        return []
    return shared_margin(one, other)


def _table(shape, tree, slices, editions) -> Table:
    dimensions = (_time(tree), *_dimensions(shape, slices, editions))
    keys = set(dimensions[0].place_of)
    values, bounds, _hidden = _filled(dimensions, slices)
    return Table(
        key=f"{shape.code} {tree[0].key}",
        dimensions=dimensions,
        values=values,
        is_people=shape.is_people,
        bounds=bounds,
        geography=REGION if any(d.key == REGION for d in dimensions) else None,
        earlier=tuple(
            _earlier(dimensions, told)
            for edition in editions
            if (told := [one for one in edition if one.key in keys])
        ),
    )


def _time(tree) -> Dimension:
    return Dimension(TIME, tuple(Node(each.key, each.parent, each.is_told) for each in tree))


def _dimensions(shape, slices, editions) -> list[Dimension]:
    """A dimension for each breakdown that any count uses, and for regions."""
    keys = {one.key for one in slices}
    told = [one for edition in editions for one in edition if one.key in keys]
    used: dict[str, set[str]] = {}
    for one in [*slices, *told]:
        for part in one.counts:
            for name, word in part:
                used.setdefault(name, set()).add(word)
    found = []
    for name in sorted(used):
        if name == REGION:
            found.append(_regions(used[name], shape.regions))
        else:
            declared = shape.categories.get(name, [])
            words = [*declared, *sorted(used[name] - set(declared))]
            found.append(parts(name, words))
    return found


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


def place_of(dimensions: Sequence[Dimension], stretch: str, part: Part) -> tuple[str, ...]:
    """The keys of the nodes at which a count stands."""
    words = dict(part)
    return (stretch, *(words.get(dimension.key, TOTAL) for dimension in dimensions[1:]))


def _filled(dimensions, slices):
    shape = tuple(len(dimension.nodes) for dimension in dimensions)
    values, hidden = np.full(shape, np.nan), np.zeros(shape, bool)
    bounds: dict[tuple[int, ...], tuple[int, int]] = {}
    for one in slices:
        for part, count in one.counts.items():
            keys = place_of(dimensions, one.key, part)
            index = tuple(d.place_of[key] for d, key in zip(dimensions, keys, strict=True))
            if isinstance(count, tuple):
                bounds[index] = count
            else:
                values[index] = count
            hidden[index] = part in one.hidden
    return values, bounds, hidden


def _earlier(dimensions, slices) -> Earlier:
    values, bounds, hidden = _filled(dimensions, slices)
    return Earlier(dimensions, values, hidden, bounds)
