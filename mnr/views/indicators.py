"""The indicators: which the country collects, and where each stands."""

from django.shortcuts import render

from mnr.access import ScopedView
from mnr.models import Indicator
from mnr.roles import Action


class IndicatorListView(ScopedView):
    """Every indicator by capability."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        rows = Indicator.objects.current().select_related("capability", "adoption__organisation")
        return render(request, "indicators/list.html", {"indicators": rows})
