"""What stands in the registers of a domain or a capability, as far as somebody may read it."""

from dataclasses import dataclass

from mnr import permissions
from mnr.models import Capability, Organisation, ProgressUpdate
from mnr.registers import Register, owed, registry
from mnr.roles import Action

SHOWN = 5  # entries of a register on the page of a capability


@dataclass(frozen=True)
class Stand:
    """A register with what is in it."""

    register: Register
    count: int
    figures: list  # [(figure, value)]
    pictures: list  # mnr.registers.pictures.Picture
    missing: list  # organisations whose return for the period is not there

    @property
    def url(self):
        return self.register.url("list")


@dataclass(frozen=True)
class Bearing:
    """The entries of a register that bear on a capability: the first few, and how many."""

    register: Register
    count: int
    entries: list  # [(words, address)]

    @property
    def more(self):
        return self.count - len(self.entries)

    @property
    def url(self):
        return self.register.url("list")


def stands(user, app_label, period) -> list[Stand]:
    """Every register of a domain: a query each, and one more to tell who made no return."""
    registers = [r for r in registry.for_domain(app_label) if _may_read(user, r)]
    owed = _owed(user, [r for r in registers if r.is_return], period)
    return [_stand(user, register, period, owed) for register in registers]


def bearing_on(user, capability) -> list[Bearing]:
    """The entries that bear on a capability, register by register: two queries each."""
    found = []
    registers = registry.for_capability(capability.number)
    for register in (each for each in registers if _may_read(user, each)):
        rows = register.visible(user).standing().filter(capability=capability)
        page = [(str(row), register.url("detail", row)) for row in rows[:SHOWN]]
        count = rows.order_by().count() if len(page) == SHOWN else len(page)
        found.append(Bearing(register, count, page))
    return found


def _may_read(user, register):
    """Whether its list opens for the reader: nothing leads to what they may not see."""
    return permissions.offered(user, register.actions.read)


def _stand(user, register, period, owed):
    rows = register.visible(user).standing()
    if register.is_return:
        rows = rows.filter(period=period)
    (_entries, count), *figures = register.summed(rows.prefetch_related(None), counted=True)
    pictures = register.drawn(rows) if count else []
    return Stand(register, count, figures, pictures, owed.get(register, []))


def _owed(user, registers, period) -> dict:
    """{register: labels of those who owe a return for the period and have made none}.

    Told to those who may know who has handed in its updates (`update.status`).
    """
    if period is None or not registers:
        return {}
    missing = owed.missing(registers, period)
    bodies = {row.organisation for rows in missing.values() for row in rows}
    names = Organisation.objects.in_bulk(bodies)
    capabilities = Capability.objects.current().select_related("domain")
    by_number = {capability.number: capability for capability in capabilities}

    def told(register, rows):
        for body in (names[row.organisation] for row in rows):
            updates = (
                ProgressUpdate(organisation=body, capability=by_number[number], period=period)
                for number in register.capabilities
                if number in by_number
            )
            if any(permissions.can(user, Action.UPDATE_STATUS, update) for update in updates):
                yield body.label

    return {register: sorted(told(register, rows)) for register, rows in missing.items()}
