"""Hides more cells until every hidden one moves far enough: wave by wave, the cheapest move first.

A move stays a move when more is hidden, so what is certain once is certain for good. Tables are
cut into blocks, one for each combination of trees, since nothing ties those together; blocks of
one shape are worked on side by side.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

import numpy as np

from mnr.disclosure.cells import Cells
from mnr.disclosure.moves import TreeMoves, moves_of
from mnr.disclosure.tables import Mask
from mnr.disclosure.ways import Way, ways_of
from mnr.disclosure.weighing import NEVER, Weighed, Weight, weigh

ROOM = 12_000_000  # bytes that the moves of one batch may take
SHARE = 0.25  # of the cells that are left in a block, how many are dealt with in a wave


@dataclass(frozen=True, eq=False)
class Block:
    """The part of a table under one tree of each dimension, and one way to move in it."""

    cells: Cells
    way: Way
    moves: tuple[TreeMoves, ...]

    @property
    def index(self) -> tuple[np.ndarray, ...]:
        return np.ix_(*(tree.nodes for tree in self.moves))

    @property
    def need(self) -> int:
        return int(self.cells.threshold[self.index].max())


def hide_complements(tables: list[Cells], shared: list[Mask]) -> None:
    """Protect what is hidden in each table by moves within it; what cannot be stays uncertain."""
    ways = [ways_of(cells, mask) for cells, mask in zip(tables, shared, strict=True)]
    for number in range(max(map(len, ways), default=0)):
        alike: dict[tuple, list[Block]] = defaultdict(list)
        for cells, each in zip(tables, ways, strict=True):
            if number < len(each) and cells.need.any():
                for block in _blocks(cells, each[number]):
                    alike[(block.need, *(tree.shape_key for tree in block.moves))].append(block)
        for blocks in alike.values():
            size = _batch_size(blocks[0])
            for start in range(0, len(blocks), size):
                _Batch(blocks[start : start + size]).run()


def _blocks(cells: Cells, way: Way) -> list[Block]:
    trees = []
    for axis, dimension in enumerate(cells.dimensions):
        others = tuple(each for each in range(cells.values.ndim) if each != axis)
        sizes = np.abs(cells.values).sum(axis=others)
        trees.append([moves_of(dimension, root, sizes) for root in dimension.roots])
    blocks = [Block(cells, way, moves) for moves in product(*trees)]
    return [block for block in blocks if (cells.need[block.index] > 0).any()]


def _batch_size(block: Block) -> int:
    """How many blocks fit: moves with one dimension kept as members, at 30 bytes each."""
    pairs = np.array([len(tree.pairs) for tree in block.moves], dtype=float)
    members = np.array([len(tree.members) for tree in block.moves], dtype=float)
    most = (pairs.prod() / pairs * members).max()
    return max(1, int(ROOM / (30 * most)))


class _Batch:
    """Blocks of one shape, as arrays whose last axis is the block."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks, self.moves, self.need = blocks, blocks[0].moves, blocks[0].need
        self.fall = self._stack([block.way.fall for block in blocks]).clip(0, self.need)
        self.wanted = self._stack([b.cells.need > 0 for b in blocks])
        self.serves = self._stack([b.way.serves & ~b.cells.fixed for b in blocks])
        self.certain = self._stack([b.cells.certain for b in blocks])
        self.cost = self._stack([self._costs(block) for block in blocks])
        self.fresh = np.zeros_like(self.certain)

    def _stack(self, arrays: list) -> np.ndarray:
        pairs = zip(arrays, self.blocks, strict=True)
        return np.stack([array[block.index] for array, block in pairs], axis=-1)

    @staticmethod
    def _costs(block: Block) -> np.ndarray:
        cells = block.cells
        costs = np.where(cells.hidden | cells.free, 0, cells.weights())
        return np.where(block.way.movable, costs, NEVER).astype(np.int32)

    def run(self) -> None:
        active = self._left().reshape(-1, len(self.blocks)).any(axis=0)
        while active.any():
            self._wave(np.flatnonzero(active))
            active = self._left().reshape(-1, len(self.blocks)).any(axis=0)
        for place, block in enumerate(self.blocks):
            mask = np.zeros(block.cells.values.shape, bool)
            mask[block.index] = self.fresh[..., place]
            block.cells.hide(mask)
            block.cells.certain[block.index] |= self.certain[..., place]

    def _left(self) -> Mask:
        return self.wanted & self.serves & ~self.certain

    def _wave(self, which: np.ndarray) -> None:
        """Weigh the moves; note what is certain; hide for the cheapest of what is not."""
        fall, cost = self.fall[..., which].astype(np.int16), self.cost[..., which]
        up = np.full(fall.shape, self.need, np.int16)
        weighed = weigh(Weight(fall, up, cost), self.moves, self.need)
        costs = weighed.cost()
        self.certain[..., which] |= self.wanted[..., which] & (costs == 0)
        left = self._left()[..., which]
        self.serves[..., which] &= ~(left & (costs >= NEVER))  # no move at all: left to others
        left &= costs < NEVER
        for place, block in enumerate(which):
            self._hide(weighed, place, block, left[..., place])

    def _hide(self, weighed: Weighed, place: int, block: int, left: Mask) -> None:
        """Hide for some cells of a block, none of which touches what another has just hidden."""
        keys = weighed.keys[..., place][left]
        if not keys.size:
            return
        chosen = np.unique(keys)[: max(1, int(keys.size * SHARE))]
        touched = np.zeros(left.shape, bool)
        for key in chosen.tolist():
            cells = np.ix_(*weighed.cells(key, place))
            fresh = self.cost[(*cells, block)] > 0
            if not touched[cells].any():
                touched[cells] = fresh
        self.fresh[..., block] |= touched
        self.wanted[..., block] |= touched
        self.cost[..., block][touched] = 0
