"""Where levels, evidence and indicators do not agree: questions to the author, never refusals.

A question says in neutral words what to explain. It names no figure: whoever reads an update may
read the question, and not everybody who may do that may read the figures behind it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mnr.measures.progress import Status

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

JUMP = 2  # levels at once
NEEDS_EVIDENCE = 3  # from this level on
FOR, AGAINST = (Status.REACHED, Status.ON_PATH), Status.BEHIND


class Key(StrEnum):
    """What a question is about; stored, so that it never changes."""

    JUMP_IN_PLACE = "jump_in_place"
    JUMP_IN_USE = "jump_in_use"
    RISE_AND_INDICATORS = "rise_and_indicators"
    NO_EVIDENCE_IN_PLACE = "no_evidence_in_place"
    NO_EVIDENCE_IN_USE = "no_evidence_in_use"

    @property
    def question(self) -> "StrOrPromise":
        """The question, as its author and its reviewers read it."""
        return QUESTIONS[self]


QUESTIONS: "dict[Key, StrOrPromise]" = {
    Key.JUMP_IN_PLACE: _(
        "The rating in place moves by two levels or more at once. What happened in between?"
    ),
    Key.JUMP_IN_USE: _(
        "The rating in use moves by two levels or more at once. What happened in between?"
    ),
    Key.RISE_AND_INDICATORS: _(
        "The level rises. Do the indicators of this capability show it, and if not, why not?"
    ),
    Key.NO_EVIDENCE_IN_PLACE: _(
        "The rating in place is 3 or more, and no document in force is named with its checks. What "
        "does it rest on?"
    ),
    Key.NO_EVIDENCE_IN_USE: _(
        "The rating in use is 3 or more, and no document in force is named with its checks. What "
        "does it rest on?"
    ),
}


@dataclass(frozen=True)
class Levels:
    """The two ratings of a capability."""

    in_place: int
    in_use: int

    @property
    def level(self):
        return min(self.in_place, self.in_use)


@dataclass(frozen=True)
class Voice:
    """What one indicator says: its status, and whether its last value is worse than the one
    before. Context indicators are never judged, so they say nothing here.
    """

    status: Status | None
    is_worse: bool = False

    @property
    def speaks_against(self):
        return self.status == AGAINST or (self.is_worse and self.status != Status.CONTEXT)

    @property
    def speaks_for(self):
        return self.status in FOR and not self.speaks_against


def keys(
    now: Levels | None,
    before: Levels | None,
    *,
    in_force: dict[str, int],
    voices: Callable[[], Iterable[Voice]],
) -> list[Key]:
    """What to ask, in order. `in_force` counts documents by rating; `voices` is asked of a rise."""
    if now is None:
        return []
    found = []
    if before is not None:
        if abs(now.in_place - before.in_place) >= JUMP:
            found.append(Key.JUMP_IN_PLACE)
        if abs(now.in_use - before.in_use) >= JUMP:
            found.append(Key.JUMP_IN_USE)
        if _rises(now, before) and _down(voices()):
            found.append(Key.RISE_AND_INDICATORS)
    if now.in_place >= NEEDS_EVIDENCE and not in_force["in_place"]:
        found.append(Key.NO_EVIDENCE_IN_PLACE)
    if now.in_use >= NEEDS_EVIDENCE and not in_force["in_use"]:
        found.append(Key.NO_EVIDENCE_IN_USE)
    return found


def _rises(now, before):
    return now.in_use > before.in_use or now.level > before.level


def _down(voices):
    """Whether indicators speak against a rise, and no fewer than speak for it."""
    voices = list(voices)
    against = sum(voice.speaks_against for voice in voices)
    return against > 0 and against >= sum(voice.speaks_for for voice in voices)
