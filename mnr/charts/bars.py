"""One number for each period, as bars from nought."""

from mnr.charts import palette, svg

START, END, TOP, BOTTOM = 8, 8, 28, 176
BAND, BAR = 72, 40


def bars(*, points, title, description, key):
    """Bars with their numbers: points [(period code, value)]; None is a gap that says so."""
    canvas = svg.Canvas.of_reader(START + BAND * len(points) + END)
    highest = max((value or 0 for _code, value in points), default=0) or 1
    content = canvas.line(START, BOTTOM, canvas.width - END, BOTTOM, stroke=palette.LINE)
    for place, (code, value) in enumerate(points):
        content += _bar(canvas, START + BAND * place, code, value, highest)
    return svg.document(
        content,
        width=canvas.width,
        height=BOTTOM + 44,
        title=title,
        description=description,
        key=key,
    )


def _bar(canvas, start, code, value, highest):
    middle, height = start + BAND / 2, (BOTTOM - TOP) * (value or 0) / highest
    top = BOTTOM - height
    words = "–" if value is None else f"{value:g}"
    drawn = canvas.text(middle, top - 8, words, anchor="middle", size=13, font_weight=600)
    if height:
        drawn += canvas.rect(middle - BAR / 2, top, BAR, height, fill=palette.ACCENT)
    year, _dash, part = str(code).partition("-")
    drawn += canvas.text(middle, BOTTOM + 20, part, anchor="middle", size=12, font_weight=600)
    return drawn + canvas.text(
        middle, BOTTOM + 36, year, anchor="middle", size=12, fill=palette.QUIET
    )
