"""Indicators of the country's own: proposed by the secretariat, decided on by the chair."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr.forms.base import Form, Rules
from mnr.forms.definitions import DecisionForm, DefinitionForm, WithdrawForm
from mnr.models import Capability, IndicatorDefinition
from mnr.roles import Action
from mnr.selectors import definitions, indicators
from mnr.services import definitions as services
from mnr.views.indicators import breadcrumbs
from mnr.views.step import StepView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ASKED = _("The chair is asked to confirm it.")


class DefinitionCreateView(StepView):
    """Propose an indicator beside those of the reference."""

    action = Action.INDICATOR_DEFINE
    form_class = DefinitionForm
    template_name = "indicators/define.html"

    def form(self, data=None):
        capabilities = Capability.objects.current()
        number = self.request.GET.get("capability", "")
        chosen = capabilities.filter(number=number).first() if number.isdecimal() else None
        return DefinitionForm(data, initial={"capability": chosen})

    def take(self, form):
        is_another = form.cleaned_data["is_another"]
        services.define(definition=form.instance, is_another=is_another, by=self.request.user)
        return ASKED

    def next_url(self):
        return reverse("indicator_list")

    def context(self):
        items = [{"label": _("Indicators"), "url": reverse("indicator_list")}]
        return {"breadcrumbs": [*items, {"label": _("Define an indicator")}]}


class OwnIndicatorView(StepView):
    """A step on an indicator of the country's own. Not routed itself."""

    action = Action.INDICATOR_DEFINE
    here: "StrOrPromise" = ""

    def find(self, code, **others):
        self.indicator = get_object_or_404(indicators.current(), code=code)
        if not self.indicator.is_own:
            raise Http404

    def next_url(self):
        return reverse("indicator_detail", args=[self.indicator.code])

    def context(self):
        return {
            "indicator": self.indicator,
            "breadcrumbs": breadcrumbs(self.indicator, self.here),
            "has_values": services.has_values(self.indicator),
        }


class DefinitionUpdateView(OwnIndicatorView):
    """Propose another version of one."""

    form_class = DefinitionForm
    template_name = "indicators/define.html"
    here = _("Change the definition")

    def form(self, data=None):
        new = IndicatorDefinition(indicator=self.indicator, capability=self.indicator.capability)
        initial = services.defined(services.standing(self.indicator))
        version = services.version_of(self.indicator)
        return DefinitionForm(data, instance=new, version=version, initial=initial)

    def take(self, form):
        version = form.cleaned_data["version"] or 0
        services.define(
            definition=form.instance,
            version=version,
            is_another=form.cleaned_data["is_another"],
            by=self.request.user,
        )
        return ASKED


class IndicatorWithdrawView(OwnIndicatorView):
    """Propose that one is no longer used."""

    form_class = WithdrawForm
    template_name = "indicators/withdraw.html"
    here = _("Withdraw")

    def take(self, form):
        services.withdraw(
            indicator=self.indicator, reason=form.cleaned_data["reason"], by=self.request.user
        )
        return ASKED


class DefinitionDecideView(StepView):
    """The second person's yes or no to a version."""

    action = Action.FRAMEWORK_CONFIRM
    form_class: type[Rules] = DecisionForm
    template_name = "indicators/decide.html"

    def find(self, pk):
        self.row = get_object_or_404(definitions.definitions(), pk=pk)

    def take(self, form):
        row = services.decide(definition=self.row, by=self.request.user, **form.cleaned_data)
        if row.state == row.State.REFUSED:
            return _("It is sent back.")
        words = {"code": getattr(row.indicator, "code", "")}
        return (
            _("%(code)s is withdrawn.") % words
            if row.is_withdrawal
            else _("%(code)s is confirmed.") % words
        )

    def next_url(self):
        return reverse("indicator_list")

    def context(self):
        holds = definitions.before(self.row)
        is_change = holds and not self.row.is_withdrawal
        return {
            "row": self.row,
            "facts": definitions.facts(self.row),
            "differences": definitions.differences(self.row, holds) if is_change else [],
            "may": self.may(self.action, self.row),
        }


class DefinitionTakeBackView(DefinitionDecideView):
    """The secretariat takes a proposal back."""

    action = Action.INDICATOR_DEFINE
    form_class = Form
    template_name = "indicators/take_back.html"

    def take(self, form):
        services.take_back(definition=self.row, by=self.request.user)
        return _("It is taken back.")

    def context(self):
        return super().context() | {"may": self.row.state == self.row.State.WAITING}
