"""Protects what moves within one table cannot: tables that share counts, editions, rounded tables.

Every hidden cell that is not certain yet is asked about with a linear program over all tables,
and where its interval is too narrow, what costs least is hidden besides, until none is left.
"""

import numpy as np
from numpy.typing import NDArray

from mnr.disclosure.programs import Reach, cheapest, components
from mnr.disclosure.system import Numbers, System
from mnr.disclosure.tables import Mask


def settle(system: System) -> Mask:
    """Hide until every interval is wide enough. Returns the unknowns for which nothing helps:
    what was published before gives them away already."""
    width = np.where(system.certain(), system.need, 0)
    hopeless = np.zeros(system.size, bool)
    while True:
        narrow = narrow_ones(system, width, hopeless)
        if not narrow:
            return hopeless
        for unknown in narrow:
            widen(system, unknown, width, hopeless)


def narrow_ones(system: System, width: Numbers, hopeless: Mask) -> list[int]:
    """Unknowns whose interval is too narrow. `width`: as wide as this each is known to be; what
    is found out is noted there."""
    found: list[int] = []
    asked = (width < system.need) & ~hopeless
    for which in components(system, ~system.fixed):
        if not asked[which].any():
            continue
        reach = Reach(system, which)
        reach.push_all(asked[which])
        for place in np.flatnonzero(asked[which]):
            if reach.push_one(int(place)):
                width[which[place]] = reach.need[place]
            else:
                found.append(int(which[place]))
    return sorted(found, key=lambda unknown: (system.values[unknown], unknown))


def widen(system: System, unknown: int, width: Numbers, hopeless: Mask) -> None:
    """Hide what costs least until the interval of one unknown is wide enough."""
    reach = Reach(system, _around(system, unknown, ~system.fixed))
    place = int(np.flatnonzero(reach.which == unknown)[0])
    if reach.push_one(place):
        width[unknown] = reach.need[place]
        return
    missing = reach.need[place] - (reach.risen[place] - reach.fallen[place])
    which = _around(system, unknown, ~system.fixed | system.can_hide)
    for by in (reach.risen[place] + missing, reach.fallen[place] - missing):
        more = cheapest(system, which, unknown, by)
        if more is not None and more.any():
            system.hide(more)
            width[unknown] = reach.need[place]
            return
    everything = np.zeros(system.size, bool)
    everything[which] = system.can_hide[which]
    hopeless[unknown] = not everything.any()
    system.hide(everything)


def _around(system: System, unknown: int, moving: Mask) -> NDArray[np.intp]:
    """The component of an unknown."""
    return next(which for which in components(system, moving) if unknown in which)
