"""Linear programs over the system: how far an unknown can move, and what moving it would cost.

HiGHS (Huangfu & Hall 2018), as scipy brings it, does the solving; the same input gives the same
answer. Movements are in people, from the true values.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from mnr.disclosure.system import Numbers, System
from mnr.disclosure.tables import Mask

CLOSE = 1e-6  # people; ten times the tolerance of the solver
ROUNDS = 6  # how often all uncertain unknowns are pushed together before each is asked alone


class NotSolved(RuntimeError):
    """The solver gave no answer where there must be one."""


def components(system: System, moving: Mask) -> list[NDArray[np.intp]]:
    """Unknowns that hang together through sums, among those that move."""
    which = np.flatnonzero(moving)
    touching = system.sums[:, which]
    _count, label = sparse.csgraph.connected_components(touching.T @ touching, directed=False)
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    return [which[part] for part in np.split(order, cuts)] if len(which) else []


@dataclass(eq=False)
class Reach:
    """How far the unknowns of a component have been seen to fall and to rise."""

    system: System
    which: NDArray[np.intp]

    def __post_init__(self) -> None:
        sums = self.system.sums[:, self.which]
        self.sums = sums[np.flatnonzero(np.diff(sums.indptr))]
        values = self.system.values[self.which]
        self.low = self.system.low[self.which] - values
        self.high = self.system.high[self.which] - values
        self.need = self.system.need[self.which]
        self.fallen, self.risen = np.zeros(len(self.which)), np.zeros(len(self.which))

    @property
    def wide(self) -> Mask:
        return self.risen - self.fallen >= self.need - CLOSE

    def push(self, aim: Numbers) -> None:
        """Move all unknowns along the aim as far as they go, none of the aim beyond its need."""
        capped = np.where(aim != 0, np.maximum(self.need, 1), np.inf)
        bounds = np.column_stack([np.maximum(self.low, -capped), np.minimum(self.high, capped)])
        answer = _solve(-aim, self.sums, np.zeros(self.sums.shape[0]), bounds)
        if answer is None:
            raise NotSolved("Standing still is a movement: there must be an answer.")
        self.fallen = np.minimum(self.fallen, answer)
        self.risen = np.maximum(self.risen, answer)

    def push_all(self, uncertain: Mask) -> None:
        """Push the uncertain ones together, in patterns of signs that tell them apart."""
        numbers = np.arange(len(self.which))
        for turn in range(ROUNDS):
            todo = uncertain & ~self.wide
            if not todo.any():
                return
            sign = np.where(numbers >> (turn // 2 - 1) & 1, 1.0, -1.0) if turn > 1 else 1.0
            self.push(np.where(todo, sign if turn % 2 == 0 else -np.asarray(sign), 0.0))

    def push_one(self, place: int) -> bool:
        """Whether an unknown is wide enough, exactly."""
        for direction in (1.0, -1.0):
            if not self.wide[place]:
                aim = np.zeros(len(self.which))
                aim[place] = direction
                self.push(aim)
        return bool(self.wide[place])


def cheapest(system: System, which: NDArray[np.intp], unknown: int, by: float) -> Mask | None:
    """What to hide so that an unknown can move by an amount, at the least cost; None if nothing
    helps. The cost of a cell grows with how far it moves (Kelly, Golden & Assad 1992)."""
    count = len(which)
    values, hides = system.values[which], system.can_hide[which]
    free = ~system.fixed[which]
    low = np.where(free, system.low[which] - values, 0.0)
    high = np.where(free, system.high[which] - values, 0.0)
    target = np.flatnonzero(which == unknown)[0]
    below = np.maximum(low - (system.lowest[which] - values), 0.0)
    bounds = np.block(
        [
            [low[:, None], high[:, None]],
            [np.zeros((count, 1)), np.where(hides, np.inf, 0.0)[:, None]],
            [np.zeros((count, 1)), np.where(hides, below, 0.0)[:, None]],
        ]
    )
    one = sparse.identity(count, format="csr")
    moves = sparse.hstack([one, one, -one], format="csr")
    equal = sparse.vstack([system.sums[:, which] @ moves, moves[target]], format="csr")
    right = np.zeros(equal.shape[0])
    right[-1] = by
    costs = np.concatenate([np.zeros(count), system.cost[which], system.cost[which]])
    answer = _solve(costs, equal, right, bounds)
    if answer is None:
        return None
    mask = np.zeros(system.size, bool)
    mask[which] = (answer[count : 2 * count] > CLOSE) | (answer[2 * count :] > CLOSE)
    return mask


def _solve(aim: Numbers, sums, right: Numbers, bounds: Numbers) -> Numbers | None:
    """The best movement, or None if there is none."""
    answer = optimize.linprog(aim, A_eq=sums, b_eq=right, bounds=bounds, method="highs")
    if answer.status == 2:
        return None
    if answer.status != 0:
        raise NotSolved(answer.message)
    return answer.x
