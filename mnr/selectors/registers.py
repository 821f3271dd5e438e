"""What stands in the registers of a domain or a capability, as far as somebody may read it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

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
    is_controlled: bool = False  # the domain's page tells its figures after disclosure control
    may_list: bool = True  # whether its list opens for the reader

    @property
    def more(self):
        return self.count - len(self.entries)

    @property
    def url(self):
        return self.register.url("list")

    @property
    def domain_url(self):
        return domain_url(self.register)


def stands(user, app_label, period) -> list[Stand]:
    """Every register of a domain in a period: live, or once it is frozen as its snapshot has it.

    Live, a query each and four more; frozen, five.
    """
    asked = Asked(user, period)
    registers = [r for r in registry.for_domain(app_label) if is_told(asked, r)]
    if not registers:
        return []
    if period.is_frozen:
        return frozen_stands(asked, registers)
    returns = [register for register in registers if register.figure_names]
    owing = {
        register: [row.organisation for row in rows]
        for register, rows in owed.missing(returns, period).items()
    }
    controlled = [register for register in registers if asked.sees_controlled(register)]
    there = owed.returned(controlled, period)
    return [
        _stand_of_counts(asked, register, owing.get(register, []), there.get(register.path, []))
        if register in controlled
        else _stand(asked, register, owing.get(register, []))
        for register in registers
    ]


def is_told(asked, register) -> bool:
    """Whether the reader hears of the register: they may list its entries, or read its figures
    after disclosure control.
    """
    return asked.may_list(register) or asked.sees_controlled(register)


def _stand_of_counts(asked, register, owing, there):
    """A register that counts people, to a reader of its figures after disclosure control, which are
    not made before the period is frozen: who has handed in, and who has not.
    """
    return Stand(
        register,
        asked.period,
        None,
        missing=asked.known(register, owing),
        handed_in=asked.known(register, there),
        is_whole=False,
        is_controlled=True,
        may_list=asked.may_list(register),
    )


def bearing_on(user, capability) -> list[Bearing]:
    """The entries that bear on a capability, register by register: two queries each."""
    asked = Asked(user, None, [capability])
    registers = registry.for_capability(capability.number)
    return [_bearing(asked, each, capability) for each in registers if is_told(asked, each)]


def _bearing(asked, register, capability):
    is_controlled = asked.sees_controlled(register)
    if not asked.may_list(register):
        return Bearing(register, 0, [], is_controlled, may_list=False)
    rows = register.visible(asked.user).standing().filter(capability=capability)
    page = [(str(row), register.url("detail", row)) for row in rows[:SHOWN]]
    count = rows.order_by().count() if len(page) == SHOWN else len(page)
    return Bearing(register, count, page, is_controlled)


def domain_url(register) -> str:
    """Where a register's figures stand beside those of its domain."""
    return f"{reverse(f'{register.app_label}:home')}#registers"


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
        missing=asked.known(register, owing),
        nil=_nil(register, rows) if count else [],
        is_whole=is_whole,
    )


def _nil(register, rows):
    """Who said that there is nothing to report."""
    if not register.figure_names:
        return []
    return sorted(row.organisation.label for row in rows.filter(is_nil=True))
