"""What to do when suspected illegal material appears, and who is on duty for it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from mnr import permissions
from mnr.access import ScopedView
from mnr.forms.quarantine import DutyForm, ProcedureForm
from mnr.models import Duty, Membership, Procedure
from mnr.roles import Action, Role
from mnr.services import duty, procedure
from mnr.views.step import StepView


class PublicProcedureView(TemplateView):
    """What anybody does who sees illegal material, and whom to call. It names no officer."""

    template_name = "quarantine/procedure_public.html"

    def get_context_data(self, **kwargs):
        row = Procedure.objects.in_force()
        public = {name: getattr(row, name) for name in procedure.PUBLIC} if row else None
        return super().get_context_data(procedure=public, **kwargs)


class ProcedureView(ScopedView):
    """The procedure with the five things that the country filled in. For everybody signed in."""

    action = Action.FRAMEWORK_READ

    def get(self, request):
        proposed = Procedure.objects.proposed().select_related("proposed_by").first()
        may_propose, may_confirm = (
            self.may(Action.PROCEDURE_PROPOSE),
            proposed and self.may(Action.PROCEDURE_CONFIRM, proposed),
        )
        context = {
            "procedure": Procedure.objects.in_force(),
            "proposed": proposed if may_propose or may_confirm else None,
            "may_propose": may_propose,
            "may_confirm": may_confirm,
            "may_see_duties": may_propose or self.may(Action.DUTY_CONFIRM),
        }
        return render(request, "quarantine/procedure.html", context)


class ProcedureProposeView(StepView):
    """Fill in the five things, or propose a change."""

    action = Action.PROCEDURE_PROPOSE
    template_name = "quarantine/procedure_propose.html"

    def form(self, data=None):
        row = Procedure.objects.in_force()
        initial = {name: getattr(row, name) for name in procedure.FIELDS} if row else None
        return ProcedureForm(data, initial=initial)

    def take(self, form):
        procedure.propose_procedure(values=form.cleaned_data, by=self.request.user)
        return _("The chair is asked to confirm it.")

    def next_url(self):
        return reverse("procedure")


class ProcedureConfirmView(StepView):
    """The second person's yes to the five things."""

    action = Action.PROCEDURE_CONFIRM
    template_name = "quarantine/procedure_confirm.html"

    def find(self, pk):
        self.row = get_object_or_404(Procedure.objects.select_related("proposed_by"), pk=pk)

    def take(self, form):
        procedure.confirm_procedure(procedure=self.row, by=self.request.user)
        return _("The procedure is in force.")

    def next_url(self):
        return reverse("procedure")

    def context(self):
        may = self.may(Action.PROCEDURE_CONFIRM, self.row)
        changes = procedure.changes(self.row) if self.row.confirmed_at is None else []
        return {"row": self.row, "changes": changes, "may": may}


class DutyListView(ScopedView):
    """Who is on duty, and who of the secretariat could be."""

    action = Action.DUTY_END

    def get(self, request):
        duties = Duty.objects.filter(ended_at=None).order_by("-place", "-pk").select_related("user")
        taken = {row.user_id for row in duties}
        members = Membership.objects.in_force().filter(role=Role.SEC).select_related("user")
        context = {
            "duties": [
                {"duty": row, "may_confirm": self.may(Action.DUTY_CONFIRM, row)} for row in duties
            ],
            "members": [row for row in members if row.user_id not in taken],
            "may_request": self.may(Action.DUTY_REQUEST) and len(duties) < len(Duty.Place),
        }
        return render(request, "quarantine/duties.html", context)


class DutyStepView(StepView):
    """A step about who is on duty."""

    action = Action.DUTY_END

    def find(self, pk):
        self.duty = get_object_or_404(Duty.objects.select_related("user"), pk=pk)

    def next_url(self):
        return reverse("duty_list")

    def context(self):
        return {"duty": self.duty, "person": self.duty.user}


class DutyRequestView(DutyStepView):
    """Ask that somebody of the secretariat is on duty."""

    action = Action.DUTY_REQUEST
    template_name = "quarantine/duty_request.html"

    def find(self, pk):
        held = Membership.objects.in_force().filter(role=Role.SEC).select_related("user")
        self.membership = get_object_or_404(held, pk=pk)
        taken = set(Duty.objects.filter(ended_at=None).values_list("place", flat=True))
        self.places = [pair for pair in Duty.Place.choices if pair[0] not in taken]
        if not self.places:
            raise permissions.WrongState(_("Both places are taken: end one of them first."))

    def form(self, data=None):
        return DutyForm(data, places=self.places)

    def take(self, form):
        duty.request_duty(membership=self.membership, by=self.request.user, **form.cleaned_data)
        return _("The chair is asked to confirm it.")

    def context(self):
        return {"person": self.membership.user}


class DutyConfirmView(DutyStepView):
    """The second person's yes."""

    action = Action.DUTY_CONFIRM
    template_name = "quarantine/duty_confirm.html"

    def take(self, form):
        duty.confirm_duty(duty=self.duty, by=self.request.user)
        return _("%(person)s is on duty.") % {"person": self.duty.user}


class DutyEndView(DutyStepView):
    """Somebody is no longer on duty."""

    action = Action.DUTY_END
    template_name = "quarantine/duty_end.html"

    def take(self, form):
        duty.end_duty(duty=self.duty, by=self.request.user)
        return _("%(person)s is no longer on duty.") % {"person": self.duty.user}
