"""Figures over time with the path to the target: lines only where no figure is missing.

Time runs by the day, so that a year without a figure is as wide as one with it. The line has one
colour whatever it says: what is good or bad stands in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import floor, log10

from django.utils.formats import number_format

from mnr.charts import palette, svg

START, END, TOP, BOTTOM, WIDE = 74, 150, 28, 250, 520
GRIDLINES, MOST_YEARS = 5, 13
BOX, REACH = 16, 22
PATH = {"stroke": palette.QUIET, "stroke_width": 1.5, "stroke_dasharray": "6 4"}
STROKE = {"stroke": palette.ACCENT, "stroke_width": 2.5}
LINE = {"stroke": palette.ACCENT, "stroke_width": 2.5, "stroke_linejoin": "round"}


@dataclass(frozen=True)
class Mark:
    """A figure on its day: from `low` to `high`, None where that end is open; hidden if both are.

    `words` are the figure as it was written; `letters` say what is to be minded of it.
    """

    on: date
    low: Decimal | None
    high: Decimal | None
    words: str
    is_provisional: bool = False
    letters: str = ""

    @property
    def is_hidden(self):
        return self.low is None and self.high is None

    @property
    def ends(self):
        return [end for end in (self.low, self.high) if end is not None]


@dataclass(frozen=True)
class Plot:
    """A canvas with days and amounts laid out on it."""

    canvas: svg.Canvas
    first: date
    last: date
    least: float
    most: float

    def x(self, day):
        span = (self.last - self.first).days or 1
        return START + WIDE * (day - self.first).days / span

    def y(self, amount):
        return BOTTOM - (BOTTOM - TOP) * (float(amount) - self.least) / (self.most - self.least)


def line(
    *,
    stretches: Sequence[Sequence[Mark]],
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
    content = _amounts(plot, answers) + _years(plot) + _path(plot, path)
    content += "".join(_joined(plot, stretch) for stretch in stretches)
    content += "".join(_mark(plot, mark) for mark in marks) + _last(plot, marks)
    return svg.document(
        content,
        width=plot.canvas.width,
        height=BOTTOM + 32,
        title=title,
        description=description,
        key=key,
    )


def _plot(marks, path, answers):
    days = [mark.on for mark in marks] + [day for day, _value, _words in path]
    amounts = [end for mark in marks for end in mark.ends] + [value for _day, value, _w in path]
    step = 1.0 if answers else _step(min(0, *amounts, 0), max(0, *amounts, 0))
    least = floor(float(min(0, *amounts, 0)) / step) * step
    most = len(answers) - 1 if answers else -floor(-float(max(0, *amounts, 0)) / step) * step
    first = date(min(days).year, 1, 1)
    last = date(max(days).year, 12, 31)
    canvas = svg.Canvas.of_reader(START + WIDE + END)
    return Plot(canvas, first, last, least, max(most, least + step))


def _step(least, most):
    """A round distance between gridlines: 1, 2 or 5 times a power of ten."""
    rough = float(most - least) / GRIDLINES or 1.0
    power = 10 ** floor(log10(rough))
    return next((factor * power for factor in (1, 2, 5) if factor * power >= rough), 10 * power)


def _amounts(plot, answers):
    """A light line with its amount, or its word, every step."""
    step = 1.0 if answers else _step(plot.least, plot.most)
    drawn = ""
    for number in range(round((plot.most - plot.least) / step) + 1):
        amount = plot.least + number * step
        y = plot.y(amount)
        look = palette.LINE if amount == 0 else palette.GRID
        drawn += plot.canvas.line(START, y, START + WIDE, y, stroke=look)
        words = answers[number] if answers else _figure(amount)
        drawn += plot.canvas.label(START - 8, y, words, letters=11, anchor="end", size=12)
    return drawn


def _figure(amount):
    amount = round(amount, 6)
    places = 0 if amount == int(amount) else None
    return number_format(amount, places, use_l10n=True, force_grouping=True)


def _years(plot):
    """Each year over its own days, between light lines; of many, only some by name."""
    years = range(plot.first.year, plot.last.year + 1)
    every = -(-len(years) // MOST_YEARS)
    drawn = ""
    for year in years:
        start, end = plot.x(date(year, 1, 1)), plot.x(date(year, 12, 31))
        drawn += plot.canvas.line(start, BOTTOM, start, BOTTOM + 6, stroke=palette.LINE)
        if (year - plot.first.year) % every == 0:
            middle = (start + end) / 2
            drawn += plot.canvas.text(middle, BOTTOM + 22, str(year), anchor="middle", size=12)
    return drawn


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


def _joined(plot, stretch):
    """The line through the marks of a stretch; an end that is open, or hidden, lifts the pen."""
    points: list[tuple[float, float] | None] = [
        None if len(set(mark.ends)) != 1 or None in (mark.low, mark.high) else _place(plot, mark)
        for mark in stretch
    ]
    drawn = [pair for pair in pairwise(points) if None not in pair]
    return plot.canvas.path(points, **LINE) if drawn else ""


def _place(plot, mark):
    return plot.x(mark.on), plot.y(mark.ends[0])


def _mark(plot, mark):
    """A dot, a ring if it is provisional, a bar for a range; a box for what is hidden."""
    x, canvas = plot.x(mark.on), plot.canvas
    if mark.is_hidden:
        return _box(canvas, x, mark.words)
    low, high = (None if end is None else plot.y(end) for end in (mark.low, mark.high))
    drawn = _dot(canvas, x, low, mark) if low == high else _bar(canvas, x, low, high)
    above = min(y for y in (low, high) if y is not None) - 9
    letters = canvas.text(x, above, mark.letters, anchor="middle", size=12) if mark.letters else ""
    return drawn + letters


def _box(canvas, x, words):
    look = {"fill": palette.PAPER, "stroke": palette.QUIET}
    box = canvas.rect(x - BOX / 2, BOTTOM - BOX, BOX, BOX, **look)
    return box + canvas.text(x, BOTTOM - 4, words, anchor="middle", size=12)


def _dot(canvas, x, y, mark):
    fill = palette.PAPER if mark.is_provisional else palette.ACCENT
    look = {"fill": fill, "stroke": palette.ACCENT, "stroke_width": 2}
    return svg.element("circle", cx=canvas.x(x), cy=y, r=4.5, **look)


def _bar(canvas, x, low, high):
    """From the least to the most that it can be; an arrow leads to an end that is not known."""
    top = high if high is not None else max(low - REACH, TOP - 12)
    foot = low if low is not None else min(high + REACH, BOTTOM)
    drawn = canvas.line(x, top, x, foot, **STROKE)
    known = [y for y in (low, high) if y is not None]
    drawn += "".join(canvas.line(x - 5, y, x + 5, y, **STROKE) for y in known)
    if high is None:
        drawn += _arrow(canvas, x, top, -6)
    if low is None:
        drawn += _arrow(canvas, x, foot, 6)
    return drawn


def _arrow(canvas, x, y, size):
    return canvas.polygon([(x - 5, y), (x + 5, y), (x, y + size)], fill=palette.ACCENT)


def _last(plot, marks):
    """The last figure beside its mark, as it was written."""
    shown = [mark for mark in marks if not mark.is_hidden]
    if not shown:
        return ""
    mark = max(shown, key=lambda each: each.on)
    x, y = _place(plot, mark)
    return plot.canvas.text(x + 10, y - 8, mark.words, fill=palette.ACCENT, font_weight=600)
