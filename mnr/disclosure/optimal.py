"""Takes back complementary cells that are not needed, where tables are small enough to ask.

Cells that readers miss most are tried first. What is taken back stays so only if every hidden
cell keeps its width; the number of attempts is bounded, not the time, so that the same tables
give the same pattern on every machine.
"""

import numpy as np

from mnr.disclosure.cells import Status
from mnr.disclosure.programs import Reach, components
from mnr.disclosure.system import System

SMALL = 400  # unknowns of a component up to which it is worth it
ATTEMPTS = 40  # for each component


def take_back(system: System, hopeless: np.ndarray) -> None:
    """Show again what can be shown."""
    for which in components(system, ~system.fixed):
        hidden = which[system.all_status(Status.COMPLEMENTARY)[which]]
        if not hidden.size or len(which) > SMALL:
            continue
        order = hidden[np.lexsort((hidden, -system.cost[hidden]))]
        for unknown in order[:ATTEMPTS].tolist():
            system.show(unknown)
            if not _all_wide(system, which, hopeless):
                system.hide_again(unknown)


def _all_wide(system: System, which: np.ndarray, hopeless: np.ndarray) -> bool:
    """Whether all of a former component still have their width."""
    mask = np.zeros(system.size, bool)
    mask[which] = ~system.fixed[which]
    for part in components(system, mask):
        reach = Reach(system, part)
        asked = (reach.need > 0) & ~hopeless[part]
        reach.push_all(asked)
        if not all(reach.push_one(int(place)) for place in np.flatnonzero(asked)):
            return False
    return True
