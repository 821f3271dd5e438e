"""Weighs the moves of whole tables: for each hidden cell the cheapest move that protects it.

A move is the outer product of one null vector for each dimension. Its cells either go up together
while others go down, or the other way round: as far down as the smallest of either side allows.
Both limits and the cost of a move are made dimension by dimension, for all moves of many tables
at once; along one dimension, the main one, several partners share what a member is moved by.

`down`: how far the cells of the plus side can fall; `up`: those of the minus side, so how far the
plus side can rise. Both in people, cut at the need, beyond which nothing matters.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnr.disclosure.moves import Member, TreeMoves

NEVER = np.int32(1 << 20)  # cost of a cell that cannot be hidden; 2,000 of them fit
PARTNER_BITS = 10
NO_PARTNER = NEVER << PARTNER_BITS
NO_KEY = np.iinfo(np.int64).max
COST_AT = 40  # bits of a key below the cost: the number of the move
Keys = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Weight:
    """Of cells, members or moves, by dimension; the last axis is the table."""

    down: NDArray[np.int16]
    up: NDArray[np.int16]
    cost: NDArray[np.int32]

    def pick(self, places: NDArray[np.intp], axis: int) -> "Weight":
        return Weight(
            self.down.take(places, axis), self.up.take(places, axis), self.cost.take(places, axis)
        )

    def first(self, axis: int) -> "Weight":
        """With an axis moved to the front."""
        return Weight(
            np.moveaxis(self.down, axis, 0),
            np.moveaxis(self.up, axis, 0),
            np.moveaxis(self.cost, axis, 0),
        )

    def with_nothing(self, axis: int, need: int) -> "Weight":
        """One place more, which moves freely and costs nothing."""
        shape = list(self.down.shape)
        shape[axis] = 1
        free = np.full(shape, need, np.int16)
        return Weight(
            np.concatenate([self.down, free], axis),
            np.concatenate([self.up, free], axis),
            np.concatenate([self.cost, np.zeros(shape, np.int32)], axis),
        )


def together(one: Weight, other: Weight, *, opposed: bool) -> Weight:
    """What moves if both do, in the same or in opposite directions."""
    down, up = (other.up, other.down) if opposed else (other.down, other.up)
    return Weight(np.minimum(one.down, down), np.minimum(one.up, up), np.add(one.cost, other.cost))


def members_of(cells: Weight, axis: int, moves: TreeMoves, need: int) -> Weight:
    """Weights of the members along an axis of nodes."""
    cells = cells.with_nothing(axis, need)
    plus, minus = moves.padded("plus"), moves.padded("minus")
    weight = cells.pick(plus[:, 0], axis)
    for column in plus.T[1:]:
        weight = together(weight, cells.pick(column, axis), opposed=False)
    for column in minus.T:
        weight = together(weight, cells.pick(column, axis), opposed=True)
    return weight


def pairs_of(cells: Weight, axis: int, moves: TreeMoves, need: int) -> Weight:
    """Weights of the null vectors along an axis of nodes."""
    members = members_of(cells, axis, moves, need)
    first, second = np.array(moves.pairs, dtype=np.intp).T
    return together(members.pick(first, axis), members.pick(second, axis), opposed=True)


class Partners:
    """What the partners of a group give to a member: each of them, with those that cost nothing.

    Partners of which two share a node do not add up: of those the best one counts.
    """

    def __init__(self, gives: NDArray[np.int16], cost: NDArray[np.int32], group: list[Member]):
        self.single = np.array([member.single for member in group])
        self.free = np.where(cost == 0, gives, 0).astype(np.int16)
        self.sum = self.free[self.single].sum(axis=0, dtype=np.int16)
        column = self.single.reshape([-1] + [1] * (gives.ndim - 1))
        self.own = np.where(column & (cost == 0), np.int16(0), gives)  # others are in the sum
        best = self.free[~self.single].max(axis=0) if (~self.single).any() else np.int16(0)
        self.own_and_best = np.where(column, self.own + best, self.own)

    def to(self, one: int) -> NDArray[np.int16]:
        if not self.single[one]:
            return self.own + self.sum
        return self.own_and_best + (self.sum - self.free[one])


def best_partners(
    members: Weight, axis: int, moves: TreeMoves, need: int
) -> tuple[NDArray[np.int32], NDArray[np.int16]]:
    """For each member along the axis its cheapest partner with which it moves by the need, and
    the cost; at least NEVER where there is none."""
    lead = members.first(axis)
    costs = np.empty(lead.cost.shape, np.int32)
    partners = np.empty(lead.cost.shape, np.int16)
    for group in moves.groups:
        part = lead.pick(np.array(group), 0)
        who = [moves.members[place] for place in group]
        rise, fall = Partners(part.down, part.cost, who), Partners(part.up, part.cost, who)
        numbers = np.arange(len(who), dtype=np.int32).reshape([-1] + [1] * (part.cost.ndim - 1))
        numbered = (np.minimum(part.cost, NEVER) << PARTNER_BITS) + numbers
        for place, member in enumerate(who):
            width = np.minimum(part.up[place], rise.to(place))
            width += np.minimum(part.down[place], fall.to(place))
            best = np.where(width < need, NO_PARTNER, numbered)
            best[[other.owner == member.owner for other in who]] = NO_PARTNER
            best = best.min(axis=0)
            costs[group[place]] = part.cost[place] + (best >> PARTNER_BITS)
            partners[group[place]] = (best & ((1 << PARTNER_BITS) - 1)) + group[0]
    return np.moveaxis(costs, 0, axis), np.moveaxis(partners, 0, axis)


@dataclass(frozen=True, eq=False)
class Weighed:
    """The best move of each cell as a key, and how to read it."""

    moves: tuple[TreeMoves, ...]
    main: int
    keys: Keys
    partners: NDArray[np.int16]

    def cost(self) -> Keys:
        return np.where(self.keys == NO_KEY, NEVER, self.keys >> COST_AT)

    def cells(self, key: int, table: int) -> tuple[NDArray[np.intp], ...]:
        """The nodes along each dimension whose product moves."""
        index = np.unravel_index(key & ((1 << COST_AT) - 1), self.partners.shape[:-1])
        lines = []
        for axis, (moves, place) in enumerate(zip(self.moves, index, strict=True)):
            partner = int(self.partners[(*index, table)])
            pair = moves.pairs[place] if axis != self.main else (int(place), partner)
            lines.append(sorted({node for m in pair for node in moves.members[m].nodes}))
        return tuple(np.array(line, dtype=np.intp) for line in lines)


def weigh(cells: Weight, moves: tuple[TreeMoves, ...], need: int) -> Weighed:
    """The cheapest move of each cell. The dimension with most pairs is the main one."""
    order = sorted(range(len(moves)), key=lambda axis: len(moves[axis].pairs))
    main = order.pop()
    for axis in order:
        cells = pairs_of(cells, axis, moves[axis], need)
    members = members_of(cells, main, moves[main], need)
    costs, partners = best_partners(members, main, moves[main], need)
    keys = _back(_keys(costs), main, moves[main], moves[main].members_with)
    for axis in reversed(order):
        keys = _back(keys, axis, moves[axis], moves[axis].pairs_with)
    return Weighed(moves, main, keys, partners)


def _keys(costs: NDArray[np.int32]) -> Keys:
    number = np.arange(costs[..., 0].size, dtype=np.int64).reshape(costs.shape[:-1])
    keys = (costs.astype(np.int64) << COST_AT) + number[..., None]
    return np.where(costs >= NEVER, NO_KEY, keys)


def _back(keys: Keys, axis: int, tree: TreeMoves, having: Callable[[int], list[int]]) -> Keys:
    """The best key of each node, from those of the members or pairs that it takes part in."""
    shape = list(keys.shape)
    shape[axis] = len(tree.nodes)
    found = np.empty(shape, np.int64)
    into = np.moveaxis(found, axis, 0)
    for node in range(len(tree.nodes)):
        into[node] = np.take(keys, having(node), axis).min(axis=axis)
    return found
