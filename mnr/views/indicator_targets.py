"""What the country decides about an indicator: whether it collects it, and its targets."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mnr.forms.indicators import AdoptionForm, DropForm, TargetForm
from mnr.models import IndicatorAdoption, Target
from mnr.roles import Action
from mnr.selectors import indicators
from mnr.services import indicators as services
from mnr.services.errors import EditConflict
from mnr.views.indicators import breadcrumbs
from mnr.views.step import StepView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IndicatorStepView(StepView):
    """A step on one indicator. Not routed itself."""

    action = Action.INDICATOR_ADOPT
    here: "StrOrPromise" = ""

    def find(self, code, **others):
        self.indicator = get_object_or_404(indicators.current(), code=code)

    def next_url(self):
        return reverse("indicator_detail", args=[self.indicator.code])

    def context(self):
        return {
            "indicator": self.indicator,
            "unit": indicators.unit_of(self.indicator),
            "breadcrumbs": breadcrumbs(self.indicator, self.here),
        }


class AdoptionView(IndicatorStepView):
    """Say whether and how the country collects the indicator."""

    form_class = AdoptionForm
    template_name = "indicators/adopt.html"
    here = _("In this country")
    differences: list | None = None

    def post(self, request, **kwargs):
        try:
            return super().post(request, **kwargs)
        except EditConflict as conflict:
            return self.show_conflict(conflict.current)

    def show_conflict(self, stored):
        """Both versions side by side; what was typed stays in the form, ready to be saved."""
        self.differences = list(self.sent.differences(stored))
        self.sent.data = self.sent.data.copy()
        self.sent.data["version"] = stored.version
        return self.show(self.sent, status=409)

    def form_arguments(self):
        stored = IndicatorAdoption.objects.filter(indicator=self.indicator).first()
        new = IndicatorAdoption(indicator=self.indicator, frequency=self.indicator.frequency)
        return {"instance": stored or new}

    def take(self, form):
        version = form.cleaned_data.get("version") or 0
        services.adopt(adoption=form.instance, version=version, by=self.request.user)
        words = {"code": self.indicator.code, "status": form.instance.get_status_display()}
        return _("%(code)s is saved: %(status)s.") % words

    def context(self):
        return super().context() | {"differences": self.differences}


class TargetStepView(IndicatorStepView):
    """A step on the targets of an indicator. Not routed itself."""

    template_name = "indicators/target.html"
    latest: Target | None = None  # what stands by now, when somebody was faster
    is_conflict = False

    def find(self, code, **others):
        super().find(code, **others)
        if self.indicator.is_context:
            raise Http404

    def post(self, request, **kwargs):
        try:
            return super().post(request, **kwargs)
        except EditConflict as conflict:
            self.latest, self.is_conflict = latest_of(conflict.current), True
            return self.show(self.sent, status=409)

    def form_arguments(self):
        return {
            "instance": Target(indicator=self.indicator),
            "unit": indicators.unit_of(self.indicator),
        }

    def done(self, target):
        """The words for a target that was set."""
        return _("%(value)s by %(day)s is set.") % {
            "value": indicators.in_words(self.indicator, target.value),
            "day": date_format(target.on, "DATE_FORMAT"),
        }

    def context(self):
        latest = self.latest
        words = "" if latest is None else indicators.in_words(self.indicator, latest.value)
        return super().context() | {
            "is_conflict": self.is_conflict,
            "latest": latest,
            "latest_words": words,
        }


class TargetCreateView(TargetStepView):
    """Set a target, or the baseline."""

    form_class = TargetForm
    here = _("Set a target")

    def take(self, form):
        names = ("is_baseline", "on", "value", "reason")
        values = {name: form.cleaned_data[name] for name in names}
        return self.done(
            services.set_target(indicator=self.indicator, by=self.request.user, **values)
        )


class StandingTargetView(TargetStepView):
    """A step on one target. Not routed itself."""

    target: Target

    def find(self, code, **others):
        super().find(code, **others)
        self.target = get_object_or_404(self.indicator.targets.filter(is_dropped=False), **others)
        self.target.indicator = self.indicator

    def context(self):
        words = indicators.in_words(self.indicator, self.target.value)
        return super().context() | {"target": self.target, "target_words": words}


class TargetUpdateView(StandingTargetView):
    """Put another target in the place of one."""

    form_class = TargetForm
    here = _("Change a target")

    def form_arguments(self):
        number = self.target.value
        plain = number.quantize(1) if number == number.to_integral_value() else number
        initial = {"on": self.target.on, "value": str(plain)}
        return super().form_arguments() | {"is_change": True, "initial": initial}

    def take(self, form):
        values = {name: form.cleaned_data[name] for name in ("on", "value", "reason")}
        return self.done(
            services.set_target(
                indicator=self.indicator,
                replaces=self.target,
                is_baseline=self.target.is_baseline,
                by=self.request.user,
                **values,
            )
        )


class TargetDropView(StandingTargetView):
    """Say that a target counts no more."""

    form_class = DropForm
    template_name = "indicators/drop_target.html"
    here = _("Drop a target")

    def form_arguments(self):
        return {}

    def take(self, form):
        services.drop_target(
            target=self.target, reason=form.cleaned_data["reason"], by=self.request.user
        )
        return _("The target counts no more. It stays to be seen, with your reason.")


def latest_of(target: Target) -> Target:
    """What took the place of a target, and of that, to the last."""
    later = {row.replaces_id: row for row in target.indicator.targets.exclude(replaces=None)}
    while target.pk in later:
        target = later[target.pk]
    return target
