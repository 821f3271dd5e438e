"""The two levels of one capability over the periods, as stepped lines."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mnr.charts import levels, palette, svg

START, END, TOP, BOTTOM = 118, 120, 16, 256
RISE = (BOTTOM - TOP) / levels.TOP
IN_PLACE = {"stroke": palette.QUIET, "stroke_width": 2.5, "stroke_dasharray": "7 4"}
IN_USE = {"stroke": palette.ACCENT, "stroke_width": 4}


@dataclass(frozen=True)
class Plot:
    """A canvas with the periods laid out on it."""

    canvas: svg.Canvas
    codes: list
    band: float

    def start(self, code):
        """Where the stretch of a period begins."""
        return START + self.band * self.codes.index(code)

    def middle(self, code):
        return self.start(code) + self.band / 2


def trend(*, points, targets=None, title, description, key):
    """Stepped lines: points [(period code, in place, in use)], targets [(period code, level)].

    A period without levels stays a gap; a target may lie in a period still to come.
    """
    codes = list(
        dict.fromkeys([point[0] for point in points] + [code for code, _ in targets or []])
    )
    band = max(54, min(110, 560 / max(1, len(codes))))
    plot = Plot(svg.Canvas.of_reader(START + band * len(codes) + END), codes, band)
    content = _axes(plot) + "".join(_gap(plot, point) for point in points)
    content += _line(plot, [(code, value) for code, value, _in_use in points], -3, IN_PLACE)
    content += _line(plot, [(code, value) for code, _in_place, value in points], 3, IN_USE)
    content += _names(plot, points)
    content += "".join(_target(plot, code, level) for code, level in targets or [])
    return svg.document(
        content,
        width=plot.canvas.width,
        height=BOTTOM + 44,
        title=title,
        description=description,
        key=key,
    )


def _height(level):
    return BOTTOM - RISE * level


def _axes(plot):
    """A light line with its words for each level, and the periods below."""
    canvas, drawn = plot.canvas, ""
    end = START + plot.band * len(plot.codes)
    for level in range(levels.TOP + 1):
        y = _height(level)
        drawn += canvas.line(START, y, end, y, stroke=palette.LINE if level == 0 else palette.GRID)
        drawn += canvas.text(START - 10, y + 4, levels.words(level), anchor="end", size=12)
    for code in plot.codes:
        year, _dash, part = str(code).partition("-")
        x = plot.middle(code)
        drawn += canvas.text(x, BOTTOM + 20, part, anchor="middle", size=12, font_weight=600)
        drawn += canvas.text(x, BOTTOM + 36, year, anchor="middle", size=12, fill=palette.QUIET)
    return drawn


def _gap(plot, point):
    """A period that nobody assessed."""
    code, in_place, in_use = point
    if in_place is not None or in_use is not None:
        return ""
    x, height = plot.start(code), 34
    words = plot.canvas.label(
        plot.middle(code),
        BOTTOM - height / 2,
        levels.NOT_ASSESSED,
        letters=9,
        size=11,
        anchor="middle",
    )
    paper = plot.canvas.rect(
        x + 4, BOTTOM - height + 3, plot.band - 8, height - 6, fill=palette.PAPER
    )
    box = plot.canvas.hatched(x, BOTTOM - height, plot.band, height, stroke=palette.LINE)
    return box + paper + words


def _line(plot, values, shift, look):
    """One level over time; the two lines are shifted apart so that neither hides the other."""
    corners: list[tuple[float, float] | None] = []
    for code, level in values:
        if level is None:
            corners.append(None)
            continue
        x, y = plot.start(code), _height(level) + shift
        corners += [(x, y), (x + plot.band, y)]
    return plot.canvas.path(corners, stroke_linejoin="round", **look)


def _names(plot, points):
    """The names of the lines at their ends, apart from each other."""
    drawn = ""
    for place, name, side in ((1, _("In place"), -1), (2, _("In use"), 1)):
        known = [point for point in points if point[place] is not None]
        if known:
            x = plot.start(known[-1][0]) + plot.band + 8
            y = _height(known[-1][place]) + 4 + side * 9
            fill = palette.QUIET if place == 1 else palette.ACCENT
            words = f"{name} {known[-1][place]}"
            drawn += plot.canvas.text(x, y, words, fill=fill, font_weight=600)
    return drawn


def _target(plot, code, level):
    """An open diamond with its word."""
    x, y = plot.middle(code), _height(level)
    look = {"fill": palette.PAPER, "stroke": palette.INK, "stroke_width": 1.5}
    words = _("target %(level)s") % {"level": level}
    label = plot.canvas.text(x, y + 24, words, anchor="middle", size=12)
    return plot.canvas.diamond(x, y, 6, **look) + label
