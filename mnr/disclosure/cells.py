"""The cells of a table as an attacker sees them: values, what can be known of each, its state.

What was not reported leaves a rest: a total minus the parts that are there. The rest is a cell of
its own that is never shown, so that everything adds up again. Where that is not sure (a bound was
entered among the parts, the parts exceed the total) the rest is taken for known: the attacker is
given more than he has.
"""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from mnr.disclosure.rules import Rules
from mnr.disclosure.tables import Dimension, Mask, Node, Table, Values

Ints = NDArray[np.int64]


class Status(IntEnum):
    """What becomes of a cell. Only the difference between shown and not shown is ever told:
    to know that a cell is primary is to know that it is small."""

    SHOWN = 0
    PRIMARY = 1
    COMPLEMENTARY = 2
    KEPT = 3
    NOT_REPORTED = 4
    NEVER_SHOWN = 5


@dataclass(eq=False)
class Cells:
    """A table with its rests. Arrays have one entry a cell; `status` changes as cells are hidden.

    `lower`: what the count is at least, if it is hidden. `need`: how wide the interval of an
    attacker must be, in people; 0 where nothing is asked. `fixed`: known to the attacker, or
    taken for known. `free`: never shown and not known.
    """

    table: Table
    dimensions: tuple[Dimension, ...]
    values: Ints
    fixed: Mask
    free: Mask
    uncertain: Mask
    rules: Rules
    lower: Ints = field(init=False)
    threshold: Ints = field(init=False)
    status: NDArray[np.int8] = field(init=False)
    exposed: Mask = field(init=False)
    certain: Mask = field(init=False)  # wide enough: a move was found
    opened: Mask = field(init=False)  # shown by a decision: never hidden for others

    @property
    def hidden(self) -> Mask:
        return (self.status >= Status.PRIMARY) & (self.status <= Status.KEPT)

    @property
    def need(self) -> Ints:
        """In mode "round" nothing need be wider than rounding makes it: a hidden count as wide as
        the base, a small one that is shown as wide as a rounded 0."""
        small = (self.values >= 1 - self.rules.hide_zeros) & (self.values < self.threshold)
        wanted = (self.hidden | (self.free & small)) & ~self.fixed
        if not self.rules.rounds:
            return np.where(wanted, self.threshold, 0)
        rounded = small & (self.status == Status.SHOWN) & ~self.fixed & self.table.is_people
        return np.where(wanted, self.rules.base, np.where(rounded, self.rules.slack, 0))

    @property
    def own(self) -> tuple[slice, ...]:
        """The part that is the table's, without rests."""
        return tuple(slice(len(dimension.nodes)) for dimension in self.table.dimensions)

    def hide(self, cells: Mask) -> None:
        """Hide what is still shown of these cells."""
        self.status[cells & (self.status == Status.SHOWN)] = Status.COMPLEMENTARY

    def weights(self) -> Ints:
        """What a reader loses with each cell: more with larger counts, and with every total."""
        sizes = 2 + np.ceil(np.log2(np.maximum(self.values, 1) + 1)).astype(np.int64)
        for axis, dimension in enumerate(self.dimensions):
            heights = np.array([1 + bool(below) for below in dimension.children])
            sizes = sizes * _along(heights, axis, sizes.ndim)
        return sizes


def _along(line: NDArray, axis: int, dimensions: int) -> NDArray:
    """A line of numbers laid along one axis."""
    return line.reshape([-1 if each == axis else 1 for each in range(dimensions)])


def cells_of(table: Table, rules: Rules) -> Cells:
    """The table with its rests, and what of it is known whatever is decided."""
    values = table.values.copy()
    uncertain = np.zeros(values.shape, bool)
    for index, (least, _most) in table.bounds.items():
        values[index], uncertain[index] = least, True
    missing = np.isnan(values)
    values = _summed(table.dimensions, values)
    absent = np.isnan(values)
    known = np.zeros(values.shape, bool) if table.known is None else table.known.copy()
    free = _unpublished(table.dimensions, values.shape) | (missing & ~absent)
    fixed = known | absent
    counts = np.nan_to_num(values).astype(np.int64)
    cells = Cells(table, table.dimensions, counts, fixed, free, uncertain, rules)
    for axis in range(values.ndim):
        absent = _with_rest(cells, axis, absent)
    _finish(cells, rules)
    return cells


def _unpublished(dimensions: tuple[Dimension, ...], shape: tuple[int, ...]) -> Mask:
    found = np.zeros(shape, bool)
    for axis, dimension in enumerate(dimensions):
        found |= _along(np.array([not n.published for n in dimension.nodes]), axis, len(shape))
    return found


def _summed(dimensions: tuple[Dimension, ...], values: Values) -> Values:
    """Totals that were not reported, from the parts that were; deepest first."""
    for axis, dimension in enumerate(dimensions):
        moved = np.moveaxis(values, axis, 0)
        for inner in sorted(dimension.inner, key=lambda n: -len(dimension.ancestors(n))):
            below = moved[list(dimension.children[inner])]
            line = moved[inner, ...]  # a view, also of a single number
            np.copyto(line, np.nansum(below, axis=0), where=_to_fill(line, below))
    return values


def _to_fill(line: Values, below: Values) -> Mask:
    return np.isnan(line) & ~np.isnan(below).all(axis=0)


def _with_rest(cells: Cells, axis: int, absent: Mask) -> Mask:
    """Add a node for the rest of each total that its parts along the axis do not make up."""
    dimension = cells.dimensions[axis]
    for inner in dimension.inner:
        below = list(dimension.children[inner])
        parts = np.take(cells.values, below, axis)
        rest = np.take(cells.values, inner, axis) - parts.sum(axis=axis)
        if not rest.any():
            continue
        unsure = np.asarray(np.take(cells.uncertain, [inner, *below], axis).any(axis=axis))
        open_ = np.take(absent, below, axis).any(axis=axis) & ~unsure & (rest > 0)
        absent = np.concatenate([absent, np.expand_dims(open_, axis)], axis)
        _append(cells, axis, rest, open_, unsure)
        rest_of = Node(f"\0rest of {dimension.nodes[inner].key}", dimension.nodes[inner].key, False)
        dimension = Dimension(dimension.key, (*dimension.nodes, rest_of))
    cells.dimensions = (*cells.dimensions[:axis], dimension, *cells.dimensions[axis + 1 :])
    return absent


def _append(cells: Cells, axis: int, rest: Ints, open_: Mask, unsure: Mask) -> None:
    for name, line in (
        ("values", rest),
        ("fixed", ~open_),
        ("free", np.ones_like(open_)),
        ("uncertain", unsure),
    ):
        longer = [getattr(cells, name), np.expand_dims(line, axis)]
        setattr(cells, name, np.concatenate(longer, axis))


def _finish(cells: Cells, rules: Rules) -> None:
    """Thresholds by level, the least that a hidden count can be, and zeros that are shown."""
    shape = cells.values.shape
    cells.threshold = np.full(shape, rules.threshold, np.int64)
    for axis, dimension in enumerate(cells.dimensions):
        if dimension.key == cells.table.geography:
            national = np.array([parent is None for parent in dimension.parents])
            levels = np.where(national, rules.threshold, rules.threshold_below_national)
            cells.threshold = cells.threshold * 0 + _along(levels, axis, len(shape))
    cells.status = np.zeros(shape, np.int8)
    cells.exposed, cells.certain = np.zeros(shape, bool), np.zeros(shape, bool)
    cells.opened = np.zeros(shape, bool)
    least = 0 if rules.hide_zeros or rules.rounds else 1
    cells.lower = np.where(cells.free | (cells.values == 0), 0, least)
    # The least that a bound allows stands for the count: what is below it is nobody's to promise.
    cells.lower = np.where(cells.uncertain, cells.values, cells.lower)
