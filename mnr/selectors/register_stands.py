"""What a register held when a period was frozen, and what of it somebody may know."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext

from mnr.figures import keeping
from mnr.figures.rules import HIDDEN
from mnr.models import ReportingPeriod
from mnr.registers import Register
from mnr.registers.kept import lacking_in, newest_snapshot, registers_in
from mnr.registers.told import Told


@dataclass(frozen=True)
class Coverage:
    """Where the entries of a register reached."""

    nationwide: int
    reached: list  # [(region, entries)] of the first level
    without: list  # regions of the first level that no entry named


@dataclass(frozen=True)
class Stand:
    """A register with what is in it, or was when the period was frozen."""

    register: Register
    period: ReportingPeriod
    count: int | None  # None: not for this reader
    figures: list = field(default_factory=list)  # mnr.registers.told.Told
    pictures: list = field(default_factory=list)  # mnr.registers.pictures.Picture
    missing: list = field(default_factory=list)  # organisations whose return is not there
    nil: list = field(default_factory=list)  # those that had nothing to report
    handed_in: list = field(default_factory=list)  # those whose return is there, if no more is told
    coverage: Coverage | None = None
    is_whole: bool = True  # whether the reader may see all that is in it
    is_kept: bool = True  # whether the snapshot of a frozen period has it
    is_controlled: bool = False  # its figures are told after disclosure control alone
    may_list: bool = True  # whether its list opens for the reader

    @property
    def is_part(self):
        """Whether there may be entries that its figures do not count."""
        return not self.is_whole

    @property
    def url(self):
        """Its list, of the period if it has returns."""
        address = self.register.url("list")
        return f"{address}?period={self.period.pk}" if self.register.is_return else address


def frozen_stands(asked, registers) -> list[Stand]:
    """The registers as the newest snapshot of the period has them; nothing live is among it.

    Figures are sums over everybody's entries: they are for those who may read all of these. Others
    are told how many of the returns are theirs to read; or of counts of people, if they read the
    committee's edition, what that tells.
    """
    snapshot = newest_snapshot(asked.period)
    kept = registers_in(snapshot)
    controlled = [register for register in registers if asked.sees_controlled(register)]
    told = told_by_edition(snapshot, asked.period) if snapshot and controlled else {}
    return [
        _controlled_stand(asked, register, kept.get(register.path), told)
        if register in controlled
        else _frozen_stand(asked, register, kept.get(register.path))
        for register in registers
    ]


def told_by_edition(snapshot, period) -> dict:
    """{path: {key of a figure: value, HIDDEN or None}} as the committee's edition tells a period.

    Empty until the edition is made, which is a worker's: no page waits for it.
    """
    made = keeping.ready(snapshot) or {}
    registers = made.get("registers", {})
    return {path: told[period.code] for path, told in registers.items() if period.code in told}


def _controlled_stand(asked, register, row, told):
    """A register that counts people, to a reader of the edition."""
    shared = {"is_whole": False, "is_controlled": True, "may_list": asked.may_list(register)}
    if row is None:
        return Stand(register, asked.period, None, is_kept=False, **shared)
    values = told.get(register.path, {})
    return Stand(
        register,
        asked.period,
        None,
        figures=[
            _figure(register, each | {"value": values[each["key"]]})
            for each in row["figures"]
            if each["key"] in values
        ],
        missing=asked.known(register, lacking_in(row)),
        handed_in=asked.known(register, {_of(one)[0] for one in row["returns"]}),
        **shared,
    )


def _frozen_stand(asked, register, row):
    is_whole = asked.sees_all(register)
    if row is None:
        return Stand(register, asked.period, None, is_whole=is_whole, is_kept=False)
    readable = [one for one in row["returns"] if asked.sees(register, *_of(one))]
    nil = (one for one in readable if one["values"].get("is_nil"))
    return Stand(
        register,
        asked.period,
        _count(row, readable, is_whole),
        figures=[_figure(register, each) for each in row["figures"]] if is_whole else [],
        missing=asked.known(register, lacking_in(row)),
        nil=sorted(asked.name(_of(one)[0]) for one in nil),
        coverage=_coverage(row["coverage"]) if is_whole else None,
        is_whole=is_whole,
    )


def _of(kept_return):
    return UUID(kept_return["organisation"]), kept_return["capability"]


def _count(row, readable, is_whole):
    """Of entries that stand, a snapshot does not say whose they are."""
    if is_whole:
        return row["count"]
    return len(readable) if row["is_return"] else None


def _figure(register, kept):
    """In today's words, if the register still has the figure."""
    value = kept["value"]
    if value == HIDDEN:
        return Told(_label(register, kept), HIDDEN, "")
    value = Decimal(value) if isinstance(value, str) else value
    if figure := register.figures.get(kept["key"]):
        return Told(figure.label, value, figure.unit_of(value))
    return Told(_label(register, kept), value, gettext(kept["unit"]) if kept["unit"] else "")


def _label(register, kept):
    figure = register.figures.get(kept["key"])
    return figure.label if figure else gettext(kept["label"])


def _coverage(row):
    if row is None or not row["regions"]:
        return None
    upper = [(each["name"], each["entries"]) for each in row["regions"] if each["level"] == 1]
    return Coverage(
        row["nationwide"],
        reached=[(name, entries) for name, entries in upper if entries],
        without=[name for name, entries in upper if not entries],
    )
