"""Whether somebody may read all of a register: only then is anything said of the whole country."""

from collections.abc import Iterable

from mnr import permissions
from mnr.models import Capability, Observation, ReportingPeriod
from mnr.registers.base import Register
from mnr.roles import Action

STATES = [state for state in ReportingPeriod.State if state != ReportingPeriod.State.PLANNED]


def sees_all(user, register: Register, period=None, capabilities: Iterable | None = None) -> bool:
    """Whether the reader may read every organisation's entries (of a period), on each capability.

    The policy is asked about entries of no organisation in particular. One query, unless the
    capabilities are given.
    """
    return all(
        permissions.can(user, register.actions.read, entry)
        for entry in _asked(register, _bearing(register, capabilities), period)
    )


def sees_controlled(
    user, register: Register, period=None, capabilities: Iterable | None = None
) -> bool:
    """Whether the reader is told the figures of all organisations after disclosure control, and
    may not read all returns. Of registers that count people; one query, as above.
    """
    if not register.counts_people:
        return False
    bearing = _bearing(register, capabilities)
    is_told = bearing and all(
        permissions.can(user, Action.INDICATOR_READ_CONTROLLED, Observation(capability=row))
        for row in bearing
    )
    return bool(is_told) and not sees_all(user, register, period, bearing)


def _bearing(register, capabilities):
    """The capabilities that the register bears on: among these, if they are given."""
    known = Capability.objects.current() if capabilities is None else capabilities
    return [row for row in known if row.number in register.capabilities]


def _asked(register, capabilities, period):
    """An entry on each capability; a return in each state of its period that there can be."""
    if not register.is_return:
        return [register.model(capability=row) for row in capabilities]
    periods = [period] if period else [ReportingPeriod(state=state) for state in STATES]
    return [register.model(capability=row, period=one) for row in capabilities for one in periods]
