"""Figures laid out by day and amount: what a single line and a grid of small ones share.

Time runs by the day, so that a year without a figure is as wide as one with it. Lines stand only
where no figure is missing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import floor, log10

from django.utils.formats import number_format

from mnr.charts import palette, svg

REACH = 22
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
class Frame:
    """Where the days and amounts of a drawing lie, and how much is written along them."""

    start: int
    end: int
    top: int
    bottom: int
    wide: int
    gridlines: int
    most_years: int
    size: int = 12  # of the letters
    dot: float = 4.5
    box: int = 16  # around the mark of a hidden figure

    @property
    def width(self):
        return self.start + self.wide + self.end


@dataclass(frozen=True)
class Plot:
    """A canvas with days and amounts laid out on it."""

    frame: Frame
    canvas: svg.Canvas
    first: date
    last: date
    least: float
    most: float

    @classmethod
    def of(cls, frame, *, days, amounts, answers=()):
        """Whole years, and amounts from nought on; of words, all of them."""
        step = 1.0 if answers else _step(frame, min(0, *amounts, 0), max(0, *amounts, 0))
        least = floor(float(min(0, *amounts, 0)) / step) * step
        most = len(answers) - 1 if answers else -floor(-float(max(0, *amounts, 0)) / step) * step
        first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
        canvas = svg.Canvas.of_reader(frame.width)
        return cls(frame, canvas, first, last, least, max(most, least + step))

    def x(self, day):
        span = (self.last - self.first).days or 1
        return self.frame.start + self.frame.wide * (day - self.first).days / span

    def y(self, amount):
        share = (float(amount) - self.least) / (self.most - self.least)
        return self.frame.bottom - (self.frame.bottom - self.frame.top) * share


def _step(frame, least, most):
    """A round distance between gridlines: 1, 2 or 5 times a power of ten."""
    rough = float(most - least) / frame.gridlines or 1.0
    power = 10 ** floor(log10(rough))
    return next((factor * power for factor in (1, 2, 5) if factor * power >= rough), 10 * power)


def amounts(plot, answers):
    """A light line with its amount, or its word, every step."""
    step = 1.0 if answers else _step(plot.frame, plot.least, plot.most)
    frame, drawn = plot.frame, ""
    for number in range(round((plot.most - plot.least) / step) + 1):
        amount = plot.least + number * step
        y = plot.y(amount)
        look = palette.LINE if amount == 0 else palette.GRID
        drawn += plot.canvas.line(frame.start, y, frame.start + frame.wide, y, stroke=look)
        words = answers[number] if answers else _words(amount)
        drawn += plot.canvas.label(
            frame.start - 8, y, words, letters=11, anchor="end", size=frame.size
        )
    return drawn


def _words(amount):
    amount = round(amount, 6)
    places = 0 if amount == int(amount) else None
    return number_format(amount, places, use_l10n=True, force_grouping=True)


def years(plot):
    """Each year over its own days, between light lines; of many, only some by name."""
    named = range(plot.first.year, plot.last.year + 1)
    every = -(-len(named) // plot.frame.most_years)
    foot, drawn = plot.frame.bottom, ""
    for year in named:
        start, end = plot.x(date(year, 1, 1)), plot.x(date(year, 12, 31))
        drawn += plot.canvas.line(start, foot, start, foot + 6, stroke=palette.LINE)
        if (year - plot.first.year) % every == 0:
            middle = (start + end) / 2
            drawn += plot.canvas.text(
                middle,
                foot + 10 + plot.frame.size,
                str(year),
                anchor="middle",
                size=plot.frame.size,
            )
    return drawn


def joined(plot, stretch, look=LINE):
    """The line through the marks of a stretch; an end that is open, or hidden, lifts the pen."""
    points: list[tuple[float, float] | None] = [
        None if len(set(mark.ends)) != 1 or None in (mark.low, mark.high) else place(plot, mark)
        for mark in stretch
    ]
    drawn = [pair for pair in pairwise(points) if None not in pair]
    return plot.canvas.path(points, **look) if drawn else ""


def place(plot, mark):
    """Where a mark stands, by its lower end."""
    return plot.x(mark.on), plot.y(mark.ends[0])


def marked(plot, mark):
    """A dot, a ring if it is provisional, a bar for a range; a box for what is hidden."""
    x, canvas = plot.x(mark.on), plot.canvas
    if mark.is_hidden:
        return _box(plot, x, mark.words)
    low, high = (None if end is None else plot.y(end) for end in (mark.low, mark.high))
    drawn = _dot(plot, x, low, mark) if low == high else _bar(plot, x, low, high)
    above = min(y for y in (low, high) if y is not None) - 9
    if mark.letters:
        drawn += canvas.text(x, above, mark.letters, anchor="middle", size=plot.frame.size)
    return drawn


def _box(plot, x, words):
    canvas, foot, box = plot.canvas, plot.frame.bottom, plot.frame.box
    look = {"fill": palette.PAPER, "stroke": palette.QUIET}
    drawn = canvas.rect(x - box / 2, foot - box, box, box, **look)
    return drawn + canvas.text(x, foot - box / 4, words, anchor="middle", size=plot.frame.size)


def _dot(plot, x, y, mark):
    fill = palette.PAPER if mark.is_provisional else palette.ACCENT
    look = {"fill": fill, "stroke": palette.ACCENT, "stroke_width": 2}
    return svg.element("circle", cx=plot.canvas.x(x), cy=y, r=plot.frame.dot, **look)


def _bar(plot, x, low, high):
    """From the least to the most that it can be; an arrow leads to an end that is not known."""
    canvas = plot.canvas
    top = high if high is not None else max(low - REACH, plot.frame.top - 12)
    foot = low if low is not None else min(high + REACH, plot.frame.bottom)
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
