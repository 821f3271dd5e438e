"""The figures of a register as small columns side by side: one panel for each figure."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mnr.charts import palette, svg
from mnr.figures.rules import HIDDEN
from mnr.reports.kept import RegisterPage

WIDTH, GAP = 635, 18  # px: the text column of the page, and the space between two panels
LABEL, TALL, FOOT = 26, 44, 13  # heights of the words above, the columns, the periods below
MOST, FEWEST = 5, 3  # panels beside each other: no more, and never wider than this many make them
SIZE = 9.5
INCOMPLETE = "*"  # not all returns are there
LETTER = 4.9  # px that a letter of that size takes, on average


def columns(page: RegisterPage):
    """The drawing, or nothing while there is only one period with a figure."""
    rows = [row for row in page.figures[:MOST] if len(row.numbers) > 1]
    if not rows:
        return ""
    canvas = svg.Canvas.of_reader(WIDTH)
    width = (WIDTH - GAP * (len(rows) - 1)) / max(len(rows), FEWEST)
    panels = (
        _panel(canvas, (width + GAP) * place, width, row, page) for place, row in enumerate(rows)
    )
    return svg.document(
        "".join(panels),
        width=WIDTH,
        height=LABEL + TALL + FOOT,
        title=_("%(register)s: figures by period, each on a scale of its own")
        % {"register": page.name},
        description="; ".join(_spoken(row, page) for row in rows),
        key=f"columns-{page.key}",
    )


def _panel(canvas, left, width, row, page):
    letters = int(width / LETTER)
    words = canvas.label(left, LABEL / 2 - 2, row.label, letters=letters, size=SIZE)
    floor = LABEL + TALL
    band, most = width / len(row.values), max(row.numbers) or 1
    drawn = canvas.line(left, floor, left + width, floor, stroke=palette.GRID, stroke_width=0.8)
    for place, value in enumerate(row.values):
        drawn += _column(canvas, left + band * place, band, floor, value, most, place, row)
        if value in row.numbers and page.periods[place] in page.incomplete:
            top = floor - TALL * float(value) / float(most)
            middle = left + band * (place + 0.5)
            drawn += canvas.text(middle, top - 1.5, INCOMPLETE, size=SIZE, anchor="middle")
    return words + drawn + _ends(canvas, left, width, floor, page.periods)


def _column(canvas, x, band, floor, value, most, place, row):
    """A column; a value that is not known is hatched, one that is hidden has its sign in the
    place of a column, and nought leaves the floor bare.
    """
    if value == HIDDEN:
        return canvas.text(x + band / 2, floor - 2, HIDDEN, size=SIZE, anchor="middle")
    if value is None:
        return canvas.hatched(x + band * 0.14, floor - 9, band * 0.72, 9, 4, stroke=palette.LINE)
    is_last = place == len(row.values) - 1
    height = TALL * float(value) / float(most)
    fill = palette.ACCENT if is_last else palette.LEVELS[2]
    return canvas.rect(x + band * 0.14, floor - height, band * 0.72, height, fill=fill)


def _ends(canvas, left, width, floor, periods):
    """The first and the last period, at the ends of the floor."""
    y = floor + FOOT - 3
    first = canvas.text(left, y, periods[0], size=8, fill=palette.QUIET)
    last = canvas.text(left + width, y, periods[-1], size=8, fill=palette.QUIET, anchor="end")
    return first + last


def _spoken(row, page):
    values = ", ".join(
        f"{period}{INCOMPLETE if period in page.incomplete else ''} {words(value)}"
        for period, value in zip(page.periods, row.values, strict=True)
    )
    return f"{row.label}: {values}"


def words(value):
    """A figure as people of the language write it; a dash if nobody knows it."""
    if value == HIDDEN:
        return HIDDEN
    return "–" if value is None else number_format(value, use_l10n=True, force_grouping=True)
