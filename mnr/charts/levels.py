"""Maturity levels as four rising steps, drawn small beside their words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.charts import palette, svg
from mnr.reference.content import HIGHEST_LEVEL
from mnr.reference.content import levels as scale
from mnr.reference.languages import MATURITY, translated

NOT_ASSESSED = gettext_lazy("Not assessed")
TOP = HIGHEST_LEVEL

STEP, GAP, RISE, LOWEST, FOOT = 7, 2, 4, 5, 22
WIDTH, HEIGHT = TOP * STEP + (TOP - 1) * GAP, 24
CANVAS = svg.Canvas(WIDTH)  # the stylesheet mirrors these small drawings


def word(level):
    """The name of a level; no level is not assessed."""
    if level is None:
        return NOT_ASSESSED
    row = scale()[level] | translated(MATURITY, "levels", str(level))
    return row["label"]


def words(level):
    """A level with its name, as people read it: "2 Developing"."""
    return NOT_ASSESSED if level is None else f"{level} {word(level)}"


def steps(level, target=None):
    """Four steps, filled up to the level, hatched without one; a triangle marks the target."""
    content = svg.element("title", svg.escape(_title(level, target)))
    content += "".join(_step(number, level) for number in range(1, TOP + 1))
    if target:
        content += _target(target)
    return svg.safe(
        svg.element(
            "svg",
            content,
            xmlns="http://www.w3.org/2000/svg",
            class_="mnr-steps",
            aria_hidden="true",
            viewBox=f"0 0 {WIDTH} {HEIGHT}",
            width=WIDTH,
            height=HEIGHT,
        )
    )


def _title(level, target):
    """What the drawing shows; a PDF has no other alternative text for it."""
    now = NOT_ASSESSED if level is None else _("Level %(level)s of 4") % {"level": level}
    return _("%(now)s, target %(target)s") % {"now": now, "target": target} if target else str(now)


def _step(number, level):
    height = LOWEST + RISE * (number - 1)
    x, y, width = (number - 1) * (STEP + GAP) + 0.5, FOOT - height, STEP - 1
    if level is None:
        return CANVAS.hatched(x, y, width, height, gap=3, stroke=palette.LINE)
    filled = number <= level
    fill, stroke = (palette.ACCENT, palette.ACCENT) if filled else (palette.PAPER, palette.LINE)
    return CANVAS.rect(x, y, width, height, fill=fill, stroke=stroke)


def _target(target):
    """A triangle that stands on the step of the target."""
    x = (target - 1) * (STEP + GAP) + STEP / 2
    y = FOOT - LOWEST - RISE * (target - 1) - 1.5
    return CANVAS.polygon([(x - 3, y - 4), (x + 3, y - 4), (x, y)], fill=palette.INK)
