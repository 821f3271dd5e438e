"""Figures that two people decided to show or to hide, as an edition tells of them."""

from dataclasses import dataclass
from datetime import date

from mnr.figures.cells import stretch_of
from mnr.roles import Role


@dataclass(frozen=True)
class Overridden:
    """A decision on one figure: which, what, why, and by which posts. It names no person."""

    code: str
    when: str
    place: str
    is_shown: bool
    reason: str
    requested_on: date
    requested_as: str
    decided_on: date
    decided_as: str


def overridden(frozen) -> tuple[Overridden, ...]:
    """The decisions that the edition follows; nothing in those from before there were any."""
    return tuple(
        Overridden(
            code=row["code"],
            when=stretch_of(row).name,
            place=", ".join(filter(None, [_region(frozen, row["region"]), row["breakdown"]])),
            is_shown=row["is_shown"],
            reason=row["reason"],
            requested_on=date.fromisoformat(row["requested_on"]),
            requested_as=_post(row["requested_as"]),
            decided_on=date.fromisoformat(row["decided_on"]),
            decided_as=_post(row["decided_as"]),
        )
        for row in frozen.figures.get("overrides", [])
    )


def _region(frozen, code):
    return frozen.regions.get(code, code) if code else ""


def _post(said):
    role = str(Role(said["role"]).label) if said["role"] else ""
    return ", ".join(filter(None, [role, said["organisation"]]))
