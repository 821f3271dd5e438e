"""The page of a domain, the same for all six; each domain's app serves its own."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.models import Domain
from mnr.roles import Action
from mnr.selectors import domain as domains
from mnr.selectors import frozen_indicators, indicators, registers
from mnr.selectors import overview as overviews
from mnr.selectors.messages import headline
from mnr.views.heat import heat_context
from mnr.views.period_choice import PeriodShown


class DomainView(PeriodShown, ScopedView):
    """A domain in one period: outcome, capabilities, what waits, what holds back."""

    action = Action.FRAMEWORK_READ
    app_label = ""

    def get(self, request):
        domain = get_object_or_404(Domain.objects.current(), app_label=self.app_label)
        period = self.choose_period(request.GET.get("period"))
        if period is None:
            return render(request, "overview/domain_none.html", self.framework(domain))
        templates = [f"{self.app_label}/home.html", "overview/domain.html"]
        return render(request, templates, self.context(domain, period))

    def framework(self, domain):
        """The domain before any period has begun."""
        return {
            **self.nothing_begun(),
            "breadcrumbs": [
                {"label": _("Overview"), "url": reverse("overview")},
                {"label": domain.words.name},
            ],
            "domain": domain,
            "indicators": frozen_indicators.Listed(
                indicators.of_domain(self.request.user, self.app_label)
            ),
            "overview": overviews.framework(self.request.user, app_label=self.app_label),
        }

    def context(self, domain, period):
        user = self.request.user
        overview = overviews.overview(
            user, period, self.begun, app_label=self.app_label, everything=self.wants_everything
        )
        median, lowest = overview.median_and_lowest()
        return {
            **self.period_context(period),
            "breadcrumbs": [
                {"label": _("Overview"), "url": reverse("overview_period", args=[period.code])},
                {"label": domain.words.name},
            ],
            "domain": domain,
            "overview": overview,
            "headline": headline(overview),
            "median": median,
            "lowest": lowest,
            "assessed": sum(reading.level is not None for reading in overview.seen),
            "heat": heat_context(overview, "heat"),
            "waiting": domains.waiting(overview),
            "obstacles": domains.obstacles(user, period, self.app_label),
            "indicators": frozen_indicators.of_domain(user, self.app_label, period),
            "stands": registers.stands(user, self.app_label, period),
        }
