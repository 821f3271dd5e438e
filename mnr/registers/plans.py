"""What is known of an import before anything is stored: rows, faults, and advice on words."""

from dataclasses import dataclass, field

from mnr.reference import Term
from mnr.registers.reading import Line


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands, and what to do."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class Advised:
    """A word for which another is advised: it stops nothing."""

    sheet: str
    row: int
    column: str
    found: str
    term: Term


@dataclass
class Outcome:
    """What would become of one row."""

    line: Line
    what: str
    entry: object
    related: dict
    changes: dict


@dataclass
class Plan:
    """What would become of a whole file."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    advice: list[Advised] = field(default_factory=list)

    def count(self, what) -> int:
        return sum(outcome.what == what for outcome in self.outcomes)
