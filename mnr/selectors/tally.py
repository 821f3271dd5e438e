"""Whose updates are in, in words."""

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
        if not self.states:
            return _("Nobody reports on it")
        owed = [state for state in self.states if state != WAIVED]
        return self._count(owed) if owed else _("Update waived")

    def _count(self, owed):
        accepted = owed.count(State.ACCEPTED)
        if accepted == len(owed):
            return ngettext("Update accepted", "All %(count)d updates accepted", accepted) % {
                "count": accepted
            }
        if accepted:
            return _("%(some)d of %(all)d accepted") % {"some": accepted, "all": len(owed)}
        if sent := sum(state in IN_REVIEW for state in owed):
            return _("%(some)d of %(all)d in review") % {"some": sent, "all": len(owed)}
        if self.last:
            return _("No update, last one %(period)s") % {"period": self.last}
        return _("No update yet")
