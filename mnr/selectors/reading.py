"""What one person may see of where capabilities stand: the policy, asked without the database."""

from mnr import permissions
from mnr.models import ProgressUpdate
from mnr.roles import Action


class Reader:
    """Asks the policy about updates as they would be, and remembers the answers."""

    def __init__(self, user):
        self.user = user
        self._known: dict = {}

    def sees_level(self, period, capability, stand) -> bool:
        """Levels, target and confidence: those of the lead's accepted update, or published."""
        return any(
            self._may(action, period, capability, stand.lead)
            for action in (Action.UPDATE_READ, Action.UPDATE_READ_PUBLIC)
        )

    def sees_content(self, period, capability, organisation) -> bool:
        """What an accepted update says inside: achievements, obstacles, answers to checks."""
        return any(
            self._may(action, period, capability, organisation)
            for action in (Action.UPDATE_READ, Action.UPDATE_READ_INTERNAL)
        )

    def sees_state(self, period, capability, organisation) -> bool:
        """Whether the organisation has handed in."""
        return self._may(Action.UPDATE_STATUS, period, capability, organisation)

    def sees_all_content(self, period, capability) -> bool:
        """What every organisation's accepted update says inside."""
        return self.sees_content(period, capability, None)

    def sees_all_states(self, period, capability) -> bool:
        """Whether each organisation has handed in, not only the reader's own."""
        return self.sees_state(period, capability, None)

    def _may(self, action, period, capability, organisation):
        key = action, period.pk, capability.pk, organisation
        if key not in self._known:
            stand_in = ProgressUpdate(
                period=period,
                capability=capability,
                organisation_id=organisation,
                state=ProgressUpdate.State.ACCEPTED,
            )
            self._known[key] = bool(permissions.can(self.user, action, stand_in))
        return self._known[key]
