"""What colleagues may do with somebody's account: sign it out, open it again, let it begin anew."""

from django.utils.translation import gettext as _

from mnr import permissions
from mnr.forms.people import FactorResetForm
from mnr.models import FactorReset
from mnr.roles import Action
from mnr.services import factor_resets, people, sessions
from mnr.views.people import PersonStepView, known_people


class PersonSignOutView(PersonStepView):
    """End all sessions of somebody."""

    action = Action.SESSION_KILL_ANY
    template_name = "people/sign_out.html"

    def take(self, form):
        sessions.end_all_sessions(user=self.person, by=self.request.user)
        return _("%(person)s is signed out everywhere.") % {"person": self.person}


class PersonReactivateView(PersonStepView):
    """Open a closed account again."""

    action = Action.USER_REACTIVATE
    template_name = "people/reopen.html"

    def take(self, form):
        people.reactivate_person(user=self.person, by=self.request.user)
        return _("The account of %(person)s is open. Give it the roles it needs.") % {
            "person": self.person
        }


class FactorResetView(PersonStepView):
    """Ask that somebody who lost every factor may begin anew."""

    action = Action.USER_MFA_RESET_REQUEST
    form_class = FactorResetForm
    template_name = "people/reset_factors.html"

    def take(self, form):
        factor_resets.request_reset(user=self.person, by=self.request.user, **form.cleaned_data)
        return _("It waits for the secretariat, for seven days.")


class FactorResetConfirmView(PersonStepView):
    """The second person's yes."""

    action = Action.USER_MFA_RESET_CONFIRM
    template_name = "people/confirm_reset.html"

    def find(self, pk):
        rows = FactorReset.objects.select_related("user", "requested_by")
        self.reset = self.visible_or_404(
            rows.filter(user__in=known_people(self)), Action.FRAMEWORK_READ, pk=pk
        )
        self.person = self.reset.user

    def get(self, request, pk):
        self.find(pk=pk)
        permissions.require(request.user, self.action, self.reset)
        return self.show(self.form())

    def take(self, form):
        factor_resets.confirm_reset(reset=self.reset, by=self.request.user)
        return _("%(person)s begins anew by a link that is on its way.") % {"person": self.person}

    def context(self):
        return {"person": self.person, "reset": self.reset}
