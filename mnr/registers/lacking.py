"""Which returns are not there of the periods that a list tells of."""

from collections.abc import Iterable
from dataclasses import dataclass

from mnr.models import ReportingPeriod
from mnr.registers import owed
from mnr.registers.asked import Asked
from mnr.registers.base import Register
from mnr.registers.kept import lacking_of
from mnr.services import expectations

RUNNING = 2  # periods: the open one, and the one before while it is reviewed


@dataclass(frozen=True)
class Lacking:
    """A period, and the organisations whose return for it is not there."""

    period: ReportingPeriod
    bodies: list  # short names


def lacking(
    user, register: Register, periods: Iterable[ReportingPeriod], capabilities, of=None
) -> list[Lacking]:
    """The periods that lack returns, the newest first, as far as the reader may know; of one
    organisation alone, if it is given. One or two queries for all frozen periods, two for each of
    the latest others: the board tells of what was left behind longer ago.
    """
    found: list[Lacking] = []
    newest = sorted(periods, key=lambda one: one.starts_on, reverse=True)
    left_behind = [period for period in newest if not period.is_frozen][RUNNING:]
    kept = lacking_of(period for period in newest if period.is_frozen)
    names: dict = {}
    for period in newest:
        if period in left_behind:
            continue
        asked = Asked(user, period, capabilities, names)
        bodies = _missing(register, period, kept, names)
        late = asked.known(register, [body for body in bodies if of is None or body == of.pk])
        if late:
            found.append(Lacking(period, late))
    return found


def _missing(register, period, kept, names) -> list:
    """Whose return is not there; assignments tell the names of those who owe one."""
    if not period.is_frozen:
        assignments = list(expectations.assignments_in(period))
        names |= {row.organisation_id: row.organisation.label for row in assignments}
        found = owed.missing([register], period, assignments)
        return [row.organisation for row in found[register]]
    return kept.get(period.pk, {}).get(register.path, [])
