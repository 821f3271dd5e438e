"""Whether somebody may read all of a register: only then is anything said of the whole country."""

from collections.abc import Iterable

from mnr import permissions
from mnr.models import Capability, ReportingPeriod
from mnr.registers.base import Register

STATES = [state for state in ReportingPeriod.State if state != ReportingPeriod.State.PLANNED]


def sees_all(user, register: Register, period=None, capabilities: Iterable | None = None) -> bool:
    """Whether the reader may read every organisation's entries (of a period), on each capability.

    The policy is asked about entries of no organisation in particular. One query, unless the
    capabilities are given.
    """
    known = Capability.objects.current() if capabilities is None else capabilities
    bearing = [row for row in known if row.number in register.capabilities]
    return all(
        permissions.can(user, register.actions.read, entry)
        for entry in _asked(register, bearing, period)
    )


def _asked(register, capabilities, period):
    """An entry on each capability; a return in each state of its period that there can be."""
    if not register.is_return:
        return [register.model(capability=row) for row in capabilities]
    periods = [period] if period else [ReportingPeriod(state=state) for state in STATES]
    return [register.model(capability=row, period=one) for row in capabilities for one in periods]
