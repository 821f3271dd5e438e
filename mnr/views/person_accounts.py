"""What colleagues may do with somebody's account: sign it out."""

from django.utils.translation import gettext as _

from mnr.roles import Action
from mnr.services import sessions
from mnr.views.people import PersonStepView


class PersonSignOutView(PersonStepView):
    """End all sessions of somebody."""

    action = Action.SESSION_KILL_ANY
    template_name = "people/sign_out.html"

    def take(self, form):
        sessions.end_all_sessions(user=self.person, by=self.request.user)
        return _("%(person)s is signed out everywhere.") % {"person": self.person}
