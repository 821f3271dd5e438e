"""The indicators: which the country collects, and where each stands."""

from collections import Counter
from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.forms.indicators import IndicatorFilter
from mnr.measures.progress import Status
from mnr.models import Observation
from mnr.registers import feeding, registry
from mnr.roles import Action
from mnr.selectors import (
    definitions,
    indicator_figures,
    indicator_multiples,
    indicator_pictures,
    indicators,
    published_values,
)

PER_PAGE = 50
OFFERED = {
    "may_enter": Action.INDICATOR_ENTER,
    "may_read": Action.INDICATOR_READ_RAW,
    "may_define": Action.INDICATOR_DEFINE,
    "may_override": Action.INDICATOR_OVERRIDE_READ,
    "may_confirm": Action.FRAMEWORK_CONFIRM,
}
MOST_PARTS = 200  # of one time; more stand in the register


class IndicatorListView(ScopedView):
    """Every indicator by domain and capability."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        form = IndicatorFilter(request.GET or None)
        everything = indicators.rows(request.user, indicators.current())
        form.is_valid()  # what was asked for in wrong words narrows nothing
        rows = narrowed(everything, form.cleaned_data if form.is_bound else {})
        context = {
            "form": form,
            "total": len(everything),
            "decisions": decisions(everything),
            "domains": [
                (domain, list(group))
                for domain, group in groupby(
                    rows, lambda row: row.indicator.capability.domain.words.name
                )
            ],
            "statuses": list(Status),
            **{name: self.may(action) for name, action in OFFERED.items()},
            "waiting": definitions.waiting(request.user),
            "withdrawn": definitions.withdrawn(),
            "published": published_values.of_no_indicator(request.user).count(),
        }
        return render(request, "indicators/list.html", context)


def narrowed(rows, wanted):
    """The rows that are asked for."""
    tests = {
        "domain": lambda row: row.indicator.capability.domain.key,
        "decision": lambda row: row.decision,
        "status": lambda row: row.status,
    }
    asked = {name: value for name, value in wanted.items() if value}
    return [row for row in rows if all(tests[name](row) == asked[name] for name in asked)]


def decisions(rows) -> list:
    """[(words, how many)] of what the country has decided."""
    counts = Counter(row.decision for row in rows)
    return [(words, counts[code]) for code, words in indicators.IN_COUNTRY]


class IndicatorDetailView(ScopedView):
    """One indicator: what it is, its figures over time, its targets, its sources."""

    action = Action.FRAMEWORK_READ

    def get(self, request, code):
        indicator = get_object_or_404(indicators.readable(), code=code)
        lines = indicators.history_of_targets(indicator)
        targets = indicators.counting(lines)
        series = indicator_figures.series(request.user, indicator)
        latest = series.latest if series else None
        row = indicators.row_of(request.user, indicator, latest, targets)
        others = indicator_figures.others(request.user, indicator)
        context = {
            "row": row,
            "indicator": indicator,
            "breadcrumbs": breadcrumbs(indicator),
            "facts": facts(indicator),
            "sources": indicator.public_sources,
            "lines": lines,
            "series": series,
            "revisions": indicator_figures.revisions(request.user, indicator)[:PER_PAGE],
            "elsewhere": [value for value in others if value.case_id],
            "otherwise": [value for value in others if not value.case_id],
            "may_adopt": not indicator.withdrawn_on and self.may(Action.INDICATOR_ADOPT),
            **self.of_own(indicator),
            "remarks": indicator_pictures.remarks,
            **(self.drawn(row, series, targets) if series else {}),
        }
        return render(request, "indicators/detail.html", context)

    def of_own(self, indicator):
        """Of one of the country's own: its versions, and whether the reader proposes others."""
        if not indicator.is_own:
            return {}
        waiting = definitions.waiting(self.request.user)
        return {
            "versions": definitions.versions(indicator),
            "proposed": [row for row in waiting if row.indicator_id == indicator.pk],
            "may_define": not indicator.withdrawn_on and self.may(Action.INDICATOR_DEFINE),
            "may_confirm": self.may(Action.FRAMEWORK_CONFIRM),
        }

    def drawn(self, row, series, targets):
        """The line, the page of the table, and the parts of one time."""
        whole = Paginator(series.whole, PER_PAGE).get_page(self.request.GET.get("page"))
        times = {key_of(figure.stretch): figure.stretch for figure in series.parts}
        chosen = self.request.GET.get("time", "")
        chosen = chosen if chosen in times else next(iter(times), "")
        parts = [figure for figure in series.parts if key_of(figure.stretch) == chosen]
        parts = indicator_pictures.in_order(row.subject, parts)
        return {
            "picture": indicator_pictures.over_time(row, series, targets),
            "page": whole,
            "figures": [(figure, indicator_pictures.remarks(figure)) for figure in whole],
            "times": [(key, stretch.name) for key, stretch in times.items()],
            "chosen": chosen,
            "parts": [
                (figure, indicator_pictures.remarks(figure)) for figure in parts[:MOST_PARTS]
            ],
            "more_parts": max(0, len(parts) - MOST_PARTS),
            "multiples": indicator_multiples.over_time(row.subject, series.figures),
            "bars": indicator_pictures.of_parts(row, parts),
            **self.of_register(row.indicator, series),
        }

    def of_register(self, indicator, series):
        """The way to the entries, for who reads any of them; else what the figures are made of."""
        fed = feeding.feeding(indicator.code)
        returns = {"returns": fed[0].name if fed else ""}
        if not any(figure.entry for figure in series.figures):
            return returns if series.figures else {}
        values = registry.of(Observation).url("list")
        return {"values_url": f"{values}?indicator={indicator.pk}"}


def key_of(stretch) -> str:
    """A stretch of time in an address."""
    return f"{stretch.starts_on}_{stretch.ends_on or ''}_{int(stretch.is_cumulative)}"


def facts(indicator) -> list[dict]:
    """What the framework says of it, for components/summary_list.html."""
    found = [
        (_("Unit"), indicators.unit_of(indicator)),
        (_("One of"), ", ".join(indicator.answers)),
        (_("Direction"), indicator.get_direction_display()),
        (_("How often"), indicator.get_frequency_display()),
        (_("Broken down by"), ", ".join(indicator.disaggregations)),
        (_("Usual source"), indicator.source_system),
        (_("To be minded"), indicator.note),
    ]
    if indicator.counts_people:
        found.append((_("Small numbers"), _("It counts people: small numbers are not published.")))
    return [{"key": key, "value": value} for key, value in found if value]


def breadcrumbs(indicator, here=""):
    """Indicators, the capability, this one, and what is done with it."""
    capability = indicator.capability
    items = [
        {"label": _("Indicators"), "url": reverse("indicator_list")},
        {"label": str(capability), "url": reverse("capability_detail", args=[capability.number])},
    ]
    one = {"label": indicator.code}
    if not here:
        return [*items, one]
    return [
        *items,
        one | {"url": reverse("indicator_detail", args=[indicator.code])},
        {"label": here},
    ]
