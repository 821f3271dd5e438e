"""Reduced separation: what is reduced, until when, and the steps of chair and auditor."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.forms.policy import ReductionForm
from mnr.models import ReducedSeparation
from mnr.roles import Action
from mnr.services import separations
from mnr.views.step import StepView

ROWS = ReducedSeparation.objects.select_related("requested_by", "confirmed_by", "ended_by")


class SeparationListView(ScopedView):
    """Every reduction there is and was."""

    action = Action.SEPARATION_READ

    def get(self, request):
        rows = list(self.visible(ROWS))
        context = {
            "rows": [self.row(row) for row in rows],
            "may_request": self.may(Action.SEPARATION_REQUEST),
        }
        return render(request, "policy/separations.html", context)

    def row(self, reduction):
        today = timezone.localdate()
        is_over = reduction.ended_at is not None or reduction.ends_on < today
        return {
            "reduction": reduction,
            "is_over": is_over,
            "is_future": reduction.starts_on > today,
            "may_confirm": not is_over and self.may(Action.SEPARATION_CONFIRM, reduction),
            "may_end": not is_over and self.may(Action.SEPARATION_END, reduction),
        }


class SeparationRequestView(StepView):
    """The chair asks."""

    action = Action.SEPARATION_REQUEST
    form_class = ReductionForm
    template_name = "policy/separation_request.html"

    def form_arguments(self):
        today = timezone.localdate()
        return {"initial": {"starts_on": today, "ends_on": today + timedelta(days=182)}}

    def take(self, form):
        separations.request_reduction(by=self.request.user, **form.cleaned_data)
        return _("It is asked for. It counts once an auditor has confirmed it.")

    def next_url(self):
        return reverse("separation_list")


class SeparationStepView(StepView):
    """A step about one reduction."""

    action = Action.SEPARATION_READ

    def find(self, pk):
        self.reduction = self.visible_or_404(ROWS, Action.SEPARATION_READ, pk=pk)

    def context(self):
        return {"reduction": self.reduction}

    def next_url(self):
        return reverse("separation_list")


class SeparationConfirmView(SeparationStepView):
    """The auditor's yes."""

    action = Action.SEPARATION_CONFIRM
    template_name = "policy/separation_confirm.html"

    def take(self, form):
        separations.confirm_reduction(reduction=self.reduction, by=self.request.user)
        return _("Separation is reduced as asked. Every page says so.")


class SeparationEndView(SeparationStepView):
    """The end of it, by either of the two."""

    action = Action.SEPARATION_END
    template_name = "policy/separation_end.html"

    def take(self, form):
        separations.end_reduction(reduction=self.reduction, by=self.request.user)
        return _("It has ended: two people are needed again.")
