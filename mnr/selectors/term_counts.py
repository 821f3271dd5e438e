"""How often the texts of each period use words to avoid, for each 1,000 words."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.charts.columns import columns
from mnr.models import TermTally
from mnr.reference import AVOID, CAUTION, terms

PERIODS = 40
DRAWN = 12  # periods that fit beside each other
MOST_TERMS = 20
COLUMNS = (
    gettext_lazy("Period"),
    {"label": gettext_lazy("Words"), "numeric": True},
    {"label": gettext_lazy("To avoid"), "numeric": True},
    {"label": gettext_lazy("To avoid, for each 1,000 words"), "numeric": True},
    {"label": gettext_lazy("To use with care, for each 1,000 words"), "numeric": True},
)
TERM_COLUMNS = (gettext_lazy("Term"), {"label": gettext_lazy("How often"), "numeric": True})


def term_counts() -> dict:
    """The context of the page: one query, however much was written."""
    tallies = list(TermTally.objects.select_related("period")[:PERIODS])
    context: dict = {"tallies": tallies, "columns": list(COLUMNS), "rows": list(map(_row, tallies))}
    if not tallies:
        return context
    heading = _heading(tallies)
    points = [(row.period.code, row.per_thousand(AVOID)) for row in reversed(tallies[:DRAWN])]
    return context | {
        "heading": heading,
        "chart": columns(
            points=points,
            title=heading,
            description=_("Uses for each 1,000 words, %(first)s to %(last)s.")
            % {"first": points[0][0], "last": points[-1][0]},
            key="terms",
        ),
        "latest": tallies[0],
        "term_columns": list(TERM_COLUMNS),
        "term_rows": _terms(tallies[0]),
    }


def _heading(tallies):
    latest = tallies[0]
    rate = latest.per_thousand(AVOID)
    if rate is None:
        return _("Nothing was written in %(period)s yet") % {"period": latest.period.code}
    return _("%(rate)s words to avoid for each 1,000 in %(period)s") % {
        "rate": f"{rate:g}",
        "period": latest.period.code,
    }


def _row(tally):
    return [
        tally.period.code,
        _number(tally.words),
        _number(tally.uses_of(AVOID)),
        _number(tally.per_thousand(AVOID)),
        _number(tally.per_thousand(CAUTION)),
    ]


def _number(value):
    return {"text": "–" if value is None else f"{value:g}", "numeric": True}


def _terms(tally):
    """The terms of one period, the most used first; unconfirmed ones say so."""
    unconfirmed = {term.terms[0] for term in terms() if not term.is_confirmed}
    counted: Counter = Counter()
    for found in tally.uses.values():
        counted.update(found)
    return [
        [
            _("%(term)s (to be confirmed)") % {"term": term} if term in unconfirmed else term,
            _number(n),
        ]
        for term, n in counted.most_common(MOST_TERMS)
    ]
