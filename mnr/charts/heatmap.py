"""Levels of many things over many periods, as a grid of squares."""

from django.utils.translation import gettext as _

from mnr.charts import palette, svg
from mnr.charts.levels import NOT_ASSESSED

HIDDEN = "hidden"
LABELS, HEAD, ROW, NOTE = 300, 40, 30, 28
LETTERS = 44


def heatmap(*, rows, columns, values, title, description, key):
    """A grid: rows [(label, url)], columns [period code], values a level, None or "hidden".

    Rows that have addresses become links, and the drawing then counts as a group: an image may
    hold no links.
    """
    step = max(36, min(64, 420 / max(1, len(columns))))
    canvas = svg.Canvas.of_reader(LABELS + step * len(columns) + 1)
    foot, note = HEAD + ROW * len(rows), _note(values)
    linked = any(url for _text, url in rows)
    grid = _grid(canvas, step, columns, values)
    grid += canvas.text(LABELS, foot + 19, note, size=12, fill=palette.QUIET) if note else ""
    labels = "".join(_label(canvas, place, *row) for place, row in enumerate(rows))
    return svg.document(
        svg.element("g", grid, aria_hidden="true" if linked else None) + labels,
        width=canvas.width,
        height=foot + (NOTE if note else 1),
        title=title,
        description=description,
        key=key,
        role="group" if linked else "img",
    )


def _grid(canvas, step, columns, values):
    """The heads of the columns and the squares below them."""
    heads = "".join(_column(canvas, step, place, code) for place, code in enumerate(columns))
    return heads + "".join(
        _square(canvas, step, across, down, value)
        for down, row in enumerate(values)
        for across, value in enumerate(row)
    )


def _column(canvas, step, place, code):
    """A period's code on two lines, for narrow columns."""
    middle = LABELS + step * (place + 0.5)
    year, _dash, part = str(code).partition("-")
    return canvas.text(middle, HEAD - 22, year, anchor="middle", size=12, fill=palette.QUIET) + (
        canvas.text(middle, HEAD - 8, part, anchor="middle", size=12, font_weight=600)
    )


def _label(canvas, place, label, url):
    middle = HEAD + ROW * (place + 0.5)
    words = canvas.label(0, middle, label, letters=LETTERS, size=12)
    if not url:
        return words
    target = canvas.rect(0, middle - ROW / 2, LABELS - 8, ROW, fill="transparent")
    return svg.element("a", target + words, href=url)


def _square(canvas, step, across, down, value):
    x, y = LABELS + step * across + 1, HEAD + ROW * down + 1
    width, height = step - 2, ROW - 2
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
