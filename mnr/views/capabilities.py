"""The page of a capability: where it stands, why, and what is being done."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr.access import ScopedView
from mnr.models import Capability
from mnr.roles import Action
from mnr.selectors import capability as capabilities
from mnr.selectors import capability_updates as told
from mnr.selectors import indicators, registers, self_check
from mnr.selectors.overview import RECENT, domain_url
from mnr.services import readings
from mnr.views.level_history import history_context
from mnr.views.period_choice import PeriodShown

PERIODS_A_PAGE = 3
SECTIONS = (
    ("levels", _("Levels over time")),
    ("self-check", _("Ratings, indicators and evidence")),
    ("checks", _("What the level rests on")),
    ("updates", _("Updates by period")),
    ("enablers", _("Enablers behind the obstacles")),
    ("indicators", _("Indicators")),
    ("registers", _("In the registers")),
    ("plan", _("Planned and done")),
)
# before any period has begun
TIMELESS = ("self-check", "checks", "indicators", "registers", "plan")


class CapabilityView(PeriodShown, ScopedView):
    """One capability through time."""

    action = Action.FRAMEWORK_READ

    def get(self, request, number):
        rows = Capability.objects.current().select_related("domain", "edition")
        capability = get_object_or_404(rows, number=number)
        self.choose_period(None)
        return render(request, "capabilities/detail.html", self.context(capability))

    def context(self, capability):
        assignments = capabilities.assignments_of(capability)
        history = capabilities.history(self.request.user, capability, self.begun, assignments)
        assessment = capabilities.standing_assessment(history)
        return {
            "breadcrumbs": breadcrumbs(capability),
            "sections": self.sections(),
            "capability": capability,
            "history": history,
            "assignments": [row for row in assignments if row.ended_on is None],
            "assessment": assessment,
            "checks": capabilities.answered_checks(capability, assessment),
            "plan": capabilities.plan_of(capability),
            **self.indicators_context(capability, assessment),
            "define_url": self.define_url(capability),
            "bearing": registers.bearing_on(self.request.user, capability),
            "enablers": told.enablers_behind(history, history.steps[-RECENT:]),
            "enabler_periods": len(history.steps[-RECENT:]),
            **history_context(history, everything=self.wants_everything),
            **(self.updates_context(history, assignments) if self.begun else self.nothing_begun()),
        }

    def sections(self):
        """What there is on the page."""
        shown = [row for row in SECTIONS if self.begun or row[0] in TIMELESS]
        return [{"label": label, "url": f"#{key}"} for key, label in shown]

    def indicators_context(self, capability, assessment):
        """The indicators, and what they say beside ratings and evidence."""
        user = self.request.user
        rows = indicators.of_capability(user, capability)
        check = self_check.of_capability(user, capability, assessment, rows)
        return {"indicators": rows, "self_check": check}

    def define_url(self, capability):
        """Where the reader adds an indicator of the country's own, if it is them."""
        if not self.may(Action.INDICATOR_DEFINE):
            return ""
        return f"{reverse('definition_create')}?capability={capability.number}"

    def updates_context(self, history, assignments):
        """The updates of a few periods, and what the reader may do about their own."""
        user = self.request.user
        page = Paginator(history.steps[::-1], PERIODS_A_PAGE).get_page(self.request.GET.get("page"))
        chapters = told.chapters(user, history, page.object_list[::-1], assignments)
        shown = [item.update for chapter in chapters for item in chapter.told]
        readings.note_readings(updates=shown, by=user)
        first = chapters[0]
        is_open = first.step.period.state == first.step.period.State.OPEN
        return {
            "page": page,
            "chapters": chapters,
            "open_period": first.step.period if is_open else None,
            "offers": told.offers(user, history, first.step.period, assignments, first.told)
            if is_open
            else [],
        }


def breadcrumbs(capability):
    """Overview, domain, capability."""
    return [
        {"label": _("Overview"), "url": reverse("overview")},
        {"label": capability.domain.words.name, "url": domain_url(capability.domain)},
        {"label": capability.words.title},
    ]
