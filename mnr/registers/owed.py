"""Which returns are owed for a period, and by whom."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from mnr.models import Assignment, ReportingPeriod
from mnr.services import expectations


@dataclass(frozen=True)
class Owed:
    """A return that is owed and is not there."""

    organisation: UUID
    last: str  # code of the latest period for which there is one, or empty


def missing(registers, period: ReportingPeriod) -> dict:
    """{register: [Owed]}: two queries for each register of returns, and one for all of them.

    Whoever made a return for an earlier period owes the next, while it reports on a capability of
    the register; where nobody ever made one, the capability's lead owes it.
    """
    assigned: dict = defaultdict(set)
    leads: dict = defaultdict(set)
    for row in expectations.assignments_in(period):
        assigned[row.capability.number].add(row.organisation_id)
        if row.kind == Assignment.Kind.LEAD:
            leads[row.capability.number].add(row.organisation_id)
    return {
        register: list(_missing(register, period, assigned, leads))
        for register in registers
        if register.is_return
    }


def _missing(register, period, assigned, leads):
    last, made = _latest(register, period), _made(register, period)
    reporting = set().union(*(assigned[number] for number in register.capabilities))
    owing = set(last) & reporting
    if not last and not made:
        owing = set().union(*(leads[number] for number in register.capabilities))
    for organisation in sorted(owing - made):
        yield Owed(organisation, last.get(organisation, ""))


def _latest(register, period):
    """{organisation: code of the latest earlier period with a return of it}."""
    rows = register.model._default_manager.standing()
    earlier = rows.filter(period__starts_on__lt=period.starts_on).order_by("period__starts_on")
    return dict(earlier.values_list("organisation", "period__code"))


def _made(register, period):
    rows = register.model._default_manager.standing().filter(period=period).order_by()
    return set(rows.values_list("organisation", flat=True))
