"""Amounts side by side, as bars from nought with the figure at their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mnr.charts import palette, svg

LABELS, ROW, BAR, LONGEST, END = 250, 34, 18, 300, 190
LETTERS = 36
PHONE, STEP, THICK, ROOM = 320, 50, 16, 100  # a bar under its label; room for the figure beside it


@dataclass(frozen=True)
class Bar:
    """A label, its amount (None: not known), and what is said beside the figure.

    `words` stand where an amount cannot: a bound as it was written, or the mark of a hidden one.
    """

    label: str
    amount: int | float | Decimal | None
    note: str = ""
    words: str = ""


def bars(rows: Sequence[Bar], *, title, description, key, most: float | None = None):
    """Horizontal bars. `most` is the amount of the longest possible one; else the largest here."""
    canvas = svg.Canvas.of_reader(LABELS + LONGEST + END)
    longest = most or max((row.amount or 0 for row in rows), default=0) or 1
    content = "".join(_row(canvas, place, row, longest) for place, row in enumerate(rows))
    height = ROW * len(rows) + 2
    base = canvas.line(LABELS, 0, LABELS, height, stroke=palette.LINE)
    return svg.document(
        content + base,
        width=canvas.width,
        height=height,
        title=title,
        description=description,
        key=key,
    )


def _row(canvas, place, row, longest):
    middle = ROW * (place + 0.5)
    label = canvas.label(0, middle, row.label, letters=LETTERS, size=12)
    if row.amount is None:
        box = canvas.hatched(LABELS, middle - BAR / 2, 40, BAR, stroke=palette.LINE)
        said = row.words or _("Not known")
        words = canvas.text(LABELS + 50, middle + 4, said, size=12, fill=palette.QUIET)
        return label + box + words
    width = LONGEST * float(row.amount) / float(longest)
    bar = canvas.rect(LABELS, middle - BAR / 2, width, BAR, fill=palette.LEVELS[3]) if width else ""
    figure = number_format(row.amount, use_l10n=True, force_grouping=True)
    words = canvas.text(LABELS + width + 8, middle + 4.5, figure, font_weight=600)
    if row.note:
        after = LABELS + width + 18 + 8 * len(figure)
        words += canvas.text(after, middle + 4.5, row.note, size=12, fill=palette.QUIET)
    return label + bar + words


def narrow_bars(rows: Sequence[Bar], *, title, description, key, most: float | None = None):
    """The same for a phone: each bar under its label and what is said beside it."""
    canvas = svg.Canvas.of_reader(PHONE)
    longest = most or max((row.amount or 0 for row in rows), default=0) or 1
    content = "".join(_under(canvas, STEP * place, row, longest) for place, row in enumerate(rows))
    return svg.document(
        content,
        width=PHONE,
        height=STEP * len(rows) + 2,
        title=title,
        description=description,
        key=f"{key}-narrow",
    )


def _under(canvas, top, row, longest):
    words = canvas.text(0, top + 16, row.label, size=13)
    if row.note:
        words += canvas.text(PHONE, top + 40, row.note, size=12, fill=palette.QUIET, anchor="end")
    if row.amount is None:
        box = canvas.hatched(0, top + 26, 40, THICK, stroke=palette.LINE)
        return words + box + canvas.text(48, top + 39, _("Not known"), size=12, fill=palette.QUIET)
    room = ROOM + (7 * len(row.note) if row.note else 0)
    width = max(PHONE - room, 60) * row.amount / longest
    bar = canvas.rect(0, top + 26, width, THICK, fill=palette.LEVELS[3]) if width else ""
    figure = number_format(row.amount, use_l10n=True, force_grouping=True)
    return words + bar + canvas.text(width + 6, top + 39, figure, font_weight=600)
