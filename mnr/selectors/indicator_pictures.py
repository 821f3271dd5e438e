"""The drawings of an indicator, each with its message, its description and its table."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr.charts import bars, line, plot
from mnr.measures import breakdowns, times
from mnr.measures.progress import Status
from mnr.registers.pictures import Picture
from mnr.selectors.figures import Figure, Subject
from mnr.selectors.indicator_figures import Series
from mnr.selectors.indicators import Row, in_words, said

MOST_BARS = 24
MOST_DRAWN = 200  # figures of one line; older ones stand in the table
LATE = 1.5  # how many usual distances make a gap
DAYS_A_MONTH = 30.4
WHOLE_SCALE = 100  # of percentages


def over_time(row: Row, series: Series, targets: Sequence) -> Picture | None:
    """The line of the whole country with its path; None where there is nothing to draw."""
    drawn = [figure for figure in series.whole if is_drawn(figure)][:MOST_DRAWN]
    if not drawn:
        return None
    lines = stretches(row.subject, drawn)
    heading = message(row, drawn)
    chart = line.line(
        stretches=[[mark(figure) for figure in each] for each in lines],
        path=_path(row, targets, drawn),
        answers=row.indicator.answers,
        title=heading,
        description=_description(drawn, lines, targets),
        key=f"line-{row.indicator.code}",
    )
    return Picture(
        heading=heading,
        caption=_("Figures of the whole country"),
        columns=_columns(row),
        rows=[table_row(figure) for figure in drawn],
        chart=chart,
        note=note(row.subject, drawn, targets),
    )


def of_parts(row: Row, figures: Sequence[Figure]) -> list[Picture]:
    """Bars for each single breakdown, and for the regions, of figures about one time."""
    return [
        _bars(row, place, name, parts)
        for place, (name, parts) in enumerate(groups(figures).items())
        if 1 < len(parts) <= MOST_BARS and any(part.number is not None for _label, part in parts)
    ]


def groups(figures: Sequence[Figure]) -> dict[str, list[tuple[str, Figure]]]:
    """{dimension: its parts with their figures}: those of one breakdown alone, and the regions."""
    found = defaultdict(list)
    for figure in figures:
        names = list(breakdowns.read(figure.breakdown)) if figure.breakdown else []
        if figure.region and not names:
            found[_("region")].append((figure.region, figure))
        elif not figure.region and len(names) == 1:
            found[names[0]].append((breakdowns.read(figure.breakdown)[names[0]], figure))
    return found


def in_order(subject: Subject, figures: Sequence[Figure]) -> list[Figure]:
    """Regions by name, then parts in the order in which the country declared them."""
    known = subject.breakdowns
    names = list(known)
    places = {
        (name, word): (names.index(name), place)
        for name, words in known.items()
        for place, word in enumerate(words)
    }

    def place(figure):
        parts = breakdowns.read(figure.breakdown).items()
        found = [places.get(part, (len(names), 0)) for part in parts]
        return len(found), [name for name, _place in found], found, figure.region

    return sorted(figures, key=place)


def message(row: Row, figures: Sequence[Figure]) -> str:
    """What the newest figure says beside the one before it and the path. No word judges."""
    newest = figures[0]
    words = {"value": said(row.indicator, newest), "when": newest.when}
    before = next((one for one in figures[1:] if one.kind == newest.kind), None)
    if before is None or newest.number is None or before.number is None:
        told = _("%(value)s for %(when)s") % words
    else:
        words |= {"before": before.text, "then": before.when}
        told = {
            1: _("%(value)s for %(when)s, up from %(before)s for %(then)s"),
            -1: _("%(value)s for %(when)s, down from %(before)s for %(then)s"),
            0: _("%(value)s for %(when)s, as for %(then)s"),
        }[(newest.number > before.number) - (newest.number < before.number)] % words
    if newest != row.figure:  # what was said last cannot be drawn
        return told
    if row.status in (Status.ON_PATH, Status.BEHIND) and row.asked:
        return _("%(told)s. %(status)s, which asks for %(asked)s") % {
            "told": told,
            "status": row.status.label,
            "asked": row.asked,
        }
    if row.status == Status.REACHED:
        return _("%(told)s. %(status)s") % {"told": told, "status": row.status.label}
    return told


def stretches(subject: Subject, figures: Sequence[Figure]) -> list[list[Figure]]:
    """Figures that can be joined, the oldest first: of one kind, with none missing between."""
    kinds = defaultdict(list)
    for figure in figures:
        kinds[figure.kind].append(figure)
    found = []
    for kind in kinds.values():
        kind.sort(key=lambda figure: figure.day)
        usual = _usual(subject, kind[0])
        current = [kind[0]]
        for before, after in pairwise(kind):
            if usual is None or after.day - before.day > usual:
                found.append(current)
                current = []
            current.append(after)
        found.append(current)
    return found


def _usual(subject, figure):
    """How far apart two figures may be with none missing between; None if they are never joined."""
    name, length = figure.kind
    months = length if name == "months" and length else times.months(subject.frequency)
    return timedelta(days=LATE * DAYS_A_MONTH * months) if months else None


def is_drawn(figure: Figure) -> bool:
    """Whether it has a place on the scale, or its mark beside it; words of their own have none."""
    value = figure.value
    return value is None or value.low is not None or value.high is not None


def mark(figure: Figure) -> plot.Mark:
    """Its place in a line."""
    value = figure.value
    return plot.Mark(
        on=figure.day,
        low=value.low if value else None,
        high=value.high if value else None,
        words=figure.text,
        is_provisional=figure.is_provisional,
        letters=letters(figure),
    )


def letters(figure: Figure) -> str:
    """What is to be minded of it, in the letters that the note explains."""
    return ("r" if figure.is_revised else "") + ("p" if figure.is_provisional else "")


def _path(row, targets, figures):
    path = [(target.on, target.value, in_words(row.indicator, target.value)) for target in targets]
    last = max(figure.day for figure in figures)
    if path and last > path[-1][0]:
        path.append((last, path[-1][1], ""))  # after its last day the last value holds
    return path


def _description(figures, lines, targets):
    """What the drawing shows, for those who do not see it."""
    oldest, newest = figures[-1], figures[0]
    parts = [
        ngettext(
            "%(count)d figure, for %(newest)s.",
            "%(count)d figures, from %(oldest)s to %(newest)s.",
            len(figures),
        )
        % {"count": len(figures), "oldest": oldest.when, "newest": newest.when}
    ]
    gaps = len(lines) - len({figure.kind for figure in figures})
    revised = sum(figure.is_revised for figure in figures)
    hidden = sum(figure.is_hidden for figure in figures)
    if gaps:
        parts.append(ngettext("%(count)d gap.", "%(count)d gaps.", gaps) % {"count": gaps})
    if revised:
        parts.append(ngettext("%(n)d revised.", "%(n)d revised.", revised) % {"n": revised})
    if hidden:
        parts.append(ngettext("%(n)d not shown.", "%(n)d not shown.", hidden) % {"n": hidden})
    if targets:
        day = date_format(targets[-1].on, "DATE_FORMAT")
        parts.append(_("The dashed line is the path until %(day)s.") % {"day": day})
    return " ".join(parts)


def note(subject: Subject, figures: Sequence[Figure], targets=()) -> str:
    """What is measured, in which unit, from where, and what the marks mean."""
    words = {"name": subject.name, "unit": subject.unit, "source": subject.source}
    parts = [_("%(name)s, %(unit)s.") % words]
    if subject.source:
        parts = [_("%(name)s, %(unit)s. Source: %(source)s.") % words]
    if targets:
        parts.append(_("Dashed: the path to the target."))
    if any(figure.is_provisional for figure in figures):
        parts.append(_("Ring and p: provisional."))
    if any(figure.is_revised for figure in figures):
        parts.append(_("r: revised since it was first reported."))
    if any(figure.is_hidden for figure in figures):
        parts.append(_("c: not shown, so that nobody can be recognised."))
    return " ".join(map(str, parts))


def _columns(row):
    return [_("About"), {"label": capfirst(row.unit), "numeric": True}, _("To be minded")]


def table_row(figure: Figure) -> list:
    """The figure as a row of the table of a drawing."""
    return [figure.when, {"text": figure.text, "numeric": True}, ", ".join(remarks(figure)) or "–"]


def remarks(figure: Figure) -> list[str]:
    """What is to be minded of a figure."""
    found = []
    if figure.by_decision:
        found.append(_("hidden by decision") if figure.is_hidden else _("shown by decision"))
    elif figure.is_hidden:
        found.append(_("not shown: small number"))
    if figure.is_provisional:
        found.append(_("provisional"))
    if figure.is_revised:
        found.append(_("revised"))
    if figure.is_fed:
        found.append(_("follows from: %(source)s") % {"source": figure.source})
    if figure.lacks:
        found.append(_("returns are missing for %(when)s") % {"when": ", ".join(figure.lacks)})
    if figure.returned:
        words = _("entered; %(source)s say %(value)s: %(reason)s")
        found.append(words % vars(figure.returned))
    if not figure.period:
        found.append(_("published elsewhere"))
    return found


def _bars(row, place, name, parts):
    numbers = [figure.number for _label, figure in parts if figure.number is not None]
    words = {"name": name, "when": parts[0][1].when, "unit": row.unit}
    words |= {"numbers": len(numbers), "all": len(parts)}
    words["least"], words["most"] = (
        in_words(row.indicator, number) for number in (min(numbers), max(numbers))
    )
    heading = _range_words(len(numbers) == len(parts)) % words
    chart = bars.bars(
        [_bar(label, figure) for label, figure in parts],
        title=heading,
        description=_("One bar for each part, in %(unit)s.") % words,
        key=f"bars-{place}",
        most=WHOLE_SCALE if row.indicator.unit == "percent" else None,
    )
    return Picture(
        heading=heading,
        caption=_("By %(name)s, for %(when)s") % words,
        columns=[capfirst(name), *_columns(row)[1:]],
        rows=[[label, *table_row(figure)[1:]] for label, figure in parts],
        chart=chart,
        note=note(row.subject, [figure for _label, figure in parts]),
    )


def _range_words(is_whole):
    """How parts are summed up; of some alone, nobody is told that these are all."""
    if is_whole:
        return _("By %(name)s, for %(when)s: from %(least)s to %(most)s")
    return _(
        "By %(name)s, for %(when)s: %(numbers)d of %(all)d are told as numbers, from %(least)s "
        "to %(most)s"
    )


def _bar(label, figure):
    return bars.Bar(label, figure.number, words=figure.text)
