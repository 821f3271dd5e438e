"""Which cells of a table may move together, in the light of earlier editions.

An attacker lays the editions side by side. A cell that was not revised is one unknown in both, so
a move must be one in both: either all its cells were hidden then as well, and go as far as the
values of both editions allow (`joint`), or all of them are new or revised, and the earlier
edition does not notice (`fresh`). Mixtures are left to the linear programs.
"""

from dataclasses import dataclass

import numpy as np

from mnr.disclosure.cells import Cells, Ints
from mnr.disclosure.primary import as_now, kept_hidden, places_in
from mnr.disclosure.tables import Dimension, Earlier, Mask


@dataclass(frozen=True, eq=False)
class Way:
    """Cells that may move, how far each can fall (in people), and the cells it is meant for."""

    movable: Mask
    fall: Ints
    serves: Mask


def ways_of(cells: Cells, shared: Mask) -> list[Way]:
    """The ways in which a table's cells may move; cells that stand in other tables stay put."""
    movable, fall = ~cells.fixed & ~shared, cells.values - cells.lower
    if not cells.table.earlier:
        return [Way(movable, fall, np.ones_like(movable))]
    kept = _widened(cells, kept_hidden(cells)) | cells.free
    joint, least, fresh = _joint(cells), fall.copy(), np.ones_like(movable)
    for edition in cells.table.earlier:
        values, hidden = as_now(edition, cells.dimensions)
        hidden |= cells.free  # what is never shown was not shown then
        absent = np.isnan(values)
        joint &= hidden | (absent & ~_beside(cells.dimensions, ~absent))
        if _other_sums(cells.dimensions, edition):
            joint[...] = False
        then = np.where(values > 0, values - cells.lower, 0)
        least = np.minimum(least, np.where(absent, least, then)).astype(np.int64)
        fresh &= absent | (values != cells.values)
    return [Way(movable & joint, least, kept), Way(movable & fresh, fall, ~kept)]


def _joint(cells: Cells) -> Mask:
    """Rests have no place in earlier editions: they move in none of them."""
    return _widened(cells, np.ones(cells.table.values.shape, bool))


def _widened(cells: Cells, mask: Mask) -> Mask:
    wide = np.zeros(cells.values.shape, bool)
    wide[cells.own] = mask
    return wide


def _other_sums(dimensions: tuple[Dimension, ...], edition: Earlier) -> bool:
    """Whether a sum of the earlier edition had parts that are no parts of it today."""
    places = places_in(dimensions, edition)
    if places is None:
        return True
    for now, then, line in zip(dimensions, edition.dimensions, places, strict=True):
        today = {node.key: node.parent for node in now.nodes}
        if any(node.key not in today for node in then.nodes):
            return True
        if any(node.parent is not None and node.parent != today[node.key] for node in then.nodes):
            return True
        if (line >= 0).sum() != len(then.nodes):
            return True
    return False


def _beside(dimensions: tuple[Dimension, ...], present: Mask) -> Mask:
    """Cells that were not there, though their total along some dimension had parts then."""
    found = np.zeros_like(present)
    for axis, dimension in enumerate(dimensions):
        there, into = np.moveaxis(present, axis, 0), np.moveaxis(found, axis, 0)
        for inner in dimension.inner:
            below = list(dimension.children[inner])
            into[below] |= there[inner] & there[below].any(axis=0)
    return found
