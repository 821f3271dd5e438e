"""Tables as countries have them, made from a seed; and the attack on what is published of them."""

from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from mnr.disclosure import (
    Dimension,
    Earlier,
    Node,
    Rules,
    Shared,
    Table,
    cumulative,
    parts,
    protect,
)
from tests.disclosure.attacker import Attacker, Publications

SEX = parts("sex", ["girls", "boys"])
AGE = parts("age", ["0-9", "10-14", "15-17"])


def regions(count):
    return parts("region", [f"r{number}" for number in range(count)], "country")


def districts(*counts):
    """A country of regions with so many districts each."""
    nodes = [Node("country")]
    for number, count in enumerate(counts):
        nodes.append(Node(f"r{number}", "country"))
        nodes += [Node(f"r{number}d{each}", f"r{number}") for each in range(count)]
    return Dimension("region", tuple(nodes))


def years(count):
    nodes = []
    for year in range(count):
        nodes.append(Node(f"y{year}"))
        nodes += [Node(f"y{year}q{quarter}", f"y{year}") for quarter in range(1, 5)]
    return Dimension("period", tuple(nodes))


def months(count):
    return cumulative("period", [f"m{number}" for number in range(count)])


def added_up(dimensions, leaf):
    """Values of all nodes from a function of the leaves' shape."""
    leaves = [
        [place for place, below in enumerate(dimension.children) if not below]
        for dimension in dimensions
    ]
    values = leaf(tuple(map(len, leaves))).astype(float)
    for axis, dimension in enumerate(dimensions):
        spread = np.zeros((len(dimension.nodes), len(leaves[axis])))
        for column, place in enumerate(leaves[axis]):
            spread[[place, *dimension.ancestors(place)], column] = 1
        values = np.moveaxis(np.tensordot(spread, values, (1, axis)), 0, axis)
    return values


def skewed(seed, mean=3.0, zeros=0.2):
    """Counts as they are: many small ones, some large, some none."""
    rng = np.random.default_rng(seed)

    def leaf(shape):
        level = np.log(mean)
        for axis in range(len(shape)):
            line = [1] * len(shape)
            line[axis] = shape[axis]
            level = level + rng.normal(0, 0.6, line)
        counts = rng.poisson(np.exp(level + rng.normal(0, 0.3, shape)))
        return np.where(rng.random(shape) < zeros, 0, counts)

    return leaf


def table(key, dimensions, seed, *, mean=3.0, zeros=0.2, **more):
    geography = "region" if any(d.key == "region" for d in dimensions) else None
    values = added_up(dimensions, skewed(seed, mean, zeros))
    return Table(key, tuple(dimensions), values, geography=geography, **more)


@dataclass
class World:
    """Tables of one edition or of several, as disclosure control published them."""

    rules: Rules
    shared: list[Shared] = field(default_factory=list)
    tables: list[list[Table]] = field(default_factory=list)
    results: list[dict] = field(default_factory=list)

    def publish(self, tables):
        """Publish an edition, after and in the light of those before."""
        tables = [self._after(each) for each in tables]
        self.tables.append(tables)
        self.results.append(protect(tables, self.rules, self.shared))
        return self

    def _after(self, now):
        earlier = tuple(
            Earlier(then.dimensions, then.values, result[now.key].hidden, then.bounds)
            for then, result in self._before(now.key)
        )
        return replace(now, earlier=earlier)

    def _before(self, key):
        for tables, results in zip(self.tables, self.results, strict=True):
            for each in tables:
                if each.key == key:
                    yield each, results

    def publications(self):
        """What readers have."""
        by_key = {each.key: each for each in self.tables[0]}
        pairs = [
            (
                (each.table, flat(by_key[each.table], each.place)),
                (each.other, flat(by_key[each.other], each.other_place)),
            )
            for each in self.shared
        ]
        return Publications(
            [[each.published() for each in results.values()] for results in self.results],
            shared=pairs,
            revised=self._revised(),
            zeros_are_shown=not self.rules.hide_zeros,
            base=self.rules.base if self.rules.rounds else None,
        )

    def _revised(self):
        marks = {}
        for edition, tables in enumerate(self.tables):
            for each in tables:
                before = None
                for earlier in range(edition):
                    for then in self.tables[earlier]:
                        before = then if then.key == each.key else before
                if before is not None:
                    marks[edition, each.key] = changed(before, each)
        return marks

    def truth(self, edition, key, place):
        found = next(each for each in self.tables[edition] if each.key == key)
        index = found.index(place)
        if index in found.bounds:
            return None
        return found.values[index]

    def threshold(self, edition, key, place):
        """How wide the interval of a count must be by the rules, said without the engine."""
        found = next(each for each in self.tables[edition] if each.key == key)
        for dimension, node in zip(found.dimensions, place, strict=True):
            national = dimension.nodes[dimension.place_of[node]].parent is None
            if dimension.key == found.geography and not national:
                return self.rules.threshold_below_national
        return self.rules.threshold


def flat(table, place):
    return int(np.ravel_multi_index(table.index(place), table.values.shape))


def changed(before, now):
    """Cells of both whose count is another."""
    common = [
        [n.key for n in d.nodes if n.key in then.place_of]
        for d, then in zip(now.dimensions, before.dimensions, strict=True)
    ]
    return {
        place
        for place in product(*common)
        if not _equal(before, now, before.index(place), now.index(place))
    }


def _equal(before, now, then, here):
    if then in before.bounds or here in now.bounds:
        return before.bounds.get(then) == now.bounds.get(here)
    one, other = before.values[then], now.values[here]
    return one == other or (np.isnan(one) and np.isnan(other))


def leaks(world):
    """Counts that the attacker knows to within less than the rules allow."""
    attacker = Attacker(world.publications())
    found = []
    for edition, key, place in attacker.unknown():
        truth, least = world.truth(edition, key, place), world.threshold(edition, key, place)
        needed = needed_width(world, edition, key, place, truth, least)
        if not needed:
            continue
        interval = attacker.interval(edition, key, place)
        assert interval is not None, "what is published contradicts itself"
        low, high = interval
        if truth is not None and not np.isnan(truth):
            assert low - 1e-6 <= truth <= high + 1e-6, "what is published is not true"
        if high - low < needed - 1e-5:
            found.append((edition, key, place, truth, interval))
    return found


def needed_width(world, edition, key, place, truth, threshold):
    """A hidden count: the threshold. One that is never shown, or rounded: if it is small."""
    result = world.results[edition][key]
    index = next(t for t in world.tables[edition] if t.key == key).index(place)
    small = truth is not None and 1 <= truth < threshold
    never = not all(d.nodes[n].published for d, n in zip(result.dimensions, index, strict=True))
    if result.hidden[index] or (small and never):
        return world.rules.base if world.rules.rounds else threshold
    if small and world.rules.rounds:
        return world.rules.base // 2
    return threshold if small else 0
