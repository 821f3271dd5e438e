"""What the registers of a domain held when the period was frozen, as the report prints it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext

from mnr.figures.rules import HIDDEN
from mnr.reports.frozen import Frozen

MOST_PERIODS = 8  # more columns of figures do not fit the width of a page


@dataclass(frozen=True)
class FigureRow:
    """A figure over the latest periods; the last value is this period's."""

    label: str
    unit: str
    values: tuple  # of int, Decimal, HIDDEN or None, one for each period of the table

    @property
    def numbers(self):
        """Those of the values that are known and told."""
        return [value for value in self.values if value is not None and value != HIDDEN]

    @property
    def is_hidden(self):
        """Whether any of the values is not told."""
        return HIDDEN in self.values


@dataclass(frozen=True)
class Missing:
    """An organisation whose return is not there, and the period of its last one."""

    organisation: str
    last: str


@dataclass(frozen=True)
class Remark:
    """What an organisation says to the public beside its figures."""

    organisation: str
    text: str


@dataclass(frozen=True)
class RegionRow:
    """A region, and how many entries reach it."""

    name: str
    level: int
    entries: int


@dataclass(frozen=True)
class Coverage:
    """Where the entries of a register reach. Those for the whole country are counted apart."""

    nationwide: int
    regions: tuple[RegionRow, ...]

    @property
    def reached(self):
        return [row for row in self.regions if row.entries and row.level == 1]

    @property
    def without(self):
        """Regions without an entry; of regions that have some, the parts without."""
        found, whole_has = [], True
        for row in self.regions:
            whole_has = bool(row.entries) if row.level == 1 else whole_has
            if not row.entries and (row.level == 1 or whole_has):
                found.append(row)
        return found


@dataclass(frozen=True)
class RegisterPage:
    """One register: its figures, who gave them, who did not, and the regions."""

    path: str
    name: str
    intro: str
    capabilities: tuple[int, ...]
    is_return: bool
    count: int
    periods: tuple[str, ...]
    incomplete: tuple[str, ...]  # those of the periods for which not all returns are there
    figures: tuple[FigureRow, ...]
    kept_by: tuple[str, ...]
    missing: tuple[Missing, ...]
    nil: tuple[str, ...]  # organisations that had nothing to report
    remarks: tuple[Remark, ...]
    sources: tuple[str, ...]
    coverage: Coverage | None

    @property
    def is_empty(self):
        """Nothing is in it, nothing was, and nobody owes it anything."""
        known = any(value for row in self.figures for value in row.values)
        return not (self.count or self.missing or known)

    @property
    def hides(self):
        """Whether any of its figures is not told."""
        return any(row.is_hidden for row in self.figures)

    @property
    def key(self):
        """Its name within the document."""
        return self.path.replace("/", "-")


def pages(frozen: Frozen, domain: str) -> tuple[RegisterPage, ...]:
    """The registers of a domain; none in snapshots from before there were any."""
    rows = frozen.content.get("registers", [])
    return tuple(_page(frozen, row) for row in rows if row["domain"] == domain)


def _page(frozen, row):
    earlier = row["history"][-(MOST_PERIODS - 1) :]
    returns = row["returns"]
    periods = (*(item["period"] for item in earlier), frozen.period)
    told = _told(frozen, row, periods)
    return RegisterPage(
        path=row["path"],
        name=capfirst(_translated(row["name"])),
        intro=_translated(row["intro"]),
        capabilities=tuple(row["capabilities"]),
        is_return=row["is_return"],
        count=row["count"],
        periods=periods,
        incomplete=_incomplete(row, earlier, frozen.period),
        figures=tuple(_figure(figure, told) for figure in row["figures"]),
        kept_by=_each(frozen.organisation(item["organisation"]) for item in row["kept_by"]),
        missing=_missing(frozen, row["missing"]),
        nil=_nil(frozen, returns),
        remarks=_remarks(frozen, returns),
        sources=_each(item["texts"]["source"] for item in returns),
        coverage=_coverage(row["coverage"]),
    )


def _missing(frozen, rows):
    return tuple(Missing(frozen.organisation(row["organisation"]), row["last"]) for row in rows)


def _nil(frozen, returns):
    said = (item for item in returns if item["values"].get("is_nil"))
    return _each(frozen.organisation(item["organisation"]) for item in said)


def _remarks(frozen, returns):
    return tuple(
        Remark(frozen.organisation(item["organisation"]), item["texts"]["public_text"])
        for item in returns
        if item["texts"]["public_text"]
    )


def _incomplete(row, earlier, period):
    """Codes of the periods that lack returns. Snapshots of older formats say it of their own."""
    found = [item["period"] for item in earlier if not item.get("is_complete", True)]
    return (*found, period) if row["missing"] else tuple(found)


def _told(frozen, row, periods):
    """The figures of each period as the edition tells them.

    None of a snapshot whose edition has no figures of registers: it says nothing of small counts.
    """
    told = (frozen.figures or {}).get("registers", {}).get(row["path"], {})
    hidden = {figure["key"]: HIDDEN for figure in row["figures"]}
    return [told.get(period, hidden) for period in periods]


def _figure(figure, told):
    return FigureRow(
        label=_translated(figure["label"]),
        unit=_translated(figure["unit"]),
        values=tuple(_number(values.get(figure["key"])) for values in told),
    )


def _coverage(row):
    """None where the register tells of no regions, or the country has none yet."""
    if row is None or not row["regions"]:
        return None
    regions = (RegionRow(item["name"], item["level"], item["entries"]) for item in row["regions"])
    return Coverage(row["nationwide"], tuple(regions))


def _translated(text):
    """The words of the source in the report's language; an empty text is no message."""
    return gettext(text) if text else ""


def _number(value):
    return Decimal(value) if isinstance(value, str) and value != HIDDEN else value


def _each(texts):
    """Each text that says something, once, in the order in which they come."""
    return tuple(dict.fromkeys(text for text in texts if text))
