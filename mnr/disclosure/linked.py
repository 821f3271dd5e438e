"""Protects with linear programs: small tables, and what moves within one table cannot protect.

Tables that share counts, editions one after the other, rounded tables: every hidden cell that is
not certain yet is asked about over all of them together, and where its interval is too narrow,
what costs least is hidden besides, until none is left.
"""

import numpy as np
from numpy.typing import NDArray

from mnr.disclosure.programs import Reach, Seen, cheapest, components
from mnr.disclosure.system import System
from mnr.disclosure.tables import Mask


def settle(system: System) -> Mask:
    """Hide until every interval is wide enough. Returns the unknowns for which nothing helps:
    what was published before gives them away already."""
    seen, hopeless = Seen(system, system.certain()), np.zeros(system.size, bool)
    for block in components(system, ~system.fixed | system.can_hide):
        while (narrow := _narrowest(system, block, seen, hopeless)) is not None:
            _widen(system, block, narrow, seen, hopeless)
    return hopeless


def _narrowest(system: System, block: NDArray[np.intp], seen: Seen, hopeless: Mask) -> int | None:
    """The smallest count of a block that is known too well, or None."""
    which = block[~system.fixed[block]]
    asked = (system.need[which] - seen.width[which] > 0) & ~hopeless[which]
    if not asked.any():
        return None
    reach = Reach(system, which, seen)
    reach.push_all(asked)
    order = np.lexsort((which, system.values[which]))
    for place in order[asked[order]].tolist():
        if reach.is_narrow(place):
            return int(which[place])
    return None


def _widen(
    system: System, block: NDArray[np.intp], unknown: int, seen: Seen, hopeless: Mask
) -> None:
    """Hide what costs least, so that the interval of one unknown is as wide as it must be."""
    missing = system.need[unknown] - seen.width[unknown]
    for by in (seen.risen[unknown] + missing, seen.fallen[unknown] - missing):
        more = cheapest(system, block, unknown, by)
        if more is not None and more.any():
            system.hide(more)
            return
    everything = np.zeros(system.size, bool)
    everything[block] = system.can_hide[block]
    hopeless[unknown] = not everything.any()
    system.hide(everything)
