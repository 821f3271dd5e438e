"""Where each capability stands now against its target, as bars from nought."""

from django.utils.translation import gettext as _

from mnr.charts import levels, palette, svg

LABELS, HEAD, ROW, BAR, UNIT, END = 300, 34, 30, 16, 92, 70
LETTERS = 44


def profile(cells, *, title, description, key):
    """Horizontal bars for `picture.Cell`s, with a diamond at each target."""
    canvas = svg.Canvas.of_reader(LABELS + UNIT * levels.TOP + END)
    foot = HEAD + ROW * len(cells)
    content = "".join(_grid_line(canvas, level, foot) for level in range(levels.TOP + 1))
    content += "".join(_row(canvas, place, cell) for place, cell in enumerate(cells))
    content += _key(canvas, foot)
    return svg.document(
        content,
        width=canvas.width,
        height=foot + 32,
        title=title,
        description=description,
        key=key,
    )


def _grid_line(canvas, level, foot):
    x = LABELS + UNIT * level
    stroke = palette.LINE if level == 0 else palette.GRID
    name = canvas.text(
        x, HEAD - 14, levels.words(level), anchor="middle", size=11, fill=palette.QUIET
    )
    return name + canvas.line(x, HEAD - 6, x, foot, stroke=stroke)


def _row(canvas, place, cell):
    middle = HEAD + ROW * (place + 0.5)
    drawn = canvas.label(0, middle, f"{cell.number} {cell.title}", letters=LETTERS, size=12)
    if not cell.visible:
        return drawn + canvas.text(
            LABELS + 8, middle + 4, _("Not published yet"), size=12, fill=palette.QUIET
        )
    return drawn + _bar(canvas, middle, cell.level) + _target(canvas, middle, cell.target)


def _bar(canvas, middle, level):
    y = middle - BAR / 2
    if level is None:
        box = canvas.hatched(LABELS, y, UNIT / 2, BAR, stroke=palette.LINE)
        words = canvas.text(
            LABELS + UNIT / 2 + 8, middle + 4, levels.NOT_ASSESSED, size=12, fill=palette.QUIET
        )
        return box + words
    end = LABELS + UNIT * level
    bar = canvas.rect(LABELS, y, UNIT * level, BAR, fill=palette.LEVELS[level]) if level else ""
    edge = (
        canvas.rect(LABELS, y, UNIT * level, BAR, fill="none", stroke=palette.ACCENT)
        if level
        else ""
    )
    return bar + edge + canvas.text(end + 12, middle + 4.5, str(level), font_weight=600)


def _target(canvas, middle, target):
    if target is None:
        return ""
    return canvas.diamond(
        LABELS + UNIT * target, middle, 6, fill=palette.PAPER, stroke=palette.INK, stroke_width=1.5
    )


def _key(canvas, foot):
    mark = canvas.diamond(LABELS + 6, foot + 18, 6, fill=palette.PAPER, stroke=palette.INK)
    return mark + canvas.text(LABELS + 20, foot + 22, _("Target"), size=12, fill=palette.QUIET)
