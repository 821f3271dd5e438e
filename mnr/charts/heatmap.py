"""Levels of many things over many periods, as a grid of squares."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mnr.charts import palette, svg
from mnr.charts.levels import NOT_ASSESSED

HIDDEN = "hidden"
LABELS, HEAD, ROW, NOTE = 300, 40, 30, 28
LETTERS = 44
NARROW_LABELS, NARROW_STEP = 30, 24  # twelve periods on the narrowest phone, without scrolling


def heatmap(*, rows, columns, values, title, description, key, is_narrow=False):
    """A grid: rows [(label, url)], columns [period code], values a level, None or "hidden".

    Rows that have addresses become links, and the drawing then counts as a group: an image may
    hold no links. A narrow one, for phones, shows only the number that each label begins with.
    """
    frame = _Frame.of(len(columns), is_narrow)
    canvas = svg.Canvas.of_reader(frame.labels + frame.step * len(columns) + 1)
    foot, note = HEAD + ROW * len(rows), _note(values)
    linked = any(url for _text, url in rows)
    grid = _grid(canvas, frame, columns, values)
    start = 0 if is_narrow else frame.labels
    grid += canvas.text(start, foot + 19, note, size=12, fill=palette.QUIET) if note else ""
    labels = "".join(_label(canvas, frame, place, *row) for place, row in enumerate(rows))
    return svg.document(
        svg.element("g", grid, aria_hidden="true" if linked else None) + labels,
        width=canvas.width,
        height=foot + (NOTE if note else 1),
        title=title,
        description=description,
        key=key,
        role="group" if linked else "img",
    )


@dataclass(frozen=True)
class _Frame:
    """How wide the labels and the columns are."""

    labels: float
    step: float
    is_narrow: bool

    @classmethod
    def of(cls, columns, is_narrow):
        if is_narrow:
            return cls(NARROW_LABELS, NARROW_STEP, True)
        return cls(LABELS, max(36, min(64, 420 / max(1, columns))), False)


def _grid(canvas, frame, columns, values):
    """The heads of the columns and the squares below them."""
    heads = "".join(_column(canvas, frame, *column) for column in enumerate(columns))
    return heads + "".join(
        _square(canvas, frame, across, down, value)
        for down, row in enumerate(values)
        for across, value in enumerate(row)
    )


def _column(canvas, frame, place, code):
    """A period's code on two lines, for narrow columns."""
    middle = frame.labels + frame.step * (place + 0.5)
    year, _dash, part = str(code).partition("-")
    if frame.is_narrow:
        year = f"’{year[2:]}"
    return canvas.text(middle, HEAD - 22, year, anchor="middle", size=12, fill=palette.QUIET) + (
        canvas.text(middle, HEAD - 8, part, anchor="middle", size=12, font_weight=600)
    )


def _label(canvas, frame, place, label, url):
    middle = HEAD + ROW * (place + 0.5)
    shown = label.partition(" ")[0] if frame.is_narrow else label
    words = canvas.label(0, middle, shown, letters=LETTERS, size=12)
    if not url:
        return words
    width = frame.labels - (2 if frame.is_narrow else 8)
    target = canvas.rect(0, middle - ROW / 2, width, ROW, fill="transparent")
    whole = label if frame.is_narrow else None
    return svg.element("a", target + words, href=url, aria_label=whole)


def _square(canvas, frame, across, down, value):
    x, y = frame.labels + frame.step * across + 1, HEAD + ROW * down + 1
    width, height = frame.step - 2, ROW - 2
    if value is None:
        return canvas.hatched(x, y, width, height, stroke=palette.LINE, stroke_width=0.5)
    hidden = value == HIDDEN
    box = canvas.rect(
        x,
        y,
        width,
        height,
        fill=palette.PAPER if hidden else palette.LEVELS[value],
        stroke=palette.LINE,
        stroke_width=0.5,
        stroke_dasharray="3 3" if hidden else None,
    )
    fill = palette.QUIET if hidden else palette.LEVEL_TEXTS[value]
    sign = "c" if hidden else str(value)
    return box + canvas.text(x + width / 2, y + 18.5, sign, anchor="middle", fill=fill)


def _note(values):
    """What the squares without a level mean, when there are any."""
    present = {value for row in values for value in row}
    notes = [_("Hatched: %(words)s.") % {"words": NOT_ASSESSED}] if None in present else []
    if HIDDEN in present:
        notes.append(_("c: not published yet."))
    return " ".join(notes)
