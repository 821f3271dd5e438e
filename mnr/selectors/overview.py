"""The response at a glance: what a reader may see of the capabilities in a period."""

import statistics
from dataclasses import dataclass, field

from django.urls import reverse

from mnr.charts import Cell, DomainRow
from mnr.charts.heatmap import HIDDEN
from mnr.models import Capability, Enabler, ReportingPeriod
from mnr.selectors.levels import ACCEPTED, Stand, stands
from mnr.selectors.reading import Reader
from mnr.selectors.tally import Tally

RECENT = 12


@dataclass(frozen=True)
class Reading:
    """One capability in one period, to one reader's eyes."""

    capability: Capability
    stand: Stand
    is_visible: bool
    before: int | None  # level in the latest earlier period that the reader may see
    tally: Tally
    carried_from: str | None = None  # the earlier period whose assessment still stands
    misses_target: bool = False

    @property
    def level(self):
        return self.stand.level if self.is_visible else None

    @property
    def moved(self):
        """By how many levels it rose or fell; None if one of the two is not there."""
        if self.level is None or self.before is None:
            return None
        return self.level - self.before

    @property
    def url(self):
        return reverse("capability_detail", args=[self.capability.number])

    @property
    def cell(self):
        """The capability in the one-page picture; what may not be seen is left out of it."""
        seen = self.is_visible
        return Cell(
            number=self.capability.number,
            title=self.capability.words.title,
            url=self.url,
            level=self.level,
            before=self.before if seen else None,
            target=self.stand.target_level if seen else None,
            confidence=(self.stand.confidence or None) if seen else None,
            status=str(self.tally),
            visible=seen,
            carried_from=self.carried_from if seen else None,
            target_on=self.stand.target_on if seen else None,
            misses_target=seen and self.misses_target,
        )


@dataclass(frozen=True)
class Overview:
    """A period's readings, and the levels of the periods that lead up to it."""

    reader: Reader
    period: ReportingPeriod | None  # None before any has begun
    columns: list
    readings: list
    grid: list = field(repr=False)  # a row for each reading: levels, None or "hidden" by column

    @property
    def seen(self):
        return [reading for reading in self.readings if reading.is_visible]

    @property
    def unseen(self):
        """How many capabilities are not published yet for this reader."""
        return len(self.readings) - len(self.seen)

    def rows(self):
        """The domains with their cells, for the one-page picture."""
        found: dict = {}
        for reading in self.readings:
            found.setdefault(reading.capability.domain, []).append(reading.cell)
        return [
            DomainRow(
                key=domain.key,
                name=domain.words.name,
                url=domain_url(domain, self.period),
                outcome=domain.words.outcome_title,
                cells=cells,
            )
            for domain, cells in found.items()
        ]

    def median_and_lowest(self):
        """Of the assessed levels; the median is always one of them, the lower of two."""
        levels = [reading.level for reading in self.seen if reading.level is not None]
        return (statistics.median_low(levels), min(levels)) if levels else (None, None)


@dataclass(frozen=True)
class Hold:
    """An enabler, and the capabilities that its lack holds back in a period."""

    enabler: Enabler
    readings: list
    is_whole: bool  # whether the reader may see the obstacles of all organisations

    @property
    def as_picture(self):
        """What the one-page picture says; no count where it would not be the whole one."""
        known = self.is_whole or self.readings
        return {
            "title": self.enabler.words.title,
            "count": len(self.readings) if known else None,
            "url": f"#enabler-{self.enabler.key}" if self.readings else None,
        }


def overview(user, period, begun, *, app_label=None, everything=False) -> Overview:
    """The readings of a period and the levels of the twelve periods up to it (or of all)."""
    capabilities = _capabilities(app_label)
    upto = begun[: begun.index(period) + 1]
    columns = upto if everything else upto[-RECENT:]
    found, reader = stands(begun, columns), Reader(user)
    lines = [(row, _line(row, columns, found)) for row in capabilities]
    return Overview(
        reader=reader,
        period=period,
        columns=columns,
        readings=[_reading(reader, row, columns, line) for row, line in lines],
        grid=[_levels(reader, row, columns, line) for row, line in lines],
    )


def framework(user, *, app_label=None) -> Overview:
    """The capabilities of a country without any period: none assessed, nothing asked of anybody."""
    readings = [
        Reading(row, Stand(), is_visible=True, before=None, tally=Tally((), is_whole=False))
        for row in _capabilities(app_label)
    ]
    return Overview(Reader(user), period=None, columns=[], readings=readings, grid=[])


def holds(overview: Overview) -> list[Hold]:
    """Every enabler with the capabilities whose accepted updates name it as an obstacle."""
    reader, period = overview.reader, overview.period
    named: dict = {}
    for reading in overview.readings:
        for body, keys in reading.stand.enablers.items():
            if keys and reader.sees_content(period, reading.capability, body):
                for key in keys:
                    named.setdefault(key, {})[reading.capability.number] = reading
    is_whole = all(reader.sees_all_content(period, row.capability) for row in overview.readings)
    return [
        Hold(enabler, list(named.get(enabler.key, {}).values()), is_whole)
        for enabler in Enabler.objects.current()
    ]


def domain_url(domain, period=None):
    """The page of a domain, in a period."""
    url = reverse(f"{domain.app_label}:home")
    return f"{url}?period={period.code}" if period else url


def _capabilities(app_label):
    rows = Capability.objects.current().select_related("domain")
    named = rows.filter(domain__app_label=app_label) if app_label else rows
    return named.order_by("domain__order", "number")


def _line(capability, columns, found):
    """The capability's stands, one for each column."""
    return [found[column.code].get(capability.number, Stand()) for column in columns]


def _levels(reader, capability, columns, line):
    return [
        stand.level if reader.sees_level(column, capability, stand) else HIDDEN
        for column, stand in zip(columns, line, strict=True)
    ]


def _reading(reader, capability, columns, line):
    period, stand = columns[-1], line[-1]
    earlier = list(zip(columns[:-1], line[:-1], strict=True))[::-1]
    return Reading(
        capability=capability,
        stand=stand,
        is_visible=reader.sees_level(period, capability, stand),
        before=next(
            (old.level for column, old in earlier if reader.sees_level(column, capability, old)),
            None,
        ),
        tally=_tally(reader, period, capability, stand, earlier),
        carried_from=stand.carried_from(period),
        misses_target=stand.misses_target(period),
    )


def _tally(reader, period, capability, stand, earlier):
    is_whole = reader.sees_all_states(period, capability)
    states = tuple(
        state
        for body, state in stand.states.items()
        if is_whole or reader.sees_state(period, capability, body)
    )
    last = next((column.code for column, old in earlier if ACCEPTED in old.states.values()), None)
    return Tally(states, is_whole, last if is_whole else None)
