"""Figures shown or hidden against the rule: the secretariat asks, the chair decides."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.access import ScopedView
from mnr.forms.base import Form, Rules
from mnr.forms.overrides import OverrideDecisionForm, OverrideForm
from mnr.models import Observation
from mnr.roles import Action
from mnr.selectors import overrides
from mnr.services import overrides as services
from mnr.services.errors import Refused
from mnr.views.step import StepView


class OverrideListView(ScopedView):
    """What was asked for, and what became of it."""

    action = Action.INDICATOR_OVERRIDE_READ

    def get(self, request):
        context = {
            "rows": overrides.overrides()[:200],
            "may_ask": self.may(Action.INDICATOR_OVERRIDE_REQUEST),
            "decides_on": overrides.decides_on(request.user),
        }
        return render(request, "overrides/list.html", context)


class OverrideRequestView(StepView):
    """Ask that one figure is shown or hidden against the rule."""

    action = Action.INDICATOR_OVERRIDE_REQUEST
    form_class = OverrideForm
    template_name = "overrides/request.html"

    def find(self, pk):
        rows = Observation.objects.standing().select_related("indicator", "region", "period")
        readable = permissions.scope(self.request.user, Action.INDICATOR_READ_RAW, rows)
        self.value = get_object_or_404(readable, pk=pk)
        try:
            services.refuse_other_figures(self.value)
        except Refused as refusal:
            raise permissions.WrongState(refusal.message) from refusal

    def take(self, form):
        services.request_override(value=self.value, by=self.request.user, **form.cleaned_data)
        return _("The chair is asked to confirm it.")

    def next_url(self):
        return reverse("override_list")

    def context(self):
        return {"value": self.value, "is_told": overrides.is_told(self.value)}


class OverrideDecideView(StepView):
    """The second person's yes or no. The page does not tell the number."""

    action = Action.INDICATOR_OVERRIDE_CONFIRM
    form_class: type[Rules] = OverrideDecisionForm
    template_name = "overrides/decide.html"

    def find(self, pk):
        self.row = get_object_or_404(overrides.overrides(), pk=pk)

    def take(self, form):
        row = services.decide_override(override=self.row, by=self.request.user, **form.cleaned_data)
        if row.state == row.State.REFUSED:
            return _("It is refused.")
        return _("It is confirmed. The next edition that is made follows it.")

    def next_url(self):
        return reverse("my_work")

    def context(self):
        may = self.may(self.action, self.row)
        return {
            "row": self.row,
            "is_told": overrides.is_told(self.row.value),
            "may": may,
            "consequences": overrides.consequences(self.row) if may else None,
        }


class OverrideWithdrawView(OverrideDecideView):
    """The secretariat does not ask for it any more."""

    action = Action.INDICATOR_OVERRIDE_REQUEST
    form_class = Form
    template_name = "overrides/withdraw.html"

    def take(self, form):
        services.withdraw_override(override=self.row, by=self.request.user)
        return _("It is withdrawn.")

    def next_url(self):
        return reverse("override_list")

    def context(self):
        return {"row": self.row, "may": services.is_open(self.row)}
