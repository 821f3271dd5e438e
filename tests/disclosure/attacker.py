"""Somebody who has everything that was published, a solver, and time.

Shares no code with `mnr.disclosure`, and gets nothing but what readers get: tables as they left
the platform, in one edition or several, which counts stand in two tables, and which cells are
marked as revised. For each count that is not shown it works out between which bounds it must lie.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix


@dataclass
class Publications:
    """`editions`: one after the other, each a list of published tables. `shared`: pairs of
    (table, number of the cell). `revised`: for (edition, table) the marked cells."""

    editions: list[list[dict]]
    shared: list[tuple[tuple[str, int], tuple[str, int]]] = field(default_factory=list)
    revised: dict[tuple[int, str], set] = field(default_factory=dict)
    zeros_are_shown: bool = True
    base: int | None = None  # of rounding


class Attacker:
    """One linear program over all publications."""

    def __init__(self, publications: Publications) -> None:
        self.all = publications
        self.number: dict[tuple, int] = {}
        self.alias: dict[tuple, tuple] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.silent: set[int] = set()
        for edition, tables in enumerate(publications.editions):
            for table in tables:
                self._name_cells(edition, table)
        self._share()
        for edition, tables in enumerate(publications.editions):
            for table in tables:
                self._bound_cells(edition, table)
        self.sums = [
            row
            for edition, tables in enumerate(publications.editions)
            for table in tables
            for row in self._sums(edition, table)
        ]
        self._matrix()

    def _places(self, table):
        """The keys of each cell, in the order of the cells."""
        places = [()]
        for dimension in table["dimensions"]:
            places = [(*place, node["key"]) for place in places for node in dimension["nodes"]]
        return places

    def _name_cells(self, edition, table):
        marked = self.all.revised.get((edition, table["key"]), set())
        for place in self._places(table):
            name = (edition, table["key"], place)
            before = (edition - 1, table["key"], place)
            while before not in self.number and before not in self.alias and before[0] > 0:
                before = (before[0] - 1, *before[1:])
            if (before in self.number or before in self.alias) and place not in marked:
                self.alias[name] = self.alias.get(before, before)
            else:
                self.number[name] = len(self.number)
        self.low, self.high = [0.0] * len(self.number), [np.inf] * len(self.number)

    def _share(self):
        self.same = []
        for edition, tables in enumerate(self.all.editions):
            by_key = {table["key"]: table for table in tables}
            for (one, here), (other, there) in self.all.shared:
                if one in by_key and other in by_key:
                    first = (edition, one, self._places(by_key[one])[here])
                    second = (edition, other, self._places(by_key[other])[there])
                    self.same.append({self._at(first): 1.0, self._at(second): -1.0})

    def _at(self, name):
        return self.number[self.alias.get(name, name)]

    def _nodes(self, table):
        return [{n["key"]: n for n in d["nodes"]} for d in table["dimensions"]]

    def _is_public(self, table, place):
        pairs = zip(self._nodes(table), place, strict=True)
        return all(nodes[key]["published"] for nodes, key in pairs)

    def _bound_cells(self, edition, table):
        for number, (place, cell) in enumerate(
            zip(self._places(table), table["cells"], strict=True)
        ):
            at = self._at((edition, table["key"], place))
            if number in table["not_reported"]:
                self.silent.add(at)
            elif cell is not None:
                slack = 0 if self.all.base is None else self.all.base // 2
                self.low[at] = max(self.low[at], cell - slack)
                self.high[at] = min(self.high[at], cell + slack)
            elif self._must_be_some(edition, table, place):
                self.low[at] = max(self.low[at], 1.0)

    def _must_be_some(self, edition, table, place):
        """Nothing is hidden that is 0, unless it was hidden before."""
        if not self.all.zeros_are_shown or self.all.base or not self._is_public(table, place):
            return False
        return not any(self._was_hidden(earlier, table["key"], place) for earlier in range(edition))

    def _was_hidden(self, edition, key, place):
        for table in self.all.editions[edition]:
            if table["key"] == key and place in (places := self._places(table)):
                return table["cells"][places.index(place)] is None
        return False

    def _sums(self, edition, table):
        """Each total equals its parts, along each dimension."""
        nodes = self._nodes(table)
        for place in self._places(table):
            for axis, key in enumerate(place):
                parts = [node["key"] for node in nodes[axis].values() if node["parent"] == key]
                if parts:
                    row = {self._at((edition, table["key"], place)): 1.0}
                    for part in parts:
                        at = (edition, table["key"], (*place[:axis], part, *place[axis + 1 :]))
                        row[self._at(at)] = row.get(self._at(at), 0.0) - 1.0
                    yield row

    def _matrix(self):
        rows = [*self.sums, *self.same]
        entries = [(n, at, x) for n, row in enumerate(rows) for at, x in row.items()]
        size = (len(rows), len(self.number))
        self.matrix = None
        if entries:
            line, column, value = zip(*entries, strict=True)
            self.matrix = csr_matrix((value, (line, column)), shape=size)
        # Who has reported nothing has nothing to report? Believed as long as it adds up.
        low, high = np.array(self.low), np.array(self.high)
        guess = high.copy()
        guess[sorted(self.silent)] = 0.0
        self.bounds = np.column_stack([low, guess])
        if self._solve(np.zeros(len(low))) is None:
            self.bounds = np.column_stack([low, high])

    def _solve(self, aim):
        right = None if self.matrix is None else np.zeros(self.matrix.shape[0])
        answer = linprog(aim, A_eq=self.matrix, b_eq=right, bounds=self.bounds, method="highs")
        if answer.status == 2:
            return None
        return -np.inf if answer.status == 3 else answer.fun

    def interval(self, edition, key, place):
        """Between which bounds a count must lie; None if the publications contradict."""
        aim = np.zeros(len(self.number))
        aim[self._at((edition, key, place))] = 1.0
        least, most = self._solve(aim), self._solve(-aim)
        return None if least is None or most is None else (least, -most)

    def unknown(self):
        """Every count that is not shown, in every edition, and was reported."""
        seen = set()
        for edition, tables in enumerate(self.all.editions):
            for table in tables:
                for number, place in enumerate(self._places(table)):
                    name = (edition, table["key"], place)
                    at = self._at(name)
                    if number in table["not_reported"] or at in seen:
                        continue
                    if table["cells"][number] is None or self.all.base is not None:
                        seen.add(at)
                        yield name
