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

from mnr.measures import breakdowns, statistical_times
from mnr.models import Indicator, Region, ReportingPeriod
from mnr.registers.outcomes import Problem, problem
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


def adapted(
    lines: list[Line], label: Callable[[str], str], about: str = ""
) -> tuple[list[Line], list[Problem]]:
    """Rows in the register's layout, and all that is wrong with the others; a file of another
    format is left as it is. Raises Unreadable if nothing says which indicator it is about.

    `label` gives the heading of a field; `about` is the code of the indicator if no column names
    it.
    """
    headings = {heading.casefold() for heading in lines[0].cells} if lines else set()
    form = next((f for f in (SDMX, OPEN_SDG) if {f.value, f.times[-1]} <= headings), None)
    if form is None or "breakdown" in headings:
        return lines, []
    if not about and headings.isdisjoint(INDICATOR):
        raise Unreadable(
            _(
                "The file does not say which indicator it is about. Name it after its code, "
                "such as indicator_c04-05.csv, or add a column “Indicator” with the code."
            )
        )
    beside = {heading.casefold() for name in BESIDE for heading in (name, label(name))}
    reader = Reader(form, beside, about)
    found = [reader.line(line) for line in lines]
    return [line for line in found if line is not None], reader.problems


class Reader:
    """Reads the rows of one file, with all that they may name looked up once."""

    def __init__(self, form: Format, beside: set, about: str):
        self.form, self.beside, self.about = form, beside, about
        self.problems: list[Problem] = []

    def line(self, line: Line) -> Line | None:
        """A row in the register's layout; None if something is wrong with it, which is noted."""
        said = {heading.casefold(): _text(cell) for heading, cell in line.cells.items()}
        before = len(self.problems)
        indicator, stretch = self._indicator(line, said), self._stretch(line, said)
        self._look_at(line, said, indicator)
        breakdown = self._breakdown(line, said, indicator)
        if indicator is None or stretch is None or len(self.problems) > before:
            return None
        kept = {h: cell for h, cell in line.cells.items() if h.casefold() in self.beside}
        cells = {
            "indicator": indicator.code,
            "organisation": self._keeper(indicator),
            "period": self._period,
            "value": said[self.form.value],
            "starts_on": stretch.starts_on,
            "ends_on": stretch.ends_on,
            "region": self._region(said),
            "breakdown": breakdown,
            "is_provisional": self._is_provisional(said),
        }
        return Line(line.sheet, line.number, cells | kept)

    def _wrong(self, line, name, message) -> None:
        """Note what is wrong in the cell below a heading."""
        cells = ((heading, cell) for heading, cell in line.cells.items())
        heading, raw = next((p for p in cells if p[0].casefold() == name), (name, ""))
        self.problems.append(problem(line, heading, raw, message))

    def _indicator(self, line, said) -> Indicator | None:
        name = next((name for name in INDICATOR if said.get(name)), "")
        code = said[name] if name else self.about
        found = self._indicators.get(code.upper())
        if found is None:
            column = name or next((name for name in INDICATOR if name in said), INDICATOR[0])
            words = _("There is no such indicator. Write the code of one, such as C04-05.")
            self._wrong(line, column, words)
        return found

    def _look_at(self, line, said, indicator):
        """Whether there is a value, in the unit of the indicator."""
        if not said.get(self.form.value):
            what = _(
                "There is no value: it may be confidential or missing. Take such rows out of the "
                "file; they are not stored as anything."
            )
            self._wrong(line, self.form.value, what)
        unit = said.get(self.form.unit, "")
        if unit and indicator and self._unit(unit) != indicator.unit:
            what = _("%(code)s is measured in “%(own)s”. Convert the values, or correct the unit.")
            words = {"code": indicator.code, "own": indicator.get_unit_display()}
            self._wrong(line, self.form.unit, what % words)
        if said.get("unit_mult", "0") not in ("", "0"):
            what = _("The value is in thousands or millions. Write it in full, and 0 here.")
            self._wrong(line, "unit_mult", what)

    def _unit(self, text):
        words = {str(label).casefold(): value for value, label in Unit.choices}
        own = {value.casefold(): value for value in Unit.values}
        known = {name.casefold(): unit for name, unit in self.form.units.items()}
        return (own | words | known).get(text.casefold())

    def _stretch(self, line, said):
        name = next((name for name in self.form.times if said.get(name)), self.form.times[-1])
        found = statistical_times.read(said.get(name, ""), settings.MNR_FISCAL_YEAR_STARTS)
        if found is None:
            what = _(
                "This is no time that can be read. Write 2026, 2026-Q1, 2026-03, or a first day "
                "and a length such as 2026-01-01/P3M."
            )
            self._wrong(line, name, what)
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
            heading: word
            for heading, word in said.items()
            if heading not in given and word.casefold() not in WHOLE
        }
        what = _("A breakdown has no colon and no semicolon. Write it without.")
        wrong = [h for h, word in parts.items() if set(":;") & set(f"{h}{word}")]
        for heading in wrong:
            self._wrong(line, heading, what)
        named = {names.get(_plain(heading), heading): word for heading, word in parts.items()}
        return "" if wrong else breakdowns.write(named)

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
