"""Values in the open formats of statistics offices, as rows of the register of values.

Open SDG: a table for each indicator with `Year`, a column for each breakdown, `Units`, `Value`.
SDMX-CSV: `TIME_PERIOD`, `OBS_VALUE`, a column for each dimension, attributes beside them. Both are
recognised by their headings. Of the register's own layout, the columns of `BESIDE` may be added.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from mnr.forms.text import echoed
from mnr.measures import breakdowns, statistical_times
from mnr.models import Indicator, Region, ReportingPeriod
from mnr.registers.reading import Line, Unreadable

Unit = Indicator.Unit
SDMX_UNITS = {
    "PT": Unit.PERCENT,
    "NUMBER": Unit.COUNT,
    "D": Unit.DAYS,
    "H": Unit.HOURS,
    "CUR": Unit.MONEY,
}
SDG_UNITS = {"number": Unit.COUNT, "percentage": Unit.PERCENT, "%": Unit.PERCENT}
WHOLE = {"", "_t", "_z", "total", "all"}
NATION = re.compile(r"[A-Z]{2,3}|\d{1,3}")  # a country by its letters or its M49 number
CODE = re.compile(r"C\d{2}-N?\d{2}")
STATED = ("measured", "as_of", "confidence", "checked", "revision_reason")
BESIDE = (*STATED, "source", "public_text", "internal_note")
LONGEST = 60


@dataclass(frozen=True)
class Format:
    """What stands where. Headings are compared without capitals."""

    times: tuple[str, ...]  # the first that is filled says when
    value: str
    unit: str
    units: dict = field(default_factory=dict)
    states: tuple[str, ...] = ()  # of which P or “provisional” marks a value as provisional
    silent: frozenset = frozenset()  # headings that say nothing of the value


INDICATOR = ("indicator", "series_code")
REGIONS = ("ref_area", "geocode", "region")
OPEN_SDG = Format(("period", "year"), "value", "units", SDG_UNITS, ("status", "observation status"))
SDMX = Format(
    ("time_period",),
    "obs_value",
    "unit_measure",
    SDMX_UNITS,
    ("obs_status",),
    frozenset({"dataflow", "structure", "structure_id", "structure_name", "action", "freq"})
    | {"decimals", "unit_mult", "conf_status", "time_format"},
)


def about_of(name: str) -> str:
    """The code of an indicator in a file's name, such as indicator_c04-05.csv; or nothing."""
    found = CODE.search(name.upper())
    return found[0] if found else ""


def adapted(lines: list[Line], label: Callable[[str], str], about: str = "") -> list[Line]:
    """Rows in the register's layout; others are left as they are. Raises Unreadable.

    `label` gives the heading of a field; `about` is the code of the indicator if no column names
    it.
    """
    headings = {heading.casefold() for heading in lines[0].cells} if lines else set()
    form = next((f for f in (SDMX, OPEN_SDG) if {f.value, f.times[-1]} <= headings), None)
    if form is None or "breakdown" in headings:
        return lines
    beside = {heading.casefold() for name in BESIDE for heading in (name, label(name))}
    reader = Reader(form, beside, about)
    return [reader.line(line) for line in lines]


class Reader:
    """Reads the rows of one file, with all that they may name looked up once."""

    def __init__(self, form: Format, beside: set, about: str):
        self.form, self.beside, self.about = form, beside, about

    def line(self, line: Line) -> Line:
        """A row in the register's layout."""
        said = {heading.casefold(): _text(cell) for heading, cell in line.cells.items()}
        kept = {h: cell for h, cell in line.cells.items() if h.casefold() in self.beside}
        indicator = self._indicator(line, said)
        self._look_at(line, said, indicator)
        stretch = self._stretch(line, said)
        cells = {
            "indicator": indicator.code,
            "organisation": self._keeper(indicator),
            "period": self._period,
            "value": said[self.form.value],
            "starts_on": stretch.starts_on,
            "ends_on": stretch.ends_on,
            "region": self._region(said),
            "breakdown": self._breakdown(line, said, indicator),
            "is_provisional": self._is_provisional(said),
        }
        return Line(line.sheet, line.number, cells | kept)

    def _indicator(self, line, said) -> Indicator:
        code = next((said[name] for name in INDICATOR if said.get(name)), self.about)
        if not code:
            raise Unreadable(
                _(
                    "The file does not say which indicator it is about. Name it after its code, "
                    "such as indicator_c04-05.csv, or add a column “Indicator” with the code."
                )
            )
        if code.upper() not in self._indicators:
            what = _("Row %(row)d names the indicator “%(name)s”, which there is not.")
            raise Unreadable(what % {"row": line.number, "name": echoed(code, LONGEST)})
        return self._indicators[code.upper()]

    def _look_at(self, line, said, indicator):
        """Whether there is a value, in the unit of the indicator."""
        if not said.get(self.form.value):
            what = _(
                "Row %(row)d has no value: it may be confidential or missing. Take such rows out "
                "of the file; they are not stored as anything."
            )
            raise Unreadable(what % {"row": line.number})
        unit = said.get(self.form.unit, "")
        if unit and self._unit(unit) != indicator.unit:
            what = _(
                "Row %(row)d is in “%(unit)s”, but %(code)s is measured in “%(own)s”. Convert the "
                "values, or correct the unit."
            )
            words = {"row": line.number, "unit": echoed(unit, LONGEST), "code": indicator.code}
            raise Unreadable(what % {**words, "own": indicator.get_unit_display()})
        if said.get("unit_mult", "0") not in ("", "0"):
            what = _("Row %(row)d is in thousands or millions (UNIT_MULT). Write whole values.")
            raise Unreadable(what % {"row": line.number})

    def _unit(self, text):
        words = {str(label).casefold(): value for value, label in Unit.choices}
        own = {value.casefold(): value for value in Unit.values}
        known = {name.casefold(): unit for name, unit in self.form.units.items()}
        return (own | words | known).get(text.casefold())

    def _stretch(self, line, said):
        text = next((said[name] for name in self.form.times if said.get(name)), "")
        found = statistical_times.read(text, settings.MNR_FISCAL_YEAR_STARTS)
        if found is None:
            what = _(
                "Row %(row)d is about “%(time)s”, which is no time that can be read. Write 2026, "
                "2026-Q1, 2026-03, or a first day and a length such as 2026-01-01/P3M."
            )
            raise Unreadable(what % {"row": line.number, "time": echoed(text, LONGEST)})
        return found

    def _keeper(self, indicator) -> str:
        """The organisation that enters the indicator; empty if nobody does."""
        adoption = getattr(indicator, "adoption", None)
        return adoption.organisation.name if adoption and adoption.organisation else ""

    def _region(self, said) -> str:
        """A region's code or name; a country by its letters is the whole."""
        text = next((said[name] for name in REGIONS if said.get(name)), "")
        is_whole = text.casefold() in WHOLE
        is_nation = NATION.fullmatch(text.upper()) and text.casefold() not in self._regions
        return "" if is_whole or is_nation else text

    def _breakdown(self, line, said, indicator) -> str:
        """The other columns that say anything: dimensions by the names that the country gave."""
        given = {*self.form.times, self.form.value, self.form.unit, *self.form.states}
        given |= {*self.form.silent, *INDICATOR, *REGIONS, *self.beside}
        names = {_plain(name): name for name in self._declared(indicator)}
        parts = {
            names.get(_plain(heading), heading): word
            for heading, word in said.items()
            if heading not in given and word.casefold() not in WHOLE
        }
        if any(set(":;") & set(f"{name}{word}") for name, word in parts.items()):
            what = _("Row %(row)d has a colon or a semicolon in a breakdown. Write it without.")
            raise Unreadable(what % {"row": line.number})
        return breakdowns.write(parts)

    def _declared(self, indicator):
        adoption = getattr(indicator, "adoption", None)
        return breakdowns.declared(adoption.categories) if adoption else {}

    def _is_provisional(self, said) -> bool:
        states = {said.get(name, "").casefold() for name in self.form.states}
        return bool(states & {"p", "provisional"})

    @cached_property
    def _indicators(self) -> dict[str, Indicator]:
        rows = Indicator.objects.current().select_related("adoption__organisation")
        return {row.code.upper(): row for row in rows}

    @cached_property
    def _regions(self) -> set[str]:
        return {code.casefold() for code in Region.objects.values_list("code", flat=True)}

    @cached_property
    def _period(self) -> str:
        """The open period, in which whatever is entered now is reported."""
        row = ReportingPeriod.objects.filter(state=ReportingPeriod.State.OPEN).first()
        return row.code if row else ""


def _text(cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _plain(name) -> str:
    """A name without what SDMX identifiers cannot have: “age band” is AGE_BAND."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())
