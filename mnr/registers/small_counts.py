"""Small counts of people among a register's figures: what an edition tells of each period.

Pages that reckon figures from entries which their reader may read one by one hide nothing. An
edition is read by others too, beside its indicators, and pages tell these what it tells.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from mnr.disclosure import Dimension, Node, Protected, Rules, Table, protect
from mnr.figures.rules import HIDDEN
from mnr.registers.base import Feed, Figure, Register

WHOLE, OTHERS = "whole", "others"
MOST = 2**30  # as many as a table holds
Told = dict[str, Any]  # {key of a figure: its value, None if nobody gave it, or HIDDEN}


def told(
    register: Register | None,
    periods: Sequence[Mapping[str, Any]],
    rules: Rules,
    hidden: Collection[tuple[int, str]] = (),
) -> list[Told]:
    """The figures of some periods, {key: value} each, as an edition tells them.

    `hidden` are those that the edition hides elsewhere: (number of the period, key). Of a register
    that is no more, every figure is taken for a count of people.
    """
    figures = register.figures if register else {}
    found = [
        {key: _as_count(figures.get(key), value) for key, value in values.items()}
        for values in periods
    ]
    tables = (_tables(number, figures, each, hidden) for number, each in enumerate(found))
    for table in protect([one for each in tables for one in each], rules).values():
        _take(table, found)
    for values in found:
        _hide_shares(register.feeds.values() if register else (), values)
    return found


def _tables(number, figures, values, hidden) -> list[Table]:
    """A table for each count of people of a period, with its parts where they add up to it."""
    people = [key for key in values if _counts_people(figures.get(key)) and values[key] != HIDDEN]
    tables = []
    while people:
        whole = next((key for key in people if not _whole_of(key, figures, people)), people[0])
        parts = [key for key in people if _whole_of(key, figures, people) == whole]
        if not _add_up(whole, parts, values):
            parts = []
        tables.append(_table(number, [whole, *parts], values, hidden))
        people = [key for key in people if key not in (whole, *parts)]
    return tables


def _counts_people(figure: Figure | None) -> bool:
    return figure is None or figure.counts_people


def _as_count(figure: Figure | None, value):
    """The value; hidden where it should be a count of people and is none."""
    is_count = value is None or (isinstance(value, int) and 0 <= value <= MOST)
    return value if is_count or not _counts_people(figure) else HIDDEN


def _whole_of(key, figures, people) -> str:
    """The whole that a figure is a part of, while that is still to be looked at."""
    whole = figures[key].part_of if key in figures else ""
    return whole if whole in people else ""


def _add_up(whole, parts, values) -> bool:
    """Whether the parts fit in the whole: some organisation may have given a part alone."""
    return sum(values[key] or 0 for key in parts) <= (values[whole] or 0)


def _table(number, keys, values, hidden) -> Table:
    """A whole, its parts, and the others, whom nobody prints and anybody reckons."""
    whole, *parts = keys
    counts = [np.nan if values[key] is None else float(values[key]) for key in keys]
    nodes = [Node(whole), *(Node(key, whole) for key in parts)]
    if parts:
        nodes.append(Node(OTHERS, whole, published=False))
        counts.append(counts[0] - sum(counts[1:]))
    marked = [(number, node.key) in hidden for node in nodes]
    dimension = Dimension(WHOLE, tuple(nodes))
    return Table(f"{number} {whole}", (dimension,), np.array(counts), hidden=np.array(marked))


def _take(table: Protected, found: list[Told]) -> None:
    """What may be told of the counts of a table."""
    number = int(table.key.partition(" ")[0])
    for node in table.dimensions[0].nodes:
        if node.published and found[number][node.key] is not None:
            count = table.count((node.key,))
            found[number][node.key] = HIDDEN if count is None else count


def _hide_shares(feeds: Collection[Feed], values: Told) -> None:
    """Who knows a share and one of its two counts knows the other: both are hidden or none."""
    for feed in feeds:
        pair = [key for key in (feed.figure, feed.per) if values.get(key) is not None]
        if feed.per and HIDDEN in [values[key] for key in pair]:
            values.update(dict.fromkeys(pair, HIDDEN))
