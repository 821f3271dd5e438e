"""Which returns are owed for a period, and by whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, IntegerField, Max, Min, UUIDField, Value
from django.db.models.functions import Cast

from mnr.models import Assignment, ReportingPeriod
from mnr.registers.base import Register
from mnr.services import expectations

LAST = 4  # who returned for one of so many periods owes the next


@dataclass(frozen=True)
class Owed:
    """A return that is owed and is not there."""

    organisation: UUID
    last: str  # code of the latest period for which there is one, or empty


@dataclass
class _Made:
    """The returns of a register up to a period."""

    latest: dict = field(default_factory=dict)  # {organisation: first day of its latest period}
    before: dict = field(default_factory=lambda: defaultdict(set))  # {capability: who returned}


def missing(
    registers: Iterable[Register], period: ReportingPeriod, assignments: Iterable | None = None
) -> dict[Register, list[Owed]]:
    """{register: [Owed]} of those whose entries are returns. Two queries; one, if the assignments
    of the period are given.

    Each capability's lead owes one, unless another organisation has returned for the capability
    in an earlier period, in its place. Whoever returned for one of the last four periods owes the
    next, while it reports on a capability of the register.
    """
    wanted = [register for register in registers if register.figure_names]
    if not wanted:
        return {}
    periods, made = _periods_and_returns(wanted, period)
    assigned, leads = _duties(period, assignments)
    found: dict = {register: [] for register in wanted}
    for register in wanted:
        latest = made[register.path].latest
        for body in sorted(_owing(register, made[register.path], periods, assigned, leads)):
            if latest.get(body) != period.starts_on:
                found[register].append(Owed(body, periods[latest[body]] if body in latest else ""))
    return found


def returned(registers: Iterable[Register], period: ReportingPeriod) -> dict[str, set[UUID]]:
    """{path of a register: the organisations whose return for the period is there}: one query."""
    rows = [_there(register, period) for register in registers]
    found = defaultdict(set)
    for path, body in rows[0].union(*rows[1:]) if rows else ():
        found[path].add(body)
    return dict(found)


def _there(register, period):
    """(path, organisation) of each return for the period."""
    return (
        register.model._default_manager.standing()
        .filter(period=period)
        .order_by()
        .values("organisation_id")
        .annotate(path=Value(register.path))
        .values_list("path", "organisation_id")
    )


def _duties(period, assignments) -> tuple[dict, dict]:
    """{capability: who reports on it}, and {capability: who leads it}."""
    assigned, leads = defaultdict(set), defaultdict(set)
    for row in expectations.assignments_in(period) if assignments is None else assignments:
        assigned[row.capability.number].add(row.organisation_id)
        if row.kind == Assignment.Kind.LEAD:
            leads[row.capability.number].add(row.organisation_id)
    return assigned, leads


def _owing(register, made, periods, assigned, leads) -> set[UUID]:
    recent = sorted(periods)[-1 - LAST :]
    owing = {body for body, day in made.latest.items() if day in recent}
    owing &= set().union(*(assigned[number] for number in register.capabilities))
    for number in register.capabilities:
        owing |= {lead for lead in leads[number] if not made.before[number] - {lead}}
    return owing


def _periods_and_returns(registers, period) -> tuple[dict[date, str], dict[str, _Made]]:
    """{first day: code} of the periods up to this one, and what was returned to each register."""
    periods: dict = {}
    made: dict[str, _Made] = defaultdict(_Made)
    rows = (_returned(register, period) for register in registers)
    for path, body, number, first, last in _begun(period).union(*rows, all=True):
        if body is None:
            periods[first] = path
            continue
        made[path].latest[body] = max(last, made[path].latest.get(body, last))
        if first < period.starts_on:
            made[path].before[number].add(body)
    return periods, made


def _begun(period):
    """The periods, in the columns of `_returned`: their codes stand for the path."""
    nobody, nothing = (Cast(Value(None), kind) for kind in (UUIDField(), IntegerField()))
    rows = ReportingPeriod.objects.filter(starts_on__lte=period.starts_on).order_by()
    named = rows.annotate(body=nobody, number=nothing, first=F("starts_on"), last=F("starts_on"))
    return named.values_list("code", "body", "number", "first", "last")


def _returned(register, period):
    """(path, organisation, capability, first day of the first period, that of the last)."""
    return (
        register.model._default_manager.standing()
        .filter(period__starts_on__lte=period.starts_on)
        .order_by()
        .values("organisation_id", "capability__number")
        .annotate(
            path=Value(register.path),
            first=Min("period__starts_on"),
            last=Max("period__starts_on"),
        )
        .values_list("path", "organisation_id", "capability__number", "first", "last")
    )
