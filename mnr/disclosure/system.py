"""Everything that is published, as one system of sums over unknowns.

Each cell is an unknown; a count that stands in several tables, or unrevised in several editions,
is one unknown. What an attacker knows is that every total is the sum of its parts, and between
which bounds each unknown lies.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from mnr.disclosure.cells import Cells, Status, cells_of
from mnr.disclosure.primary import decide, places_in
from mnr.disclosure.rules import Rules
from mnr.disclosure.tables import Earlier, Mask, Shared, Table

Numbers = NDArray[np.float64]
Unknowns = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Part:
    """A table, or an earlier edition of one, and the unknown that each of its cells is."""

    cells: Cells
    unknown: Unknowns
    is_past: bool


class System:
    """Unknowns and sums of some tables. Arrays have one entry for each unknown.

    `low`, `high`: what the attacker knows of it while it is not fixed. `fixed`: known exactly.
    `can_hide`: shown now, and not known from before. `cost`: what hiding it loses.
    """

    def __init__(self, tables: Sequence[Cells], shared: Sequence[Shared], rules: Rules) -> None:
        self.rules = rules
        self.parts = _numbered(tables, rules)
        self.size = _merge(self.parts, shared)
        self.sums = self._sums()
        self.values = np.zeros(self.size)
        self.cost = np.zeros(self.size)
        for part in self.parts:
            self.values[part.unknown] = part.cells.values
            np.maximum.at(self.cost, part.unknown, part.cells.weights())
        self.refresh()

    def refresh(self) -> None:
        """Take over what is hidden in the tables, also from one table to another."""
        hidden = self._any(lambda cells: cells.hidden) & ~self._any(lambda cells: cells.opened)
        for part in self.parts:
            if not part.is_past:
                part.cells.hide(hidden[part.unknown])
        self.known = self._any(lambda cells: cells.fixed)
        shown = self._any(lambda cells: cells.status == Status.SHOWN)
        self.fixed = self.known | (shown & (self.rules.mode == "suppress"))
        past = self._any(lambda cells: cells.status == Status.SHOWN, past=True)
        self.can_hide = shown & ~self.known & ~past
        self.need = np.zeros(self.size)
        self.low, self.high = np.full(self.size, -np.inf), np.full(self.size, np.inf)
        for part in self.parts:
            self._bound(part)
        self.need[self.fixed] = 0

    def _bound(self, part: Part) -> None:
        cells = part.cells
        np.maximum.at(self.need, part.unknown, cells.need)
        low, high = cells.lower.astype(float), np.full(cells.values.shape, np.inf)
        if self.rules.rounds:
            window = (cells.status == Status.SHOWN) & ~cells.fixed
            middle = rounded(cells.values, self.rules.base)
            low = np.where(window, np.maximum(middle - self.rules.slack, 0), low)
            high = np.where(window, middle + self.rules.slack, high)
        np.maximum.at(self.low, part.unknown, np.where(cells.fixed, cells.values, low))
        np.minimum.at(self.high, part.unknown, np.where(cells.fixed, cells.values, high))

    def _any(self, of, *, past: bool = False) -> Mask:
        """Unknowns of which a cell is so."""
        found = np.zeros(self.size, bool)
        for part in self.parts:
            if part.is_past or not past:
                found[part.unknown[of(part.cells)]] = True
        return found

    @property
    def lowest(self) -> Numbers:
        """What each unknown is at least once it is hidden."""
        found = np.full(self.size, -np.inf)
        for part in self.parts:
            np.maximum.at(found, part.unknown, part.cells.lower)
        return found

    def hide(self, unknowns: Mask) -> None:
        for part in self.parts:
            if not part.is_past:
                part.cells.hide(unknowns[part.unknown])
        self.refresh()

    def show(self, unknown: int) -> None:
        """Take back that a cell is hidden."""
        self._set(unknown, Status.COMPLEMENTARY, Status.SHOWN)

    def hide_again(self, unknown: int) -> None:
        self._set(unknown, Status.SHOWN, Status.COMPLEMENTARY)

    def _set(self, unknown: int, before: Status, after: Status) -> None:
        for part in self.parts:
            if not part.is_past:
                part.cells.status[(part.unknown == unknown) & (part.cells.status == before)] = after
        self.refresh()

    def certain(self) -> Mask:
        """Unknowns that a move within one table makes wide enough."""
        return self._any(lambda cells: cells.certain)

    def all_status(self, status: Status) -> Mask:
        """Unknowns whose cells of today all have the status."""
        found, other = np.zeros(self.size, bool), np.zeros(self.size, bool)
        for part in self.parts:
            if not part.is_past:
                found[part.unknown[part.cells.status == status]] = True
                other[part.unknown[part.cells.status != status]] = True
        return found & ~other

    def _sums(self) -> sparse.csr_matrix:
        rows, columns, entries = [], [], []
        count = 0
        for part in self.parts:
            for axis, dimension in enumerate(part.cells.dimensions):
                line = np.moveaxis(part.unknown, axis, 0)
                for inner in dimension.inner:
                    nodes = [inner, *dimension.children[inner]]
                    block = line[nodes].reshape(len(nodes), -1)
                    width = block.shape[1]
                    rows.append(np.tile(np.arange(count, count + width), len(nodes)))
                    columns.append(block.ravel())
                    signs = np.where(np.arange(len(nodes)) == 0, 1.0, -1.0)
                    entries.append(np.repeat(signs, width))
                    count += width
        if not count:
            return sparse.csr_matrix((0, self.size))
        data = np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))
        return sparse.csr_matrix(data, shape=(count, self.size))


def rounded(values: NDArray, base: int) -> NDArray:
    """To the nearest multiple of an odd base."""
    return (values + base // 2) // base * base


def _numbered(tables: Sequence[Cells], rules: Rules) -> list[Part]:
    """Each cell an unknown of its own, but for those that an earlier edition has unrevised."""
    parts, count = [], 0
    for cells in tables:
        now = np.arange(count, count + cells.values.size).reshape(cells.values.shape)
        count += cells.values.size
        parts.append(Part(cells, now, False))
        for edition in cells.table.earlier:
            past = _past(cells.table, edition, rules)
            then = np.arange(count, count + past.values.size).reshape(past.values.shape)
            count += past.values.size
            _same(cells.table, edition, now, then)
            _certain(cells, past, edition)
            parts.append(Part(past, then, True))
    return parts


def _past(table: Table, edition: Earlier, rules: Rules) -> Cells:
    """The cells of an earlier edition, with what was hidden then."""
    once = Table(
        table.key,
        edition.dimensions,
        edition.values,
        hidden=edition.hidden,
        bounds=edition.bounds,
        geography=table.geography,
    )
    cells = cells_of(once, rules)
    decide(cells, rules)
    shown = ~edition.hidden & ~np.isnan(edition.values) & ~cells.free[cells.own]
    cells.status[cells.own][shown] = Status.SHOWN
    if not rules.rounds:
        cells.fixed[cells.own] |= shown
    return cells


def _certain(now: Cells, past: Cells, edition: Earlier) -> None:
    """A move of both editions makes what was hidden then as certain as what is hidden now."""
    places = places_in(now.table.dimensions, edition)
    if places is not None:
        here = np.ix_(*(np.flatnonzero(line >= 0) for line in places))
        there = np.ix_(*(line[line >= 0] for line in places))
        past.certain[there] = now.certain[here] & edition.hidden[there]


def _same(table: Table, edition: Earlier, now: Unknowns, then: Unknowns) -> None:
    """One unknown for what was not revised."""
    places = places_in(table.dimensions, edition)
    if places is None:
        return
    here = np.ix_(*(np.flatnonzero(line >= 0) for line in places))
    there = np.ix_(*(line[line >= 0] for line in places))
    equal = table.values[here] == edition.values[there]
    bounded, was_bounded = np.full(table.values.shape, -1), np.full(edition.values.shape, -2)
    for index, (least, most) in table.bounds.items():
        bounded[index] = least * 2**31 + most
    for index, (least, most) in edition.bounds.items():
        was_bounded[index] = least * 2**31 + most
    equal |= bounded[here] == was_bounded[there]
    then[there] = np.where(equal, now[here], then[there])


def _merge(parts: list[Part], shared: Sequence[Shared]) -> int:
    """One unknown for each shared count; numbers without gaps. Returns how many there are."""
    by_key = {part.cells.table.key: part for part in parts if not part.is_past}
    pairs = [_pair(by_key, each) for each in shared]
    count = 1 + max((int(part.unknown.max()) for part in parts), default=-1)
    first, second = (
        (np.array(side, dtype=np.intp) for side in zip(*pairs, strict=True)) if pairs else ((), ())
    )
    graph = sparse.coo_matrix((np.ones(len(pairs)), (first, second)), shape=(count, count))
    _number, label = sparse.csgraph.connected_components(graph, directed=False)
    used = np.unique(np.concatenate([label[part.unknown].ravel() for part in parts]))
    for part in parts:
        part.unknown[...] = np.searchsorted(used, label[part.unknown])
    return len(used)


def _pair(by_key: dict[str, Part], each: Shared) -> tuple[int, int]:
    one, other = by_key[each.table], by_key[each.other]
    here = one.cells.table.index(each.place)
    there = other.cells.table.index(each.other_place)
    return int(one.unknown[here]), int(other.unknown[there])
