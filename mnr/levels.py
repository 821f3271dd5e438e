"""How the answers to a capability's checks become its two levels.

The rule and the checks' levels are this project's own; see docs/decisions/0004. Pure: no models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Answer = Literal["no", "partly", "yes"]
Rating = Literal["in_place", "in_use"]


@dataclass(frozen=True)
class Answered:
    """A check with its answer; None is not answered yet."""

    code: str
    level: int
    rating: Rating
    answer: Answer | None


@dataclass(frozen=True)
class Proposal:
    """What the answers support, and the checks in the way of the next level in use.

    Both levels are None as long as nothing is answered; `next_level` is None at the top of what
    the checks can show.
    """

    in_place: int | None
    in_use: int | None
    unmet: tuple[str, ...] = ()
    next_level: int | None = None


def propose(answers: Sequence[Answered]) -> Proposal:
    """The levels that the answers support: a level stands on all checks up to it."""
    if all(check.answer is None for check in answers):
        return Proposal(None, None)
    in_use = _reached(answers)
    on_paper = [check for check in answers if check.rating == "in_place"]
    next_level = min((step for step in _steps(answers) if step > in_use), default=None)
    return Proposal(
        in_place=max(_reached(on_paper), in_use),
        in_use=in_use,
        unmet=_unmet(answers, next_level) if next_level else (),
        next_level=next_level,
    )


def departs(proposal: Proposal, in_place: int | None, in_use: int | None) -> bool:
    """Whether these ratings are not the ones that the answers support."""
    return (in_place, in_use) != (proposal.in_place, proposal.in_use)


def explain(proposal: Proposal) -> str:
    """The proposal in a plain sentence, and what the next level takes."""
    if proposal.in_use is None:
        return _("No check is answered yet, so no level is proposed.")
    if proposal.next_level is None:
        return _("%(supported)s, the highest that these checks can show.") % {
            "supported": _supported(proposal)
        }
    sentence = ngettext(
        "%(supported)s: to reach %(next)d in use, check %(codes)s must be yes.",
        "%(supported)s: to reach %(next)d in use, checks %(codes)s must be yes.",
        len(proposal.unmet),
    )
    return sentence % {
        "supported": _supported(proposal),
        "next": proposal.next_level,
        "codes": ", ".join(proposal.unmet),
    }


def _supported(proposal: Proposal) -> str:
    if proposal.in_place == proposal.in_use:
        return _("The answers support level %(level)d") % {"level": proposal.in_use}
    return _("The answers support level %(in_place)d in place and %(in_use)d in use") % {
        "in_place": proposal.in_place,
        "in_use": proposal.in_use,
    }


def _steps(checks: Sequence[Answered]) -> list[int]:
    """The levels above 1 that have checks of their own: no other can be reached by answers."""
    return sorted({check.level for check in checks if check.level > 1})


def _reached(checks: Sequence[Answered]) -> int:
    """The highest step whose checks, with all below it, are met; 1 if only something is."""
    if not any(check.answer in ("partly", "yes") for check in checks):
        return 0
    return max((step for step in _steps(checks) if not _unmet(checks, step)), default=1)


def _unmet(checks: Sequence[Answered], level: int) -> tuple[str, ...]:
    """The codes of the checks up to a level that are not answered yes."""
    return tuple(check.code for check in checks if check.level <= level and check.answer != "yes")
