"""Linear programs over the system: how far an unknown can move, and what moving it would cost.

HiGHS (Huangfu & Hall 2018), as scipy brings it, does the solving; the same input gives the same
answer. Movements are in people, from the true values.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from mnr.disclosure.system import Numbers, System
from mnr.disclosure.tables import Mask

CLOSE = 1e-6  # people; ten times the tolerance of the solver
ROUNDS = 4  # how often all narrow unknowns are pushed together before each is asked alone


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


class Seen:
    """How far each unknown was seen to fall and to rise, in people: what was once possible stays
    so when more is hidden, and only then. What a move makes certain counts as seen."""

    def __init__(self, system: System, certain: Mask | None = None) -> None:
        self.fallen, self.risen = np.zeros(system.size), np.zeros(system.size)
        if certain is not None:
            self.risen[certain] = system.need[certain]

    @property
    def width(self) -> Numbers:
        return self.risen - self.fallen


class Reach:
    """Pushes the unknowns of a component, and keeps what is seen."""

    def __init__(self, system: System, which: NDArray[np.intp], seen: Seen) -> None:
        self.which, self.seen = which, seen
        sums = system.sums[:, which]
        self.sums = sums[np.flatnonzero(np.diff(sums.indptr))]
        values = system.values[which]
        self.low, self.high = system.low[which] - values, system.high[which] - values
        self.need = system.need[which]

    @property
    def narrow(self) -> Mask:
        return self.seen.width[self.which] < self.need - CLOSE

    def push(self, aim: Numbers) -> None:
        """Move all unknowns along the aim as far as they go, none of the aim beyond its need."""
        capped = np.where(aim != 0, np.maximum(self.need, 1), np.inf)
        bounds = np.column_stack([np.maximum(self.low, -capped), np.minimum(self.high, capped)])
        answer = _solve(-aim, self.sums, np.zeros(self.sums.shape[0]), bounds)
        if answer is None:
            raise NotSolved("Standing still is a movement: there must be an answer.")
        self.seen.fallen[self.which] = np.minimum(self.seen.fallen[self.which], answer)
        self.seen.risen[self.which] = np.maximum(self.seen.risen[self.which], answer)

    def push_all(self, asked: Mask) -> None:
        """Push the narrow ones together, in patterns of signs that tell them apart."""
        numbers = np.arange(len(self.which))
        for turn in range(ROUNDS):
            todo = asked & self.narrow
            if todo.sum() < 2:
                return
            sign = np.where(numbers >> (turn // 2 - 1) & 1, 1.0, -1.0) if turn > 1 else 1.0
            self.push(np.where(todo, sign if turn % 2 == 0 else -np.asarray(sign), 0.0))

    def is_narrow(self, place: int) -> bool:
        """Whether an unknown is too narrow, exactly."""
        for direction in (1.0, -1.0):
            if self.narrow[place]:
                aim = np.zeros(len(self.which))
                aim[place] = direction
                self.push(aim)
        return bool(self.narrow[place])


def cheapest(system: System, which: NDArray[np.intp], unknown: int, by: float) -> Mask | None:
    """What to hide so that an unknown can move by an amount, at the least cost; None if nothing
    helps. The cost of a cell grows with how far it moves (Kelly, Golden & Assad 1992)."""
    count = len(which)
    one = sparse.identity(count, format="csr")
    moves = sparse.hstack([one, one, -one], format="csr")  # as shown, further up, further down
    target = np.flatnonzero(which == unknown)[0]
    equal = sparse.vstack([system.sums[:, which] @ moves, moves[target]], format="csr")
    right = np.zeros(equal.shape[0])
    right[-1] = by
    costs = np.concatenate([np.zeros(count), system.cost[which], system.cost[which]])
    answer = _solve(costs, equal, right, _room(system, which))
    if answer is None:
        return None
    mask = np.zeros(system.size, bool)
    mask[which] = (answer[count : 2 * count] > CLOSE) | (answer[2 * count :] > CLOSE)
    return mask


def _room(system: System, which: NDArray[np.intp]) -> Numbers:
    """How far each unknown moves without being hidden, and how much further if it is."""
    values, free = system.values[which], ~system.fixed[which]
    low = np.where(free, system.low[which] - values, 0.0)
    high = np.where(free, system.high[which] - values, 0.0)
    hides, nothing = system.can_hide[which], np.zeros(len(which))
    further_up = np.where(hides, np.inf, 0.0)
    further_down = np.where(hides, np.maximum(low - (system.lowest[which] - values), 0.0), 0.0)
    lows, highs = [low, nothing, nothing], [high, further_up, further_down]
    return np.column_stack([np.concatenate(lows), np.concatenate(highs)])


def _solve(aim: Numbers, sums, right: Numbers, bounds: Numbers) -> Numbers | None:
    """The best movement, or None if there is none."""
    answer = optimize.linprog(aim, A_eq=sums, b_eq=right, bounds=bounds, method="highs")
    if answer.status == 2:
        return None
    if answer.status != 0:
        raise NotSolved(answer.message)
    return answer.x
