"""What a share of people, or a count that was measured otherwise, tells of the counts beside it.

Both stand in no table. Whoever knows a share and the whole knows the part, and the others; whoever
knows a count and how many of them were something else knows who was not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mnr.disclosure import Rules
from mnr.figures.cells import REGION, Part, is_published, stretch_of
from mnr.figures.counted import Counted
from mnr.figures.registered import Held
from mnr.measures.times import Stretch

HUNDRED = Decimal(100)


def is_small(count: Decimal, value: dict, rules: Rules) -> bool:
    """Whether a count is one that a value of its place must not tell."""
    least = rules.threshold_below_national if value["region"] else rules.threshold
    return 0 < round(count) < least


@dataclass(frozen=True)
class Shares:
    """The counts that shares are of: those of registers, and of the indicators that they feed."""

    held: Sequence[Held]
    counted: Mapping[str, Counted]  # by the name of a family
    rules: Rules

    def tell_of_few(self, code: str, value: dict) -> bool:
        """Whether a share, beside the counts of its place and days that are told, gives away one
        that is hidden or small.
        """
        if is_published(value) or "counts" in value:
            return False
        ends = [Decimal(value[name]) for name in ("low", "high") if value[name] is not None]
        for held in self.held:
            keys = held.feeds.get(code, ())
            if len(keys) == 2:
                part, whole = (list(self._told(held, key, value)) for key in keys)
                if None in [*part, *whole] or any(
                    self._gives_away(value, share, part, whole) for share in ends
                ):
                    return True
        return False

    def _gives_away(self, value, share, parts, wholes) -> bool:
        found = [whole * share / HUNDRED for whole in wholes]
        others = [whole - part for whole, part in zip(wholes, found, strict=True)]
        others += [part * HUNDRED / share - part for part in parts if share]
        return any(is_small(count, value, self.rules) for count in (*found, *others))

    def _told(self, held, key, value) -> Iterator[int | None]:
        """What is told of a figure in the place and the days of a value; None is hidden."""
        for family in held.families:
            if key in (family.whole, *family.parts) and family.name in self.counted:
                place = family.place_of(key)
                place += ((REGION, value["region"]),) if value["region"] else ()
                yield from counts_at(self.counted[family.name], place, stretch_of(value))


def counts_at(counted: Counted, place: Part, stretch: Stretch) -> Iterator[int | None]:
    """What is told of a place in every stretch that shares a day with this one; None is hidden."""
    for one in counted.slices:
        if place in one.counts and stretch.overlaps(one.stretch):
            yield counted.count(one.key, place)


def tells_the_others(value: dict, counted: Counted, rules: Rules) -> bool:
    """Whether a count that was measured otherwise, such as of the men among them, tells how few
    are not among them, or lies in days of which a count is hidden.
    """
    if is_published(value):
        return False
    stretch = stretch_of(value)
    near = [one for one in counted.slices if stretch.overlaps(one.stretch)]
    if any(one.hidden for one in near):
        return True
    number = value["low"] if value["low"] == value["high"] else None
    told = [
        counted.count(one.key, place)
        for one in near
        for place in one.counts
        if dict(place).get(REGION) == value["region"]
    ]
    return number is not None and any(
        is_small(abs(count - Decimal(number)), value, rules) for count in told if count is not None
    )
