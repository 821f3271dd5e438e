"""Which returns are owed for a period, and by whom."""

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from mnr.models import Assignment, ReportingPeriod
from mnr.services import expectations


@dataclass(frozen=True)
class Owed:
    """A return that is owed and is not there."""

    organisation: UUID
    last: str  # code of the latest period for which there is one, or empty


def missing(registers, period: ReportingPeriod, holding: Container[str] | None = None) -> dict:
    """{register: [Owed]}: a query for each register of returns, and one for all of them.

    `holding` are the paths of those that hold anything (`filled`): the others are not asked.

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
        register: list(_missing(register, period, assigned, leads, holding))
        for register in registers
        if register.is_return
    }


def _missing(register, period, assigned, leads, holding):
    is_empty = holding is not None and register.path not in holding
    latest = {} if is_empty else _latest(register, period)
    if latest:
        owing = set(latest) & set().union(*(assigned[number] for number in register.capabilities))
    else:
        owing = set().union(*(leads[number] for number in register.capabilities))
    for organisation in sorted(owing):
        last = latest.get(organisation, "")
        if last != period.code:
            yield Owed(organisation, last)


def _latest(register, period):
    """{organisation: code of the period of its latest return, up to this period}."""
    rows = (
        register.model._default_manager.standing()
        .filter(period__starts_on__lte=period.starts_on)
        .order_by("organisation_id", "-period__starts_on")
        .distinct("organisation_id")
    )
    return dict(rows.values_list("organisation", "period__code"))
