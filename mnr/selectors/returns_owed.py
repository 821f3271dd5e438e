"""Which returns to registers are still owed: by somebody's organisations, or by all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mnr.models import Organisation, ReportingPeriod
from mnr.registers import Register, owed, registry
from mnr.registers.asked import Asked
from mnr.registers.kept import kept_registers, lacking_in


@dataclass(frozen=True)
class OwedReturn:
    """A return that an organisation owes for a period and has not made."""

    register: Register
    organisation: Organisation
    period: ReportingPeriod
    last: str  # code of the period of its latest one, or empty

    @property
    def url(self):
        return self.register.url("create")


@dataclass(frozen=True)
class Owing:
    """What one reader hears of the returns that are owed for a period."""

    own: tuple = ()  # of OwedReturn: those that the reader can make
    known: int = 0  # how many of all, as far as the reader may know


def owing(user, period: ReportingPeriod, assignments: Iterable) -> Owing:
    """The returns of an open period that are not there. One query.

    Of the assignments in the period those of the reader's organisations suffice to tell what
    these owe.
    """
    found = owed.missing(registry, period, assignments)
    names = {row.organisation_id: row.organisation for row in assignments}
    asked = _asked(user, period, assignments)
    rows = [(register, row) for register, rows in found.items() for row in rows]
    return Owing(
        own=tuple(
            OwedReturn(register, names[row.organisation], period, row.last)
            for register, row in rows
            if asked.may_make(register, row.organisation)
        ),
        known=sum(asked.knows(register, row.organisation) for register, row in rows),
    )


def lacking(user, period, assignments) -> dict:
    """{id of an organisation: names of the registers that lack its return}, as far as the reader
    may know; of a frozen period, as its snapshot says. One query.
    """
    if period.state == ReportingPeriod.State.PLANNED:
        return {}
    asked, found = _asked(user, period, assignments), defaultdict(list)
    for register, bodies in _missing(period, assignments).items():
        for body in bodies:
            if asked.knows(register, body):
                found[body].append(register.name)
    return dict(found)


def late_by_register(user, period) -> dict:
    """{register: short names of those whose return is not there}, as far as the reader may know."""
    asked = Asked(user, period)
    return {
        register: names
        for register, bodies in _missing(period).items()
        if (names := asked.known(register, bodies))
    }


def _asked(user, period, assignments):
    return Asked(user, period, {row.capability.pk: row.capability for row in assignments}.values())


def _missing(period, assignments=None) -> dict:
    """{register: ids of the organisations whose return is not there}."""
    if not period.is_frozen:
        rows = owed.missing(registry, period, assignments)
        return {register: [row.organisation for row in found] for register, found in rows.items()}
    kept = kept_registers(period)
    return {
        register: lacking_in(kept[register.path]) for register in registry if register.path in kept
    }
