"""The two levels of one capability as stairs that stand on the columns of their table."""

from mnr.charts import levels, palette, svg

WIDTH, LABEL = 635, 98  # px: the text column of the page, and the first column of the table
RISE, TOP, APART = 21, 8, 2.5
BOTTOM = TOP + RISE * levels.TOP
IN_PLACE = {"stroke": palette.QUIET, "stroke_width": 1.6, "stroke_dasharray": "5 3"}
IN_USE = {"stroke": palette.ACCENT, "stroke_width": 3}


def stair(points, *, title, description, key):
    """Stepped lines for points [(in place, in use)], one column each; None leaves a gap."""
    canvas = svg.Canvas.of_reader(WIDTH)
    band = (WIDTH - LABEL) / len(points)
    content = "".join(_floor(canvas, level) for level in range(levels.TOP + 1))
    content += "".join(
        canvas.hatched(LABEL + band * place, BOTTOM - 13, band, 13, stroke=palette.LINE)
        for place, (in_place, _in_use) in enumerate(points)
        if in_place is None
    )
    content += _line(canvas, band, [point[0] for point in points], -APART, IN_PLACE)
    content += _line(canvas, band, [point[1] for point in points], APART, IN_USE)
    return svg.document(
        content,
        width=WIDTH,
        height=BOTTOM + 8,
        title=title,
        description=description,
        key=key,
    )


def _floor(canvas, level):
    y = BOTTOM - RISE * level
    line = canvas.line(LABEL, y, WIDTH, y, stroke=palette.GRID, stroke_width=0.8)
    words = f"{level} {levels.word(level)}"
    return line + canvas.text(0, y + 3.5, words, size=10.5, fill=palette.QUIET)


def _line(canvas, band, values, shift, look):
    corners: list[tuple[float, float] | None] = []
    for place, level in enumerate(values):
        x, y = LABEL + band * place, BOTTOM - RISE * (level or 0) + shift
        corners += [None] if level is None else [(x, y), (x + band, y)]
    return canvas.path(corners, stroke_linejoin="round", **look)
