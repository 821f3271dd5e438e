"""Reduced separation of duties, as a snapshot records it for the report."""

from dataclasses import dataclass
from datetime import date

from mnr.models import ReducedSeparation


@dataclass(frozen=True)
class Reduced:
    """A pair of duties that one person held, and the updates whose review leaned on it."""

    words: str
    reason: str
    starts_on: date
    ends_on: date
    updates: tuple[tuple[int, str], ...]


def reduced(frozen) -> tuple[Reduced, ...]:
    """What was reduced; nothing in snapshots from before this was recorded."""
    return tuple(
        Reduced(
            words=str(ReducedSeparation.Pair(row["pair"]).label),
            reason=row["reason"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            updates=tuple(
                (item["capability"], frozen.short_name(item["organisation"]))
                for item in row["updates"]
            ),
        )
        for row in frozen.content.get("reduced_separation", [])
    )
