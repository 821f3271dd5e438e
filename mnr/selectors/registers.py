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
    pictures = register.drawn(rows) if count else []
    return Stand(register, count, figures, pictures, owed.get(register, []))


def _owed(user, registers, period) -> dict:
    """{register: who owes a return for the period and has made none}.

    Who made one for an earlier period owes the next; where nobody ever did, the capability's lead.
    Told to those who may know who has handed in its updates (`update.status`).
    """
    if period is None or not registers:
        return {}
    leads: dict = {}
    capabilities: dict = {}
    numbers = {number for register in registers for number in register.capabilities}
    for row in (
        Assignment.objects.in_force()
        .filter(kind=Assignment.Kind.LEAD, capability__number__in=numbers)
        .select_related("capability")
    ):
        leads.setdefault(row.capability.number, set()).add(row.organisation_id)
        capabilities[row.capability.number] = row.capability
    expected, made = {}, {}
    for register in registers:
        rows = register.model._default_manager.standing().order_by()
        found = rows.filter(period__starts_on__lte=period.starts_on)
        pairs = set(found.values_list("organisation", "period"))
        made[register] = {body for body, of in pairs if of == period.pk}
        earlier = {body for body, of in pairs if of != period.pk}
        lead = set().union(*(leads.get(number, set()) for number in register.capabilities))
        expected[register] = earlier or lead
    names = Organisation.objects.filter(is_active=True).in_bulk(set().union(*expected.values()))

    def may_know(register, body):
        known = (capabilities[n] for n in register.capabilities if n in capabilities)
        return any(
            permissions.can(
                user,
                Action.UPDATE_STATUS,
                ProgressUpdate(organisation=names[body], capability=one, period=period),
            )
            for one in known
        )

    return {
        register: sorted(
            names[body].label
            for body in bodies - made[register]
            if body in names and may_know(register, body)
        )
        for register, bodies in expected.items()
    }
