"""The drawings of a report, made from its edition. Each has its figures in a table beside it."""

from django.utils.translation import gettext as _

from mnr.charts import heatmap, levels, palette, qr, svg
from mnr.charts.picture import Cell, DomainRow
from mnr.reports import stair
from mnr.reports.edition import CapabilityPage, DomainChapter, Edition
from mnr.reports.imprint import Imprint
from mnr.selectors import indicator_multiples, tally

MOST_PERIODS = 12  # more do not fit the width of a page: the table has them all
FEWEST_TIMES, MOST_PANELS = 3, 12  # of parts of an indicator over time
CHECK = 100  # px: wide enough for a telephone at an arm's length
COLUMN, GAP, DOMAIN_GAP, BLOCK, LIFT = 20, 4, 14, 15, 3


def history(page: CapabilityPage):
    """A capability's levels over the latest periods, drawn to stand on the table of the same."""
    points = page.history[-MOST_PERIODS:]
    return stair.stair(
        [(point.in_place, point.in_use) for point in points],
        title=_("Levels of capability %(number)s, %(title)s, by period")
        % {"number": page.number, "title": page.title},
        description="; ".join(map(_spoken, points)),
        key=f"history-{page.number}",
    )


def check(imprint: Imprint):
    """The way from paper to the page that checks the copy; empty if the snapshot names none."""
    if not imprint.check_at:
        return ""
    return qr.code(
        imprint.check_at,
        size=CHECK,
        title=_("QR code of the page that checks this copy"),
        description=imprint.check_at,
        key="check",
    )


def _spoken(point):
    if point.level is None:
        return f"{point.period}: {levels.NOT_ASSESSED}"
    return _("%(period)s: in place %(in_place)s, in use %(in_use)s") % {
        "period": point.period,
        "in_place": point.in_place,
        "in_use": point.in_use,
    }


def all_levels(edition: Edition):
    """The grid of all capabilities over the latest periods."""
    return _grid(edition, edition.pages, _("Level of each capability"), "all")


def domain_levels(edition: Edition, chapter: DomainChapter):
    """The grid of one domain's capabilities over the latest periods."""
    title = _("Level of each capability of the domain %(name)s") % {"name": chapter.name}
    return _grid(edition, chapter.pages, title, chapter.key)


def _grid(edition, pages, title, key):
    codes = edition.periods[-MOST_PERIODS:]
    return heatmap.heatmap(
        rows=[(f"{page.number} {page.title}", None) for page in pages],
        columns=codes,
        values=[[levels_by_period(page).get(code) for code in codes] for page in pages],
        title=f"{title}, {codes[0]} – {codes[-1]}",
        description=_("The table in the annex has the same figures."),
        key=f"levels-{key}",
    )


def levels_by_period(page):
    """{period: level} of a capability."""
    return {point.period: point.level for point in page.history}


def multiples(chapter: DomainChapter):
    """[(its line, its drawings)] of the indicators whose parts have enough times in the edition.
    The annex of every value has the figures of the parts.
    """
    drawn = (
        (
            line,
            indicator_multiples.over_time(
                line.subject, line.told, fewest_times=FEWEST_TIMES, most=MOST_PANELS
            ),
        )
        for line in chapter.indicators
    )
    return [(line, pictures) for line, pictures in drawn if pictures]


def picture_rows(edition: Edition):
    """The rows of the one-page picture; its cells lead to the capabilities' pages."""
    return [
        DomainRow(
            key=chapter.key,
            name=chapter.name,
            url=f"#domain-{chapter.order}",
            outcome=chapter.outcome,
            cells=[_cell(page) for page in chapter.pages],
        )
        for chapter in edition.chapters
    ]


def _cell(page):
    return Cell(
        number=page.number,
        title=page.title,
        url=f"#capability-{page.number}",
        level=page.level,
        before=page.level_before,
        target=page.target_level,
        confidence=page.confidence or None,
        status=_status(page),
        carried_from=page.carried_from,
        target_on=page.target_on,
        misses_target=page.misses_target,
    )


def _status(page):
    owed = [part for part in page.parts if part.is_expected]
    last = max((part.last_update for part in owed), default="")
    return tally.in_words([part.state for part in owed], last)


def cover(edition: Edition):
    """All capabilities as columns of four blocks, filled up to their level, by domain."""
    x, drawn = 0, ""
    for chapter in edition.chapters:
        for page in chapter.pages:
            drawn += _column(x, page.level)
            x += COLUMN + GAP
        x += DOMAIN_GAP - GAP
    spoken = "; ".join(
        f"{page.number}: {levels.NOT_ASSESSED if page.level is None else page.level}"
        for page in edition.pages
    )
    return svg.document(
        drawn,
        width=x - DOMAIN_GAP,
        height=levels.TOP * (BLOCK + LIFT),
        title=_("Levels of the %(count)s capabilities in the order of the framework: %(levels)s")
        % {"count": len(edition.pages), "levels": spoken},
        description="",
        key="cover",
    )


def _column(x, level):
    blocks = ""
    for step in range(1, levels.TOP + 1):
        y = (levels.TOP - step) * (BLOCK + LIFT)
        if level is not None and step <= level:
            blocks += svg.element(
                "rect", x=x, y=y, width=COLUMN, height=BLOCK, fill=palette.LEVELS[step - 1]
            )
        elif level is None and step == 1:
            lines = svg.hatching(x, y, COLUMN, BLOCK, 4)
            blocks += svg.element("path", d=lines, stroke="#bad4dc", stroke_width=0.9, fill="none")
        else:
            blocks += svg.element(
                "rect", x=x, y=y, width=COLUMN, height=BLOCK, fill="#ffffff", fill_opacity=0.09
            )
    return blocks
