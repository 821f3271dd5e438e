"""Disclosure control of an edition: from all its tables to what may be told of each."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from mnr.disclosure import complementary, linked, optimal, primary
from mnr.disclosure.cells import Cells, cells_of
from mnr.disclosure.results import Protected, protected
from mnr.disclosure.rules import Rules
from mnr.disclosure.system import System
from mnr.disclosure.tables import BadTable, Mask, Shared, Table


def protect(
    tables: Sequence[Table], rules: Rules, shared: Sequence[Shared] = ()
) -> dict[str, Protected]:
    """What may be told of each table, by its key. The same input gives the same answer.

    All tables of an edition go in together: what is shown in one must not give away what is
    hidden in another. `shared` names the counts that stand in two of them.
    Raises `BadTable` for keys that are doubled, and for shared counts that differ.
    """
    by_key = {table.key: table for table in tables}
    if len(by_key) != len(tables):
        raise BadTable("Two tables have the same key.")
    found: dict[str, Protected] = {}
    for group in _groups(list(by_key.values()), shared):
        keys = {table.key for table in group}
        found |= _protect(group, rules, [each for each in shared if each.table in keys])
    return {key: found[key] for key in by_key}


def _groups(tables: list[Table], shared: Sequence[Shared]) -> list[list[Table]]:
    """Tables that hang together through shared counts."""
    place = {table.key: number for number, table in enumerate(tables)}
    unknown = {key for each in shared for key in (each.table, each.other)} - set(place)
    if unknown:
        raise BadTable(f"Shared counts of no table: {sorted(unknown)}.")
    ends = [place[each.table] for each in shared], [place[each.other] for each in shared]
    graph = sparse.coo_matrix((np.ones(len(shared)), ends), shape=(len(tables), len(tables)))
    count, label = sparse.csgraph.connected_components(graph, directed=False)
    groups: list[list[Table]] = [[] for _ in range(count)]
    for table, number in zip(tables, label, strict=True):
        groups[number].append(table)
    return groups


def _protect(tables: list[Table], rules: Rules, shared: Sequence[Shared]) -> dict[str, Protected]:
    """Tables that hang together."""
    cells = [cells_of(table, rules) for table in tables]
    for each in cells:
        primary.decide(each, rules)
    if not rules.rounds:
        complementary.hide_complements(cells, _shared_cells(cells, shared))
    exposed = [each.exposed for each in cells]
    if _needs_programs(cells, shared, rules):
        exposed = _settle(cells, shared, rules)
    pairs = zip(cells, exposed, strict=True)
    return {each.table.key: protected(each, rules, mask) for each, mask in pairs}


def _shared_cells(cells: list[Cells], shared: Sequence[Shared]) -> list[Mask]:
    """Which cells of each table stand in another one too."""
    masks = {each.table.key: np.zeros(each.values.shape, bool) for each in cells}
    tables = {each.table.key: each.table for each in cells}
    for pair in shared:
        masks[pair.table][tables[pair.table].index(pair.place)] = True
        masks[pair.other][tables[pair.other].index(pair.other_place)] = True
    return list(masks.values())


def _needs_programs(cells: list[Cells], shared: Sequence[Shared], rules: Rules) -> bool:
    """Whether something is uncertain, or small enough to look for what can be taken back."""
    uncertain = any(((each.need > 0) & ~each.certain).any() for each in cells)
    past = any(each.table.earlier for each in cells)
    small = sum(each.values.size for each in cells) <= optimal.SMALL
    hidden = any(each.need.any() for each in cells)
    return hidden and (uncertain or small or past or bool(shared) or rules.rounds)


def _settle(cells: list[Cells], shared: Sequence[Shared], rules: Rules) -> list[Mask]:
    system = System(cells, shared, rules)
    hopeless = linked.settle(system)
    optimal.take_back(system, hopeless)
    parts = [part for part in system.parts if not part.is_past]
    return [part.cells.exposed | hopeless[part.unknown] for part in parts]
