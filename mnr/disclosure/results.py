"""What disclosure control hands on: for each cell whether it is shown, and what is shown of it.

`published` is the only form that leaves the platform. It holds no status: to know that a cell was
hidden for itself, and not for its neighbours, is to know that it is small.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnr.disclosure.cells import Cells, Status
from mnr.disclosure.rules import Rules
from mnr.disclosure.system import rounded
from mnr.disclosure.tables import Dimension, Mask, Place


@dataclass(frozen=True, eq=False)
class Protected:
    """A table after disclosure control.

    `status`: see `Status`, for the platform's own eyes. `shown`: counts that may be told, nan for
    all others. `exposed`: hidden now, but readers of earlier editions know it or can reckon it to
    within less than the threshold; nothing that is done today changes that. `exposed_before`:
    how many counts that earlier editions hid lie open likewise.
    """

    key: str
    dimensions: tuple[Dimension, ...]
    status: NDArray[np.int8]
    shown: NDArray[np.float64]
    exposed: Mask
    exposed_before: int = 0

    @property
    def hidden(self) -> Mask:
        return (self.status >= Status.PRIMARY) & (self.status <= Status.KEPT)

    def count(self, place: Place) -> int | None:
        """What may be told of a cell, by the keys of its nodes; KeyError where none is."""
        pairs = zip(self.dimensions, place, strict=True)
        value = self.shown[tuple(dimension.place_of[key] for dimension, key in pairs)]
        return None if np.isnan(value) else int(value)

    def published(self) -> dict:
        """As it leaves the platform: cells in the order of the nodes, null where nothing is told.

        `not_reported` names the nulls that are no secret: nobody has reported them.
        """
        told = [None if np.isnan(value) else int(value) for value in self.shown.ravel()]
        missing = np.flatnonzero(self.status == Status.NOT_REPORTED)
        return {
            "key": self.key,
            "dimensions": [
                {
                    "key": dimension.key,
                    "nodes": [
                        {"key": node.key, "parent": node.parent, "published": node.published}
                        for node in dimension.nodes
                    ],
                }
                for dimension in self.dimensions
            ],
            "cells": told,
            "not_reported": missing.tolist(),
        }


def protected(cells: Cells, rules: Rules, exposed: Mask, exposed_before: int) -> Protected:
    """The table without its rests, rounded in mode "round"."""
    own, table = cells.own, cells.table
    status = cells.status[own].copy()
    values = cells.values[own]
    if rules.rounds and table.is_people:
        values = rounded(values, rules.base)
    shown = np.where((status == Status.SHOWN) & ~cells.uncertain[own], values, np.nan)
    return Protected(
        table.key, table.dimensions, status, shown, exposed[own].copy(), exposed_before
    )
