"""What became different since the period before, by rule."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mnr.charts import levels
from mnr.models import ProgressUpdate
from mnr.reports.edition import Change, ChangeGroup

ORDER = [value for value, _label in ProgressUpdate.Confidence.choices]  # from well to badly


def changes(pages) -> tuple[ChangeGroup, ...]:
    """The groups that have anything in them."""
    groups = [
        (_("Moved up"), moved_up, _levels),
        (_("Moved down"), moved_down, _levels),
        (_("Assessed for the first time"), first_assessed, _first),
        (_("One rating changed, the level did not"), only_a_rating, _levels),
        (_("Target set or changed"), new_target, _target),
        (_("Delivery confidence rose"), confidence_rose, _confidence),
        (_("Delivery confidence fell"), confidence_fell, _confidence),
    ]
    found = []
    for title, holds, words in groups:
        rows = [page for page in pages if page.before and holds(page)]
        if rows:
            found.append(ChangeGroup(title, tuple(_change(page, words) for page in rows)))
    return tuple(found)


def moved_up(page):
    return _both(page) and page.level > page.level_before


def moved_down(page):
    return _both(page) and page.level < page.level_before


def first_assessed(page):
    return page.level is not None and page.level_before is None


def only_a_rating(page):
    return (
        _both(page)
        and page.level == page.level_before
        and (page.now.in_place, page.now.in_use) != (page.before.in_place, page.before.in_use)
    )


def new_target(page):
    return page.target_level is not None and page.target_level != page.target_before


def confidence_rose(page):
    return _both_confidences(page) and _rank(page.confidence) < _rank(page.confidence_before)


def confidence_fell(page):
    return _both_confidences(page) and _rank(page.confidence) > _rank(page.confidence_before)


def _both(page):
    return page.level is not None and page.level_before is not None


def _both_confidences(page):
    return bool(page.confidence and page.confidence_before)


def _rank(confidence):
    return ORDER.index(confidence)


def _change(page, words):
    lowered = words is _levels and page.rating
    return Change(
        page.number, page.title, words(page), page.rating.lowering_reason if lowered else ""
    )


def _levels(page):
    """Each rating that moved: "in use 1 → 2, Developing"."""
    moves = [
        (_("in place"), page.before.in_place, page.now.in_place),
        (_("in use"), page.before.in_use, page.now.in_use),
    ]
    return "; ".join(
        _("%(rating)s %(before)s → %(now)s %(word)s")
        % {"rating": rating, "before": before, "now": now, "word": levels.word(now)}
        for rating, before, now in moves
        if before != now
    )


def _first(page):
    return _("level %(level)s %(word)s (in place %(in_place)s, in use %(in_use)s)") % {
        "level": page.level,
        "word": levels.word(page.level),
        "in_place": page.now.in_place,
        "in_use": page.now.in_use,
    }


def _target(page):
    words = {
        "before": page.target_before,
        "target": page.target_level,
        "day": date_format(page.target_on, "DATE_FORMAT"),
    }
    if page.target_before is None:
        return _("level %(target)s by %(day)s") % words
    return _("level %(before)s → %(target)s, by %(day)s") % words


def _confidence(page):
    labels = dict(ProgressUpdate.Confidence.choices)
    return f"{labels[page.confidence_before]} → {labels[page.confidence]}"
