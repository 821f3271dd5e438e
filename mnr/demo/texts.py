"""What the demonstration says: fragments from the TOML files beside, filled in and put together."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Course:
    """How a capability moves through the periods; `start` and `end` are parts of all its checks."""

    shape: str
    start: float = 0.0
    end: float = 0.0
    every: int = 2
    departs: int = 0
    lost: dict = field(default_factory=dict)  # answers that went back when it fell


@dataclass(frozen=True)
class Fragments:
    """What can be said about one capability. Achievements are in the order of growing maturity."""

    course: Course
    achievements: list
    contributions: list
    obstacles: list  # (text, key of the enabler or "")
    next_steps: list
    decisions: list
    public: list
    documents: list  # (kind, title)
    special: dict = field(default_factory=dict)  # contributions of one kind of organisation
    setback: str = ""

    def said_by(self, assignment) -> list:
        """What the organisation can have achieved, as its lead or as a contributor."""
        if assignment.kind == "lead":
            return self.achievements
        return [*self.special.get(assignment.organisation.kind, []), *self.contributions]


@cache
def read(name: str) -> dict:
    """One of the files."""
    with (FOLDER / f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def fragments() -> dict:
    """{capability number: Fragments}, from the files of the six domains."""
    found = {}
    for path in sorted(FOLDER.glob("capabilities_*.toml")):
        for number, table in read(path.stem).items():
            course = Course(**table["course"])
            found[int(number)] = Fragments(**table | {"course": course})
    return found


def common(name: str):
    """A list or table of the texts that fit any capability."""
    return read("common")[name]


def fill(text: str, chance) -> str:
    """A fragment with its places and figures put in."""
    places = chance.sample(common("places"), 2)
    return text.format(
        place=places[0],
        other=places[1],
        count=chance.randrange(24, 180),
        few=chance.randrange(3, 12),
        share=chance.randrange(35, 90),
    )
