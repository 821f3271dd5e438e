"""The parts of an indicator over time, side by side: on its page and in the report.

Drawn from the figures that the reader gets, whoever that is; nothing is read here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr.charts import multiples
from mnr.registers.pictures import Picture
from mnr.selectors import indicator_pictures as pictures
from mnr.selectors.figures import Figure, Subject

FEWEST_PARTS, FEWEST_TIMES = 2, 2
MOST_PANELS = 24
MOST_TIMES = 24  # older ones stand in the register


@dataclass(frozen=True)
class Multiples(Picture):
    """A drawing for each part of one breakdown; `left_out` are the parts that have none."""

    description: str = ""
    panels: Sequence[str] = field(default=())
    left_out: int = 0


@dataclass(frozen=True)
class Part:
    """A part with its figures, the newest first."""

    label: str
    figures: list[Figure]

    @property
    def change(self) -> int | None:
        """Whether its last number is above (1) or below (-1) its first of the same kind; None if
        it has no two. What is measured until now, of a quarter that is not over, is of another.
        """
        known = [figure for figure in self.figures if figure.number is not None]
        for newest in known:
            same = [figure.number for figure in known if figure.kind == newest.kind]
            if len(same) >= FEWEST_TIMES:
                first, last = Decimal(same[-1] or 0), Decimal(same[0] or 0)
                return (last > first) - (last < first)
        return None


def over_time(
    subject: Subject,
    figures: Iterable[Figure],
    *,
    fewest_times: int = FEWEST_TIMES,
    most: int = MOST_PANELS,
) -> list[Multiples]:
    """For each single breakdown, and for the regions, of which two parts have so many times."""
    drawn = [figure for figure in figures if pictures.is_drawn(figure)]
    drawn.sort(key=lambda figure: figure.day, reverse=True)
    whole = [figure for figure in drawn if figure.is_whole]
    groups = pictures.groups(pictures.in_order(subject, [f for f in drawn if not f.is_whole]))
    found = []
    for place, (name, pairs) in enumerate(groups.items()):
        parts = _parts(pairs)
        many = [part for part in parts if len(part.figures) >= fewest_times]
        if len(many) >= FEWEST_PARTS and any(not f.is_hidden for p in parts for f in p.figures):
            found.append(_picture(subject, place, name, parts, whole, most))
    return found


def _parts(pairs) -> list[Part]:
    """The parts in their order, each with those of its figures that are of the newest times."""
    days = sorted({figure.day for _label, figure in pairs}, reverse=True)[:MOST_TIMES]
    found: dict[str, list[Figure]] = {}
    for label, figure in pairs:
        if figure.day >= days[-1]:
            found.setdefault(label, []).append(figure)
    return [Part(label, figures) for label, figures in found.items()]


def _picture(subject, place, name, parts, whole, most) -> Multiples:
    shown, left_out = parts[:most], max(0, len(parts) - most)
    behind = _behind(subject, shown, whole)
    told = [figure for part in shown for figure in part.figures]
    charts = multiples.multiples(
        [_panel(subject, part) for part in shown],
        behind=_joinable(subject, behind) if behind else (),
        answers=subject.answers,
        key=f"multiples-{subject.code}-{place}",
    )
    first, last = min(told, key=_day), max(told, key=_day)
    words = {"name": name, "first": first.when, "last": last.when}
    return Multiples(
        heading=_heading(words, shown),
        description=_description(behind),
        caption=_("By %(name)s, from %(first)s to %(last)s") % words,
        columns=_columns(shown, behind),
        rows=_rows(shown, behind),
        note=pictures.note(subject, [*told, *behind]),
        panels=charts,
        left_out=left_out,
    )


def _behind(subject, parts, whole) -> list[Figure]:
    """The whole over the days of the parts, where it is measured as they are: a count of the whole
    would press theirs flat.
    """
    if not subject.is_ratio:
        return []
    days = [figure.day for part in parts for figure in part.figures]
    return [figure for figure in whole if min(days) <= figure.day <= max(days)]


def _joinable(subject, figures):
    return [
        [pictures.mark(figure) for figure in each] for each in pictures.stretches(subject, figures)
    ]


def _panel(subject, part) -> multiples.Panel:
    told = [
        f"{figure.when}: {_('not shown') if figure.is_hidden else _said(figure)}"
        for figure in reversed(part.figures)
    ]
    return multiples.Panel(part.label, _joinable(subject, part.figures), "; ".join(told))


def _heading(words, parts) -> str:
    """The message: how many parts went which way. No word judges."""
    ways = [part.change for part in parts]
    above, below, same = (ways.count(way) for way in (1, -1, 0))
    told = [
        ngettext("%(n)d part rose", "%(n)d parts rose", above) % {"n": above},
        ngettext("%(n)d fell", "%(n)d fell", below) % {"n": below},
        ngettext("%(n)d is as before", "%(n)d are as before", same) % {"n": same},
    ]
    counted = [words for words, count in zip(told, (above, below, same), strict=True) if count]
    if None in ways and counted:
        other = ways.count(None)
        counted.append(
            ngettext("of %(n)d it cannot be said", "of %(n)d it cannot be said", other)
            % {"n": other}
        )
    words = words | {"told": ", ".join(counted)}
    if not counted:
        return _("By %(name)s, from %(first)s to %(last)s") % words
    return _("By %(name)s, from %(first)s to %(last)s: %(told)s") % words


def _description(behind) -> str:
    parts = [
        _("One panel for each part, all with the same days and the same scale."),
        _("Each part is compared from its first number to its last of a like stretch."),
    ]
    if behind:
        parts.append(_("The faint line is the whole country."))
    return " ".join(map(str, parts))


def _day(figure):
    return figure.day


def _columns(parts, behind) -> list:
    labels = [part.label for part in parts] + ([_("Whole country")] if behind else [])
    return [_("About"), *({"label": capfirst(label), "numeric": True} for label in labels)]


def _rows(parts, behind) -> list[list]:
    """A row for each time, the newest first; a dash where there is no figure."""
    lines = [part.figures for part in parts] + ([behind] if behind else [])
    known = [{figure.stretch: figure for figure in figures} for figures in lines]
    every = {stretch: figure for figures in known for stretch, figure in figures.items()}
    times = sorted(every.values(), key=lambda figure: (figure.day, figure.when), reverse=True)
    return [[time.when, *(_cell(figures.get(time.stretch)) for figures in known)] for time in times]


def _cell(figure) -> dict:
    if figure is None:
        return {"text": "–", "numeric": True}
    return {"text": _said(figure), "numeric": True}


def _said(figure) -> str:
    return " ".join(filter(None, [figure.text, pictures.letters(figure)]))
