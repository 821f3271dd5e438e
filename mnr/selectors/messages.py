"""Headlines written from the data: what a page says before one reads its figures."""

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from mnr.charts.heatmap import HIDDEN

# each clause as it opens the headline, and as it follows another one
CLAUSES = {
    "up": (
        ngettext_lazy("%(words)s capability moved up", "%(words)s capabilities moved up", "count"),
        ngettext_lazy("%(words)s moved up", "%(words)s moved up", "count"),
    ),
    "down": (
        ngettext_lazy(
            "%(words)s capability moved down", "%(words)s capabilities moved down", "count"
        ),
        ngettext_lazy("%(words)s moved down", "%(words)s moved down", "count"),
    ),
    "first": (
        ngettext_lazy(
            "%(words)s capability was assessed for the first time",
            "%(words)s capabilities were assessed for the first time",
            "count",
        ),
        ngettext_lazy(
            "%(words)s was assessed for the first time",
            "%(words)s were assessed for the first time",
            "count",
        ),
    ),
    "silent": (
        ngettext_lazy(
            "%(words)s capability has no update", "%(words)s capabilities have no update", "count"
        ),
        ngettext_lazy("%(words)s has no update", "%(words)s have no update", "count"),
    ),
    "awaited": (
        ngettext_lazy(
            "%(words)s capability has no update yet",
            "%(words)s capabilities have no update yet",
            "count",
        ),
        ngettext_lazy("%(words)s has no update yet", "%(words)s have no update yet", "count"),
    ),
}
COURSE = {
    "higher": (
        ngettext_lazy(
            "%(words)s capability stands higher than in %(since)s",
            "%(words)s capabilities stand higher than in %(since)s",
            "count",
        ),
    ),
    "lower": (
        ngettext_lazy(
            "%(words)s capability stands lower than in %(since)s",
            "%(words)s capabilities stand lower than in %(since)s",
            "count",
        ),
        ngettext_lazy("%(words)s stands lower", "%(words)s stand lower", "count"),
    ),
}


def headline(overview) -> str:
    """The message of a period: what moved, and what is missing."""
    if not overview.seen:
        return _("%(period)s is not published yet") % {"period": overview.period.code}
    counts = {
        "up": sum((reading.moved or 0) > 0 for reading in overview.seen),
        "down": sum((reading.moved or 0) < 0 for reading in overview.seen),
        "first": sum(
            reading.level is not None and reading.before is None for reading in overview.seen
        ),
        "silent" if overview.period.is_frozen else "awaited": sum(
            reading.tally.is_silent for reading in overview.readings
        ),
    }
    clauses = _clauses(counts)
    if not (counts["up"] or counts["down"] or counts["first"]):
        clauses.append(_("no level changed"))
    return capfirst(", ".join(clauses))


def _clauses(counts):
    clauses: list[str] = []
    for kind, count in counts.items():
        if count:
            words = CLAUSES[kind][1 if clauses else 0]
            clauses.append(words % {"count": count, "words": apnumber(count)})
    return clauses


def course(overview) -> str:
    """The message of a heat map: how its first period compares with the last that can be seen."""
    since = overview.columns[0].code
    if len(overview.columns) < 2:
        return _("Levels in %(since)s") % {"since": since}
    pairs = [(row[0], _last_seen(row)) for row in overview.grid]
    known = [
        (then, now) for then, now in pairs if HIDDEN not in (then, now) and None not in (then, now)
    ]
    higher, lower = (sum(now > then for then, now in known), sum(now < then for then, now in known))
    if not higher and not lower:
        return _("No capability stands higher or lower than in %(since)s") % {"since": since}
    clauses: list[str] = []
    for kind, count in (("higher", higher), ("lower", lower)):
        if count:
            words = COURSE[kind][1 if clauses else 0]
            clauses.append(words % {"count": count, "words": apnumber(count), "since": since})
    return capfirst(", ".join(clauses))


def _last_seen(row):
    return next((value for value in reversed(row) if value != HIDDEN), HIDDEN)
