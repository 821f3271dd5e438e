"""What stands in the registers of a domain or a capability, as far as somebody may read it."""

from dataclasses import dataclass

from mnr import permissions
from mnr.models import Assignment, Organisation, ProgressUpdate
from mnr.registers import Register, registry
from mnr.roles import Action

SHOWN = 5  # entries of a register on the page of a capability


@dataclass(frozen=True)
class Stand:
    """A register with what is in it."""

    register: Register
    count: int
    figures: list  # [(figure, value)]
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
    """Every register of a domain: one query each, and two for the returns that are missing."""
    registers = registry.for_domain(app_label)
    owed = _owed(user, [r for r in registers if r.is_return], period)
    return [_stand(user, register, period, owed) for register in registers]


def bearing_on(user, capability) -> list[Bearing]:
    """The entries that bear on a capability, register by register: two queries each."""
    found = []
    for register in registry.for_capability(capability.number):
        rows = register.visible(user).standing().filter(capability=capability)
        page = [(str(row), register.url("detail", row)) for row in rows[:SHOWN]]
        count = rows.order_by().count() if len(page) == SHOWN else len(page)
        found.append(Bearing(register, count, page))
    return found


def _stand(user, register, period, owed):
    rows = register.visible(user).standing()
    if register.is_return:
        rows = rows.filter(period=period)
    (_entries, count), *figures = register.summed(rows.prefetch_related(None), counted=True)
    return Stand(register, count, figures, owed.get(register, []))


def _owed(user, registers, period) -> dict:
    """{register: who owes a return for the period and has made none}.

    Who made one for an earlier period owes the next; where nobody ever did, the capability's lead.
    Told to those who may know who has handed in its updates (`update.status`).
    """
    if period is None or not registers:
        return {}
    leads = _leads(registers)
    missing = {register: _missing(register, leads, period) for register in registers}
    active = Organisation.objects.filter(is_active=True)
    names = active.in_bulk(set().union(*missing.values()))
    return {
        register: sorted(
            names[key].label
            for key in keys & names.keys()
            if _may_know(user, names[key], period, _of(register, leads))
        )
        for register, keys in missing.items()
    }


def _may_know(user, body, period, leads):
    updates = (
        ProgressUpdate(organisation=body, capability=row.capability, period=period) for row in leads
    )
    return any(permissions.can(user, Action.UPDATE_STATUS, update) for update in updates)


def _leads(registers) -> list[Assignment]:
    """Who leads what these registers bear on."""
    numbers = {number for register in registers for number in register.capabilities}
    rows = Assignment.objects.in_force().filter(kind=Assignment.Kind.LEAD)
    return list(rows.filter(capability__number__in=numbers).select_related("capability"))


def _of(register, leads):
    return [row for row in leads if row.capability.number in register.capabilities]


def _missing(register, leads, period) -> set:
    """The keys of the organisations whose return is not there."""
    rows = register.model._default_manager.standing().order_by()
    found = rows.filter(period__starts_on__lte=period.starts_on)
    pairs = set(found.values_list("organisation", "period"))
    earlier = {body for body, of in pairs if of != period.pk}
    expected = earlier or {row.organisation_id for row in _of(register, leads)}
    return expected - {body for body, of in pairs if of == period.pk}
