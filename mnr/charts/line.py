"""Figures over time with the path to the target: lines only where no figure is missing.

The line has one colour whatever it says: what is good or bad stands in words.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from mnr.charts import palette, svg
from mnr.charts import plot as plots

FRAME = plots.Frame(start=74, end=150, top=28, bottom=250, wide=520, gridlines=5, most_years=13)
PATH = {"stroke": palette.QUIET, "stroke_width": 1.5, "stroke_dasharray": "6 4"}


def line(
    *,
    stretches: Sequence[Sequence[plots.Mark]],
    path: Sequence[tuple[date, Decimal, str]] = (),
    answers: Sequence[str] = (),
    title,
    description,
    key,
):
    """Marks in stretches: joined within one, apart from the next. The path is [(day, value,
    words)]; without words a point only leads the line on.
    """
    marks = [mark for stretch in stretches for mark in stretch]
    plot = _plot(marks, path, answers)
    content = plots.amounts(plot, answers) + plots.years(plot) + _path(plot, path)
    content += "".join(plots.joined(plot, stretch) for stretch in stretches)
    content += "".join(plots.marked(plot, mark) for mark in marks) + _last(plot, marks)
    return svg.document(
        content,
        width=plot.canvas.width,
        height=FRAME.bottom + 32,
        title=title,
        description=description,
        key=key,
    )


def _plot(marks, path, answers):
    days = [mark.on for mark in marks] + [day for day, _value, _words in path]
    amounts = [end for mark in marks for end in mark.ends] + [value for _day, value, _w in path]
    return plots.Plot.of(FRAME, days=days, amounts=amounts, answers=answers)


def _path(plot, path):
    """The way from one target to the next, dashed, with a diamond and the value at each."""
    points = [(plot.x(day), plot.y(value)) for day, value, _words in path]
    drawn = plot.canvas.path(points, **PATH) if len(points) > 1 else ""
    look = {"fill": palette.PAPER, "stroke": palette.INK, "stroke_width": 1.5}
    for day, value, words in path:
        if not words:
            continue
        x, y = plot.x(day), plot.y(value)
        drawn += plot.canvas.diamond(x, y, 6, **look)
        drawn += plot.canvas.text(x, y + 21, words, anchor="middle", size=12, fill=palette.QUIET)
    return drawn


def _last(plot, marks):
    """The last figure beside its mark, as it was written."""
    shown = [mark for mark in marks if not mark.is_hidden]
    if not shown:
        return ""
    mark = max(shown, key=lambda each: each.on)
    x, y = plots.place(plot, mark)
    return plot.canvas.text(x + 10, y - 8, mark.words, fill=palette.ACCENT, font_weight=600)
