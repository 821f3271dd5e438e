"""Published values that belong to no indicator: a page, and a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.roles import Action
from mnr.selectors import published_values


class PublishedValuesView(ScopedView):
    """By capability, as they were published."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        rows = published_values.of_no_indicator(request.user)
        context = {
            "capabilities": published_values.by_capability(rows),
            "breadcrumbs": [
                {"label": _("Indicators"), "url": reverse("indicator_list")},
                {"label": _("Published values that belong to no indicator")},
            ],
        }
        return render(request, "indicators/published.html", context)


class PublishedValuesFileView(ScopedView):
    """The same as a file; they are public, so that taking them is no event."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        data = published_values.as_csv(published_values.of_no_indicator(request.user))
        headers = {"Content-Disposition": 'attachment; filename="published-values.csv"'}
        return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)
