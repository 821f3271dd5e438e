"""How long disclosure control takes for the largest edition, how much memory, and what it hides.

    PYTHONPATH=. .venv/bin/python bench/disclosure.py [INDICATORS] [MEDIAN]

94 indicators x 40 quarters x 20 regions x sex x 3 age bands (451,200 counts, all of people, and
their margins: years, country, both sexes, all ages), half of the counts at most MEDIAN (4), made
from a seed. No database is touched.
"""

import hashlib
import resource
import sys
import time

import numpy as np

from mnr.disclosure import Dimension, Node, Rules, Status, Table, parts, protect

QUARTERS, REGIONS, SEED = 40, 20, 20260101
YEAR = 4


def periods() -> Dimension:
    """Quarters that add up to years; years do not add up to anything."""
    nodes = []
    for year in range(QUARTERS // YEAR):
        nodes.append(Node(f"{2016 + year}"))
        nodes += [Node(f"{2016 + year}-Q{quarter}", f"{2016 + year}") for quarter in range(1, 5)]
    return Dimension("period", tuple(nodes))


DIMENSIONS = (
    periods(),
    parts("region", [f"region {number}" for number in range(REGIONS)], "country"),
    parts("sex", ["girls", "boys"]),
    parts("age", ["0-9", "10-14", "15-17"]),
)


def counts(rng: np.random.Generator, median: float) -> np.ndarray:
    """Few large regions, many small ones; a seasonal and a chance part; some cells of nobody."""
    level = np.log(median) + sum(
        rng.normal(0, spread, shape)
        for spread, shape in (
            (1.0, (1, REGIONS, 1, 1)),
            (0.4, (1, 1, 2, 1)),
            (0.6, (1, 1, 1, 3)),
            (0.2, (QUARTERS, 1, 1, 1)),
        )
    )
    return rng.poisson(np.exp(level + rng.normal(0, 0.3, level.shape)))


def with_margins(leaves: np.ndarray) -> np.ndarray:
    """Totals before their parts along each dimension."""
    for axis in (1, 2, 3):
        leaves = np.concatenate([leaves.sum(axis=axis, keepdims=True), leaves], axis)
    by_year = leaves.reshape(-1, YEAR, *leaves.shape[1:])
    whole = np.concatenate([by_year.sum(axis=1, keepdims=True), by_year], 1)
    return whole.reshape(-1, *leaves.shape[1:]).astype(float)


def edition(indicators: int, median: float) -> list[Table]:
    rng = np.random.default_rng(SEED)
    return [
        Table(f"{number}", DIMENSIONS, with_margins(counts(rng, median)), geography="region")
        for number in range(indicators)
    ]


def told(results, tables) -> None:
    """What is hidden, of all cells that count somebody, and by how many totals a cell is one of."""
    status = np.concatenate([result.status.ravel() for result in results.values()])
    values = np.concatenate([table.values.ravel() for table in tables])
    inner = [np.array([bool(below) for below in d.children]).astype(int) for d in DIMENSIONS]
    level = sum(np.meshgrid(*inner, indexing="ij")).ravel()
    level = np.tile(level, len(tables))
    print(f"{status.size} cells, {(values == 0).mean():.1%} of them 0")
    for name, cells in [("all", level >= 0), *((f"{n} totals", level == n) for n in range(5))]:
        some = cells & (values > 0)
        first = (status[some] == Status.PRIMARY).mean()
        second = (status[some] == Status.COMPLEMENTARY).mean()
        print(f"  {name:9}: {first:6.1%} hidden as small, {second:6.1%} as complements")
    print("  digest", hashlib.sha256(status.tobytes()).hexdigest()[:16])


def main() -> None:
    indicators = int(sys.argv[1]) if len(sys.argv) > 1 else 94
    median = float(sys.argv[2]) if len(sys.argv) > 2 else 4.0
    tables = edition(indicators, median)
    for rules in (Rules(), Rules(threshold_below_national=5)):
        began, used = time.monotonic(), time.process_time()
        results = protect(tables, rules)
        seconds, used = time.monotonic() - began, time.process_time() - used
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"Threshold {rules.threshold}, {rules.threshold_below_national} below the nation:")
        print(f"  {seconds:.1f} s ({used:.1f} s of the processor), at most {peak:.0f} MB")
        told(results, tables)


if __name__ == "__main__":
    main()
