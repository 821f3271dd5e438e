"""Whose updates are in, in words: the one rule for the pages and the report."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mnr.models import ProgressUpdate
from mnr.services.expectations import MISSING, WAIVED

State = ProgressUpdate.State
IN_REVIEW = (State.SUBMITTED, State.ENDORSED)
OWN = {
    State.DRAFT: gettext_lazy("Your update is a draft"),
    State.SUBMITTED: gettext_lazy("Your update is with the domain lead"),
    State.ENDORSED: gettext_lazy("Your update is with the secretariat"),
    State.ACCEPTED: gettext_lazy("Your update is accepted"),
    State.RETURNED: gettext_lazy("Your update came back for correction"),
    MISSING: gettext_lazy("You have no update yet"),
    WAIVED: gettext_lazy("Your update is waived"),
}

COUNTED = {
    State.ACCEPTED: gettext_lazy("%(count)d accepted"),
    State.SUBMITTED: gettext_lazy("%(count)d in review"),
    WAIVED: gettext_lazy("%(count)d waived"),
    MISSING: gettext_lazy("%(count)d missing"),
}


@dataclass(frozen=True)
class Tally:
    """The states of the updates owed on a capability, as far as the reader may know them."""

    states: tuple
    is_whole: bool  # the states of all organisations, not only of the reader's own
    last: str | None = None  # the latest earlier period with an accepted update

    @property
    def is_silent(self):
        """Whether somebody owes an update and nobody has handed one in."""
        silent = (State.DRAFT, State.RETURNED, MISSING)
        return bool(self.states) and all(state in silent for state in self.states)

    def __str__(self):
        if not self.is_whole:
            return ", ".join(str(OWN[state]) for state in self.states)
        return in_words(self.states, self.last)


def in_words(states, last=None) -> str:
    """The states of all updates owed on a capability; none of them is left out."""
    if not states:
        return _("Nobody reports on it")
    kinds = Counter(_kind(state) for state in states)
    if kinds[State.ACCEPTED] == len(states):
        return ngettext("Update accepted", "All %(count)d accepted", len(states)) % {
            "count": len(states)
        }
    if kinds[WAIVED] == len(states):
        return ngettext("Update waived", "All %(count)d waived", len(states)) % {
            "count": len(states)
        }
    words = [text % {"count": kinds[kind]} for kind, text in COUNTED.items() if kinds[kind]]
    if not (kinds[State.ACCEPTED] or kinds[State.SUBMITTED]):
        words = [_none(last), *words[:-1]]  # what is missing stands first, and without a number
    return ", ".join(str(word) for word in words)


def _kind(state):
    if state in IN_REVIEW:
        return State.SUBMITTED
    return state if state in (State.ACCEPTED, WAIVED) else MISSING


def _none(last):
    return _("No update, last one %(period)s") % {"period": last} if last else _("No update yet")
