"""Which cells are hidden for what they are themselves."""

import numpy as np

from mnr.disclosure.cells import Cells, Status
from mnr.disclosure.rules import Rules
from mnr.disclosure.tables import Dimension, Earlier, Mask


def decide(cells: Cells, rules: Rules) -> None:
    """Hide small counts of people, and what was hidden before; fix what readers know.

    In mode "round" small counts are rounded rather than hidden; bounds are hidden in both.
    """
    own, table = cells.own, cells.table
    reported = ~np.isnan(table.values)
    for index in table.bounds:
        reported[index] = True
    shown = cells.status[own]  # a view: what is set here is set there
    published = ~cells.free[own]
    cells.status[cells.free] = Status.NEVER_SHOWN
    shown[~reported & published] = Status.NOT_REPORTED
    if not table.is_people:
        cells.fixed[own] |= reported & published
        return
    kept = kept_hidden(cells)
    shown[kept & reported & published] = Status.KEPT
    shown[_small(cells, rules) & reported & published] = Status.PRIMARY
    _open(cells, reported & published)
    _fix(cells, rules, kept)


def _open(cells: Cells, told: Mask) -> None:
    """Show what is shown by a decision, whatever it is; from then on readers know it."""
    if cells.table.opened is None:
        return
    opened = cells.table.opened & told
    cells.status[cells.own][opened] = Status.SHOWN
    cells.fixed[cells.own] |= opened
    cells.opened[cells.own] |= opened


def _small(cells: Cells, rules: Rules) -> Mask:
    """Counts below the threshold, and bounds that may be."""
    own = cells.own
    values, threshold = cells.values[own], cells.threshold[own]
    if rules.rounds:
        return cells.uncertain[own] & (values < threshold)
    least = 0 if rules.hide_zeros else 1
    return ((values >= least) | cells.uncertain[own]) & (values < threshold)


def _fix(cells: Cells, rules: Rules, kept: Mask) -> None:
    """What cannot move: zeros that are shown, large bounds, and what was shown before."""
    own = cells.own
    shown = (cells.status[own] == Status.SHOWN) & ~cells.free[own]
    if not rules.rounds:
        cells.fixed[own] |= shown & (cells.values[own] == 0)
        cells.fixed[own] |= shown_before(cells)
    cells.fixed[own] |= shown & cells.uncertain[own]
    cells.exposed = cells.hidden & cells.fixed


def places_in(dimensions: tuple[Dimension, ...], edition: Earlier) -> tuple[np.ndarray, ...] | None:
    """For each dimension where its nodes stood in the earlier edition, -1 for those that did not;
    None if the dimensions are others."""
    if [d.key for d in dimensions] != [d.key for d in edition.dimensions]:
        return None
    pairs = zip(dimensions, edition.dimensions, strict=True)
    return tuple(
        np.array([then.place_of.get(node.key, -1) for node in now.nodes]) for now, then in pairs
    )


def as_now(edition: Earlier, dimensions: tuple[Dimension, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Values and hidden cells of an earlier edition at the places of today; nan where none was."""
    shape = tuple(len(d.nodes) for d in dimensions)
    values, hidden = np.full(shape, np.nan), np.zeros(shape, bool)
    places = places_in(dimensions, edition)
    if places is None:
        return values, hidden
    here = np.ix_(*(np.flatnonzero(line >= 0) for line in places))
    there = np.ix_(*(line[line >= 0] for line in places))
    values[here], hidden[here] = edition.values[there], edition.hidden[there]
    return values, hidden


def kept_hidden(cells: Cells) -> Mask:
    """Cells that were hidden in any earlier edition, or are said to have been."""
    table = cells.table
    kept = np.zeros(table.values.shape, bool) if table.hidden is None else table.hidden.copy()
    for edition in table.earlier:
        kept |= as_now(edition, table.dimensions)[1]
    return kept


def shown_before(cells: Cells) -> Mask:
    """Cells that an earlier edition showed with the value that they still have."""
    table = cells.table
    known = np.zeros(table.values.shape, bool)
    for edition in table.earlier:
        values, hidden = as_now(edition, table.dimensions)
        known |= (values == table.values) & ~hidden
    return known
