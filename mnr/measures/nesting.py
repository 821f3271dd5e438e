"""Which stretches of time lie within which, so that one is the sum of others.

A year holds its quarters, a total since 2019 holds every shorter one. Where a stretch is not
covered by those within it, the rest is the difference, which any reader can reckon.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from mnr.measures.times import Stretch

REST = "rest"


@dataclass(frozen=True)
class Branch:
    """A stretch, or the rest of one, and the stretch that it is a part of."""

    key: str
    parent: str | None
    is_told: bool = True  # a rest is never published


def name(stretch: Stretch) -> str:
    """A name that tells days from other days: a total since the first of them counts the same."""
    return f"{stretch.starts_on}/{stretch.ends_on}"


def trees(stretches: Iterable[Stretch]) -> list[list[Branch]]:
    """Each tree of stretches that hang together, its root first; a stretch can stand in several.

    Stretches without a last day hang together with none. One that lies across another, such as a
    financial year across a calendar year, has a tree of its own with what lies within it.
    """
    by_days = {name(s): s for s in stretches if s.starts_on and s.ends_on}
    ordered = sorted(by_days.values(), key=_size, reverse=True)
    found: list[list[Branch]] = []
    placed: set[Stretch] = set()
    for place, root in enumerate(ordered):
        if root not in placed:
            children = _within(root, ordered[place + 1 :])
            placed |= set(children)
            found.append(list(_branches(root, None, children)))
    return found


def _size(stretch):
    """The longest first."""
    return stretch.ends_on - stretch.starts_on, stretch.starts_on


def _within(root, smaller):
    """{stretch: those right below it} of all that fit under the root."""
    children: dict[Stretch, list[Stretch]] = {root: []}
    for stretch in smaller:
        above = [one for one in children if _holds(one, stretch)]
        if above and _fits(stretch, children[above[-1]]):  # the last is the smallest
            children[above[-1]].append(stretch)
            children[stretch] = []
    return children


def _holds(one, other):
    return one.starts_on <= other.starts_on and other.ends_on <= one.ends_on


def _fits(stretch, siblings):
    """Whether it lies across none of its siblings."""
    return all(
        stretch.ends_on < one.starts_on or one.ends_on < stretch.starts_on for one in siblings
    )


def _branches(stretch, parent, children):
    yield Branch(name(stretch), parent)
    inner = sorted(children[stretch], key=lambda one: one.starts_on)
    if not inner:
        return
    if not _covers(stretch, inner):
        yield Branch(f"{REST} {name(stretch)}", name(stretch), is_told=False)
    for one in inner:
        yield from _branches(one, name(stretch), children)


def _covers(stretch, inner):
    day = stretch.starts_on
    for one in inner:
        if one.starts_on != day:
            return False
        day = one.ends_on + timedelta(days=1)
    return inner[-1].ends_on == stretch.ends_on
