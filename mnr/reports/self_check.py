"""Ratings, indicators and evidence of a capability side by side, as they were frozen."""

from dataclasses import dataclass

from mnr.measures.contradictions import Key
from mnr.measures.progress import Status
from mnr.measures.strength import Strength
from mnr.reports.frozen import Frozen
from mnr.selectors.indicator_voices import counts
from mnr.selectors.self_check import LABELS

FIRST_FORMAT = 4  # of snapshots that hold it; older ones print as they always did


@dataclass(frozen=True)
class Asked:
    """A question about the ratings, and the author's answer, if there is one."""

    question: str
    answer: str


@dataclass(frozen=True)
class SelfCheck:
    """`said` counts indicators by status, after disclosure control; `strengths` are as of the day
    of the freeze; `questions` are those of the lead organisation's accepted update.
    """

    said: tuple[tuple[Status, int], ...]
    strengths: tuple[tuple[str, Strength], ...]
    questions: tuple[Asked, ...]


def of_capability(frozen: Frozen, row, lines) -> SelfCheck | None:
    """Beside one capability. `lines` are all indicators of the edition."""
    if frozen.content["format"] < FIRST_FORMAT:
        return None
    standing = row["assessment"] or {"strength": {}}
    lead = (update for update in row["updates"] if update["organisation"] == row["lead"])
    return SelfCheck(
        said=tuple(counts(line.status for line in lines if line.capability == row["number"])),
        strengths=tuple(
            (str(LABELS[rating]), Strength(**told)) for rating, told in standing["strength"].items()
        ),
        questions=tuple(
            Asked(str(Key(asked["question"]).question), asked["text"])
            for update in lead
            for asked in update["questions"]
        ),
    )
