"""The overview: the whole response in one period."""

from django.shortcuts import render

from mnr.access import ScopedView
from mnr.models import Enabler
from mnr.roles import Action
from mnr.selectors import overview as overviews
from mnr.selectors.messages import headline
from mnr.selectors.ownership import unowned_for
from mnr.views.heat import heat_context
from mnr.views.period_choice import PeriodShown, go_to_period


class OverviewView(PeriodShown, ScopedView):
    """The Model National Response on one page, for any period."""

    action = Action.FRAMEWORK_READ

    def get(self, request, code=None):
        if chosen := request.GET.get("period"):
            return go_to_period("overview_period", chosen)
        period = self.choose_period(code)
        if period is None:
            return render(request, "overview/none.html", self.framework())
        return render(request, "overview/overview.html", self.context(period))

    def framework(self):
        """The picture before any period has begun."""
        enablers = Enabler.objects.current()
        return {
            **self.nothing_begun(),
            "rows": overviews.framework(self.request.user).rows(),
            "enablers": [{"title": enabler.words.title} for enabler in enablers],
        }

    def context(self, period):
        overview = overviews.overview(
            self.request.user, period, self.begun, everything=self.wants_everything
        )
        held = overviews.holds(overview)
        return {
            **self.period_context(period),
            "overview": overview,
            "headline": headline(overview),
            "rows": overview.rows(),
            "enablers": [hold.as_picture for hold in held],
            "holds": sorted(
                (hold for hold in held if hold.readings), key=lambda hold: -len(hold.readings)
            ),
            "holds_are_whole": all(hold.is_whole for hold in held),
            "heat": heat_context(overview, "heat"),
            "unowned": unowned_for(self.request.user),
        }
