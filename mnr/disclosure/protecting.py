"""Disclosure control of an edition: from all its tables to what may be told of each."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from scipy import sparse

from mnr.disclosure import complementary, linked, optimal, primary
from mnr.disclosure.cells import Cells, cells_of
from mnr.disclosure.results import Protected, protected
from mnr.disclosure.rules import Rules
from mnr.disclosure.system import System
from mnr.disclosure.tables import BadTable, Mask, Shared, Table

BLOCK, EDITION = 600, 6_000  # cells that linear programs alone may be given


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
    groups = _groups(list(by_key.values()), shared)
    exact = _exact(groups, rules)
    found: dict[str, Protected] = {}
    for number, group in enumerate(groups):
        keys = {table.key for table in group}
        inside = [each for each in shared if each.table in keys]
        found |= _protect(group, rules, inside, with_moves=number not in exact)
    return {key: found[key] for key in by_key}


def _exact(groups: list[list[Table]], rules: Rules) -> set[int]:
    """Groups for linear programs alone, where those hide about half as much as moves do.

    That is where three dimensions or more add up; below, moves are as good and quicker. What
    programs take grows with the cells that hang together (about 5 ms a cell). The smallest groups
    come first, until the edition has had its share: a count, not a clock, so that the same
    edition is treated alike everywhere.
    """
    found, given = set(), 0
    blocks = [[size for table in group for size in _blocks(table, rules)] for group in groups]
    for number in sorted(range(len(groups)), key=lambda n: (sum(blocks[n]), n)):
        given += sum(blocks[number])
        if blocks[number] and given <= EDITION and max(blocks[number]) <= BLOCK:
            found.add(number)
    return found


def _blocks(table: Table, rules: Rules) -> list[int]:
    """The size of each block with small counts, if three dimensions or more add up."""
    if not table.is_people or sum(bool(dimension.inner) for dimension in table.dimensions) < 3:
        return []
    trees = [[dimension.below(root) for root in dimension.roots] for dimension in table.dimensions]
    blocks = [np.ix_(*block) for block in product(*trees)]
    small = (table.values > 0) & (table.values < rules.threshold_below_national)
    return [small[block].size for block in blocks if small[block].any()]


def _groups(tables: list[Table], shared: Sequence[Shared]) -> list[list[Table]]:
    """Tables that hang together through shared counts."""
    place = {table.key: number for number, table in enumerate(tables)}
    _agreeing({table.key: table for table in tables}, shared)
    ends = [place[each.table] for each in shared], [place[each.other] for each in shared]
    graph = sparse.coo_matrix((np.ones(len(shared)), ends), shape=(len(tables), len(tables)))
    count, label = sparse.csgraph.connected_components(graph, directed=False)
    groups: list[list[Table]] = [[] for _ in range(count)]
    for table, number in zip(tables, label, strict=True):
        groups[number].append(table)
    return groups


def _agreeing(tables: dict[str, Table], shared: Sequence[Shared]) -> None:
    """Shared counts are there, and the same in both tables."""
    for each in shared:
        if {each.table, each.other} - set(tables):
            raise BadTable(f"{each.table} and {each.other} are not both in the edition.")
        one, other = tables[each.table], tables[each.other]
        here, there = one.index(each.place), other.index(each.other_place)
        same = np.array_equal(one.values[here], other.values[there], equal_nan=True)
        if not same or one.bounds.get(here) != other.bounds.get(there):
            raise BadTable(f"{each.table} {each.place} is not {each.other} {each.other_place}.")


def _protect(
    tables: list[Table], rules: Rules, shared: Sequence[Shared], *, with_moves: bool
) -> dict[str, Protected]:
    """Tables that hang together."""
    cells = [cells_of(table, rules) for table in tables]
    for each in cells:
        primary.decide(each, rules)
    if with_moves and not rules.rounds:
        complementary.hide_complements(cells, _shared_cells(cells, shared))
    exposed = [(each.exposed, 0) for each in cells]
    if _needs_programs(cells, shared, rules):
        exposed = _settle(cells, shared, rules)
    pairs = zip(cells, exposed, strict=True)
    return {each.table.key: protected(each, rules, *found) for each, found in pairs}


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
    opened = any(each.table.opened is not None and each.table.opened.any() for each in cells)
    if past and opened:
        return True  # what earlier editions hid may lie open by it, though nothing is hidden now
    return hidden and (uncertain or small or past or bool(shared) or rules.rounds)


def _settle(cells: list[Cells], shared: Sequence[Shared], rules: Rules) -> list[tuple[Mask, int]]:
    """What lies open of each table, and how many counts of its earlier editions do."""
    system = System(cells, shared, rules)
    hopeless = linked.settle(system)
    optimal.take_back(system, hopeless)
    found: list[tuple[Mask, int]] = []
    for part in system.parts:
        if part.is_past:
            mask, before = found[-1]
            found[-1] = mask, before + int(hopeless[part.unknown].sum())
        else:
            found.append((part.cells.exposed | hopeless[part.unknown], 0))
    return found
