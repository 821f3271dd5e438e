"""What the one-page picture shows; `components/picture.html` draws it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Cell:
    """A capability: where it stands now, and whether its update is in.

    `level` None is not assessed; `confidence` is on_track, at_risk, off_track or None; `status`
    is in words; `visible` False hides the rest from readers who may not see it yet; `carried_from`
    is the period whose assessment still stands, where none was accepted since.
    """

    number: int
    title: str
    url: str | None
    level: int | None
    before: int | None
    target: int | None
    confidence: str | None
    status: str
    visible: bool = True
    carried_from: str | None = None
    target_on: date | None = None
    misses_target: bool = False


@dataclass(frozen=True)
class DomainRow:
    """A domain with its capabilities, and the outcome that they lead to."""

    key: str
    name: str
    url: str | None
    outcome: str
    cells: list[Cell]
