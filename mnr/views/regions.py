"""The regions of the country, and bringing the list of them in."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.forms.regions import RegionsForm
from mnr.models import Region
from mnr.roles import Action
from mnr.services import regions
from mnr.views.step import StepView


class RegionListView(ScopedView):
    """Every region, those of the second level beneath the one that they lie within."""

    action = Action.REGION_READ

    def get(self, request):
        rows = self.visible(Region.objects.current().select_related("within"))
        ordered = sorted(rows, key=_place)
        context = {
            "columns": [_("Region"), _("Code"), _("Within")],
            "rows": [
                [row.name, row.code, row.within.name if row.within else "–"] for row in ordered
            ],
            "total": len(ordered),
            "may_edit": self.may(Action.REGION_EDIT),
        }
        return render(request, "regions/list.html", context)


class RegionsEditView(StepView):
    """Bring the list in: all or nothing."""

    action = Action.REGION_EDIT
    template_name = "regions/form.html"

    def form(self, data=None):
        return RegionsForm(data, initial={"text": regions.as_text(), "seen": regions.digest()})

    def take(self, form):
        try:
            done = regions.set_regions(by=self.request.user, **form.cleaned_data)
        except regions.ChangedMeanwhile:
            form.data = form.data.copy()
            form.data["seen"] = regions.digest()  # sent again, it is meant
            raise
        words = _("%(new)d new, %(changed)d changed, %(same)d as before, %(withdrawn)d withdrawn.")
        return words % vars(done)

    def next_url(self):
        return reverse("region_list")


def _place(row):
    upper = row.within or row
    return (upper.name, row.within is not None, row.name)
