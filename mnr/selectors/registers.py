"""What stands in the registers of a domain or a capability, as far as somebody may read it."""

from dataclasses import dataclass

from django.utils import timezone

from mnr import permissions
from mnr.registers import Register, owed, registry
from mnr.registers.asked import Asked
from mnr.registers.base import ENTRIES
from mnr.registers.told import told
from mnr.selectors.register_stands import Stand, frozen_stands

SHOWN = 5  # entries of a register on the page of a capability


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
    """Every register of a domain in a period: live, or once it is frozen as its snapshot has it.

    Live, a query each and four more; frozen, five.
    """
    registers = [r for r in registry.for_domain(app_label) if may_read(user, r)]
    if not registers:
        return []
    if period.is_frozen:
        return frozen_stands(user, registers, period)
    returns = [register for register in registers if register.figure_names]
    asked = Asked(user, period)
    owing = {
        register: [row.organisation for row in rows]
        for register, rows in owed.missing(returns, period).items()
    }
    return [_stand(asked, register, owing.get(register, [])) for register in registers]


def bearing_on(user, capability) -> list[Bearing]:
    """The entries that bear on a capability, register by register: two queries each."""
    found = []
    registers = registry.for_capability(capability.number)
    for register in (each for each in registers if may_read(user, each)):
        rows = register.visible(user).standing().filter(capability=capability)
        page = [(str(row), register.url("detail", row)) for row in rows[:SHOWN]]
        count = rows.order_by().count() if len(page) == SHOWN else len(page)
        found.append(Bearing(register, count, page))
    return found


def may_read(user, register):
    """Whether its list opens for the reader: nothing leads to what they may not see."""
    return permissions.offered(user, register.actions.read)


def _stand(asked, register, owing):
    rows, period = register.visible(asked.user).standing(), asked.period
    if register.is_return:
        rows = rows.filter(period=period)
    day = min(timezone.localdate(), period.ends_on)
    wanted = [ENTRIES, *register.figures.values()]
    entries, *figures = told(register, rows.prefetch_related(None), wanted, day=day)
    count = entries.value
    is_whole = asked.sees_all(register)
    return Stand(
        register,
        period,
        count,
        figures=figures,
        pictures=register.drawn(rows, is_whole=is_whole) if count else [],
        missing=asked.late(register, owing),
        nil=_nil(register, rows) if count else [],
        is_whole=is_whole,
    )


def _nil(register, rows):
    """Who said that there is nothing to report."""
    if not register.figure_names:
        return []
    return sorted(row.organisation.label for row in rows.filter(is_nil=True))
