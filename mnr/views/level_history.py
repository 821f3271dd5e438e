"""The levels of one capability over the periods, as a chart and as a table."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.charts.levels import NOT_ASSESSED, word
from mnr.charts.trend import trend
from mnr.selectors.overview import RECENT
from mnr.services.calendar import span_holding

COLUMNS = (
    gettext_lazy("Period"),
    {"label": gettext_lazy("In place"), "numeric": True},
    {"label": gettext_lazy("In use"), "numeric": True},
    gettext_lazy("Level"),
    gettext_lazy("Assessed in"),
    gettext_lazy("Target"),
)


def history_context(history, *, everything):
    """The chart of the recent steps (or of all) that the reader may see, and their table."""
    steps = history.steps if everything else history.steps[-RECENT:]
    seen = [step for step in steps if step.is_visible]
    heading = _course(seen)
    return {
        "trend_heading": heading,
        "trend": _chart(history, seen, heading) if seen else "",
        "trend_columns": list(COLUMNS),
        "trend_rows": [_row(step) for step in reversed(steps)],
        "has_more_steps": len(steps) < len(history.steps),
        "trend_unseen": [step.period.code for step in steps if not step.is_visible],
    }


def _chart(history, seen, heading):
    span = {"first": seen[0].period.code, "last": seen[-1].period.code}
    return trend(
        points=[(step.period.code, step.stand.in_place, step.stand.in_use) for step in seen],
        targets=_targets(seen[-1].stand),
        title=heading,
        description=_("Levels in place and in use, %(first)s to %(last)s.") % span,
        key="trend",
    )


def _targets(stand):
    """The target, in the period that holds its day."""
    if stand.target_level is None:
        return None
    span = span_holding(
        stand.target_on,
        months=settings.MNR_PERIOD_MONTHS,
        fiscal_year_starts=settings.MNR_FISCAL_YEAR_STARTS,
    )
    return [(span.code, stand.target_level)]


def _course(seen):
    """The message of the chart: where the level came from and where it is."""
    levels = [(step.period.code, step.stand.level) for step in seen if step.stand.level is not None]
    if not levels:
        return _("No level has been assessed yet")
    (since, then), (_code, now) = levels[0], levels[-1]
    words = {"since": since, "then": then, "now": now, "word": word(now)}
    if now > then:
        return _("From level %(then)s in %(since)s up to %(now)s, %(word)s") % words
    if now < then:
        return _("From level %(then)s in %(since)s down to %(now)s, %(word)s") % words
    return _("At level %(now)s, %(word)s, as in %(since)s") % words


def _row(step):
    """One period in the table."""
    if not step.is_visible:
        return [step.period.code, _("Not published yet"), "", "", "", ""]
    stand = step.stand
    return [
        step.period.code,
        _number(stand.in_place),
        _number(stand.in_use),
        str(NOT_ASSESSED) if stand.level is None else f"{stand.level} {word(stand.level)}",
        stand.assessed_in or "",
        _target(stand),
    ]


def _number(level):
    return {"text": "–" if level is None else str(level), "numeric": True}


def _target(stand):
    if stand.target_level is None:
        return ""
    day = date_format(stand.target_on, "DATE_FORMAT")
    return _("%(level)s by %(day)s") % {"level": stand.target_level, "day": day}
