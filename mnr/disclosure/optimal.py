"""Takes back complementary cells that are not needed, where tables are small enough to ask.

Cells that readers miss most are tried first. What is taken back stays so only if every hidden
cell keeps its width; the number of attempts is bounded, not the time, so that the same tables
give the same pattern on every machine.
"""

import numpy as np

from mnr.disclosure.cells import Status
from mnr.disclosure.programs import Reach, Seen, components
from mnr.disclosure.system import System

SMALL = 400  # cells that hang together up to which it is worth it
ATTEMPTS = 12


def take_back(system: System, hopeless: np.ndarray) -> None:
    """Show again what can be shown."""
    hidden = np.flatnonzero(system.all_status(Status.COMPLEMENTARY))
    if system.size > SMALL or not hidden.size:
        return
    for unknown in hidden[np.lexsort((hidden, -system.cost[hidden]))][:ATTEMPTS].tolist():
        around = next(which for which in components(system, ~system.fixed) if unknown in which)
        system.show(unknown)
        if not _all_wide(system, around, hopeless):
            system.hide_again(unknown)


def _all_wide(system: System, which: np.ndarray, hopeless: np.ndarray) -> bool:
    """Whether all of a former component still have their width."""
    mask = np.zeros(system.size, bool)
    mask[which] = ~system.fixed[which]
    for part in components(system, mask):
        reach = Reach(system, part, Seen(system))
        asked = (reach.need > 0) & ~hopeless[part]
        reach.push_all(asked)
        if any(reach.is_narrow(place) for place in np.flatnonzero(asked & reach.narrow).tolist()):
            return False
    return True
