"""What one reader may know of the returns to registers: the policy, asked once for each."""

from mnr import permissions
from mnr.models import Capability, Organisation, ProgressUpdate
from mnr.registers.whole import sees_all, sees_controlled
from mnr.roles import Action


class Asked:
    """What one reader may know of the registers in a period: the policy, asked once for each."""

    def __init__(self, user, period, capabilities=None, names=None):
        self.user, self.period = user, period
        self.capabilities = list(
            Capability.objects.current() if capabilities is None else capabilities
        )
        self._names: dict = {} if names is None else names  # several can share what was read

    def sees_all(self, register) -> bool:
        return sees_all(self.user, register, self.period, self.capabilities)

    def sees_controlled(self, register) -> bool:
        return sees_controlled(self.user, register, self.period, self.capabilities)

    def may_list(self, register) -> bool:
        """Whether the register's list opens for the reader: nothing leads to what they may not."""
        return permissions.offered(self.user, register.actions.read)

    def sees(self, register, organisation, number) -> bool:
        """Whether the reader may read an organisation's return on a capability."""
        bearing = [row for row in self.capabilities if row.number == number]
        return self._may(register, register.actions.read, organisation, bearing)

    def may_make(self, register, organisation) -> bool:
        """Whether the reader may make a return of the organisation."""
        bearing = [row for row in self.capabilities if row.number in register.capabilities]
        return self._may(register, register.actions.create, organisation, bearing)

    def _may(self, register, action, organisation, capabilities):
        shared = {"organisation_id": organisation, "period": self.period}
        returns = (register.model(capability=row, **shared) for row in capabilities)
        return any(permissions.can(self.user, action, each) for each in returns)

    def known(self, register, organisations) -> list[str]:
        """Those of them of whom the reader may know whether they have handed in."""
        found = [body for body in organisations if self.knows(register, body)]
        return sorted(self.name(body) for body in found)

    def knows(self, register, body) -> bool:
        """Whether the reader may know if the organisation has handed in."""
        updates = (
            ProgressUpdate(organisation_id=body, capability=row, period=self.period)
            for row in self.capabilities
            if row.number in register.capabilities
        )
        return any(permissions.can(self.user, Action.UPDATE_STATUS, each) for each in updates)

    def name(self, body) -> str:
        """The short name of an organisation; all are read at once."""
        if body not in self._names:
            self._names.update((row.pk, row.label) for row in Organisation.objects.all())
        return self._names[body]
