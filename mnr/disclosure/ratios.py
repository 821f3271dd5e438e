"""Percentages and rates, which give away what they were reckoned from.

Who knows a percentage and one of its two counts knows the other. So a ratio is told only where
both its counts are, and where the numerator is part of the denominator, the others are protected
as well: 98 heard of 100 says that 2 were not. `with_others` makes one table of both, in which the
others are a category that is never shown; `protect` then knows all that it must.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnr.disclosure.results import Protected
from mnr.disclosure.tables import BadTable, Dimension, Node, Table

OF = Dimension("of", (Node("all"), Node("part", "all"), Node("others", "all", published=False)))


@dataclass(frozen=True)
class Ratio:
    """A share (part of all, in one table made by `with_others`) or a rate (of two tables)."""

    key: str
    numerator: str
    denominator: str
    is_share: bool = True


def with_others(key: str, part: Table, of: Table) -> Table:
    """One table of a share's two counts, the dimension `OF` first.

    Both tables are of the same shape. Editions and marks of both are taken over if both have them.
    """
    if part.dimensions != of.dimensions or len(part.earlier) != len(of.earlier):
        raise BadTable(f"{key}: numerator and denominator are not of one shape.")
    if (part.values > of.values).any():
        raise BadTable(f"{key}: the part is more than the whole.")
    if part.bounds or of.bounds or part.earlier:
        raise BadTable(f"{key}: bounds and editions are given to the table of both.")
    none = np.zeros(part.values.shape, bool)
    known = [none if each.known is None else each.known for each in (of, part)]
    hidden = [none if each.hidden is None else each.hidden for each in (of, part)]
    return Table(
        key,
        (OF, *part.dimensions),
        np.stack([of.values, part.values, of.values - part.values]),
        is_people=part.is_people or of.is_people,
        known=np.stack([*known, known[0] & known[1]]),
        hidden=np.stack([*hidden, none]),
        geography=part.geography,
    )


def shares(table: Protected) -> NDArray[np.float64]:
    """Part by all of a table made by `with_others`, nan where it is not told or all is 0."""
    if table.dimensions[0] != OF:
        raise BadTable(f"{table.key}: no table of a share.")
    return rates(table.shown[1], table.shown[0])


def rates(
    numerators: NDArray[np.float64], denominators: NDArray[np.float64]
) -> NDArray[np.float64]:
    """From what is told of both; nan wherever one is not told, or the denominator is 0."""
    usable = np.where(denominators == 0, np.nan, denominators)
    return numerators / usable
