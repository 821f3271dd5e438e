"""What a register shows besides its list: a chart or a grid, with its table, and where gaps are."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mnr.charts.bars import Bar, bars, narrow_bars

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Picture:
    """A drawing with the figures that it shows. The heading is the message in one sentence."""

    heading: "StrOrPromise"
    caption: "StrOrPromise"  # of the table
    columns: Sequence
    rows: Sequence[Sequence]
    chart: str = ""  # SVG; a grid of words needs none
    narrow: str = ""  # the same for a phone
    note: "StrOrPromise" = ""  # what is counted, of when, from whom
    gaps: Sequence[str] = field(default=())  # one sentence each
    is_open: bool = False  # the table is read with the drawing, not folded away

    @property
    def table(self) -> list[list[dict]]:
        """Its rows, each cell with the head of its column: on a phone it stands beside it."""
        heads = [each["label"] if isinstance(each, dict) else each for each in self.columns]
        return [[_cell(*pair) for pair in zip(heads, row, strict=True)] for row in self.rows]

    def of_a_part(self) -> "Picture":
        """The same where there may be entries that are not shown: it tells of no gaps."""
        heading = _("%(what)s: of the entries shown") % {"what": self.caption}
        note = _("Only the entries shown here are counted. There may be others.")
        rows = [[_without_gap(each) for each in row] for row in self.rows]
        return replace(self, heading=heading, note=note, rows=rows, gaps=())


def _cell(head, each) -> dict:
    return {**(each if isinstance(each, dict) else {"text": each}), "label": head}


def _without_gap(each):
    return {**each, "is_gap": False} if isinstance(each, dict) else each


def in_bars(drawn: Sequence[Bar], **words) -> dict[str, str]:
    """Bars for a page and for a phone, as fields of a picture."""
    return {"chart": bars(drawn, **words), "narrow": narrow_bars(drawn, **words)}


def figure(value) -> dict:
    """A number as a cell of the table; what is not known stays unknown."""
    if value is None:
        return {"text": _("Not known"), "numeric": True}
    return {"text": number_format(value, use_l10n=True, force_grouping=True), "numeric": True}


def cell(text: str) -> dict:
    """A share or another short text in a column of figures."""
    return {"text": text or "–", "numeric": True}


def share(part, whole) -> str:
    """A part in per cent of a whole, as text; empty where it cannot be told."""
    if part is None or not whole:
        return ""
    return _("%(share)s %%") % {"share": number_format(round(100 * part / whole), use_l10n=True)}


def latest_period(rows):
    """The newest period of which there is a return among these, with those returns."""
    first = rows.order_by("-period__starts_on").values_list("period", "period__code").first()
    return (first[1], rows.filter(period=first[0])) if first else ("", rows.none())
