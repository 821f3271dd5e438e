"""The null vectors of one tree: how its nodes can move together without breaking a sum.

A *member* is a set of nodes that move together, up (plus) or down (minus). Members of a group
balance each other: one goes up by as much as others go down. Under each inner node stand as a
group its children (an inner child takes one of its leaves along) and the ways out of the subtree:
up to the root, where nothing is left to balance, or over to a leaf of a neighbouring subtree.
The difference of two members of a group is a null vector of the tree with entries 1 and -1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mnr.disclosure.tables import Dimension

MANY = 40  # members of a group above which not every pair is tried
NEIGHBOURS = 12  # how many partners each member has then
WAYS_OVER = 3  # how many neighbours are tried on each level above


@dataclass(frozen=True)
class Member:
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    owner: int  # members of one owner share nodes and are no partners; -1: the ways out

    @property
    def nodes(self) -> tuple[int, ...]:
        return self.plus + self.minus

    @property
    def single(self) -> bool:
        return len(self.nodes) == 1 and self.owner >= 0


@dataclass(frozen=True, eq=False)
class TreeMoves:
    """Members and pairs of one tree. Places count within `nodes`; one more stands for nothing."""

    nodes: NDArray[np.intp]
    members: tuple[Member, ...]
    groups: tuple[range, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def shape_key(self) -> tuple:
        """Equal for trees that can be worked on side by side."""
        return len(self.nodes), self.members, self.groups, self.pairs

    def padded(self, side: str) -> NDArray[np.intp]:
        """Nodes of the plus or minus side, a line for each member, filled up with nothing."""
        lines = [getattr(member, side) for member in self.members]
        width = max(map(len, lines))
        nothing = len(self.nodes)
        filled = [[*line, *[nothing] * (width - len(line))] for line in lines]
        return np.array(filled, dtype=np.intp).reshape(len(lines), width)

    def members_with(self, node: int) -> list[int]:
        return self._with[0][node]

    def pairs_with(self, node: int) -> list[int]:
        return self._with[1][node]

    @cached_property
    def _with(self) -> tuple[list[list[int]], list[list[int]]]:
        """For each node the members and the pairs that move it."""
        members: list[list[int]] = [[] for _ in self.nodes]
        pairs: list[list[int]] = [[] for _ in self.nodes]
        for place, member in enumerate(self.members):
            for node in member.nodes:
                members[node].append(place)
        for place, (one, other) in enumerate(self.pairs):
            for node in {*self.members[one].nodes, *self.members[other].nodes}:
                pairs[node].append(place)
        return members, pairs


def moves_of(dimension: Dimension, root: int, sizes: NDArray) -> TreeMoves:
    """The moves of the tree under a root. `sizes` (of each node) say which leaves move easily."""
    nodes = dimension.below(root)
    local = {node: place for place, node in enumerate(nodes)}
    tree = _Tree(dimension, local, sizes)
    members: list[Member] = []
    groups: list[range] = []
    for group in tree.groups():
        groups.append(range(len(members), len(members) + len(group)))
        members.extend(group)
    pairs = [pair for group in groups for pair in _pairs(members, group, sizes[nodes])]
    return TreeMoves(np.array(nodes), tuple(members), tuple(groups), tuple(pairs))


class _Tree:
    """Walks one tree of a dimension; says places within the tree."""

    def __init__(self, dimension: Dimension, local: dict[int, int], sizes: NDArray) -> None:
        self.dimension, self.local, self.sizes = dimension, local, sizes

    def groups(self) -> Iterator[list[Member]]:
        if len(self.local) == 1:  # nothing to balance: it moves alone
            yield [Member((0,), (), 0), Member((), (), -1)]
        for inner in self.local:
            if self.dimension.children[inner]:
                yield [*self._children(inner), *self._ways_out(inner)]

    def _children(self, inner: int) -> Iterator[Member]:
        for child in self.dimension.children[inner]:
            for leaf in self._leaves(child)[:2]:
                yield Member(self._way(child, leaf), (), self.local[child])

    def _ways_out(self, inner: int) -> Iterator[Member]:
        path = [inner]
        for above in self.dimension.ancestors(inner):
            down = self._at(path)
            for neighbour in self._neighbours(above, path[-1]):
                leaf = self._leaves(neighbour)[0]
                yield Member(self._way(neighbour, leaf), down, -1)
            path.append(above)
        yield Member((), self._at(path), -1)

    def _neighbours(self, above: int, below: int) -> list[int]:
        others = [child for child in self.dimension.children[above] if child != below]
        return sorted(others, key=self._order)[:WAYS_OVER]

    def _leaves(self, node: int) -> list[int]:
        children = self.dimension.children
        leaves = [each for each in self.dimension.below(node) if not children[each]]
        return sorted(leaves, key=self._order)

    def _order(self, node: int) -> tuple[float, int]:
        return -float(self.sizes[node]), node

    def _way(self, top: int, leaf: int) -> tuple[int, ...]:
        """From a node down to a leaf under it."""
        ancestors = self.dimension.ancestors(leaf)
        above = ancestors[: ancestors.index(top) + 1] if leaf != top else []
        return self._at([leaf, *above])

    def _at(self, nodes: list[int]) -> tuple[int, ...]:
        return tuple(self.local[node] for node in nodes)


def _pairs(members: list[Member], group: range, sizes: NDArray) -> Iterator[tuple[int, int]]:
    """Pairs of a group. In large groups each member meets those that are about as large."""
    if len(group) <= MANY:
        near, order = len(group), list(group)
    else:
        near = NEIGHBOURS
        order = sorted(group, key=lambda m: (-sum(float(sizes[n]) for n in members[m].nodes), m))
        order.sort(key=lambda m: members[m].owner >= 0)  # ways out first: everybody's partner
    for place, one in enumerate(order):
        last = len(order) if members[one].owner < 0 else place + 1 + near
        for other in order[place + 1 : last]:
            if members[one].owner != members[other].owner:
                yield min(one, other), max(one, other)
