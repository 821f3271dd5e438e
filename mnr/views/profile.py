"""Your account: name and language, roles, second factors, and where one is signed in."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mnr import factors
from mnr.access import ScopedView
from mnr.forms.people import ProfileForm
from mnr.models import Membership, User
from mnr.roles import Action
from mnr.selectors import failed_sign_ins
from mnr.selectors.readings import readings_of_own
from mnr.services import people
from mnr.views.step import StepView

MOST_ENDED = 20


class ProfileView(StepView):
    """One's own account."""

    action = Action.USER_EDIT_SELF
    form_class = ProfileForm
    template_name = "people/profile.html"

    def form_arguments(self):
        return {"instance": User.objects.get(pk=self.request.user.pk)}

    def take(self, form):
        user = User.objects.get(pk=self.request.user.pk)
        people.edit_self(user=user, by=self.request.user, **form.cleaned_data)
        return _("Your profile is saved.")

    def next_url(self):
        return reverse("profile")

    def context(self):
        user, key = self.request.user, self.request.session.session_key
        roles = Membership.objects.select_related("organisation", "domain", "user")
        sessions = list(user.sessions.open())
        ended = user.sessions.exclude(ended_at=None).order_by("-started_at", "-pk")
        kinds = factors.kinds_of(user)
        return {
            "roles": roles.filter(user=user, ends_on__gte=timezone.localdate()),
            "sessions": [{"row": row, "is_here": row.session_key == key} for row in sessions],
            "ended": ended[:MOST_ENDED],
            "failed": failed_sign_ins.of_own_address(user),
            "may_see_readings": self.may(Action.UPDATE_READ),
            "has_passkey": factors.PASSKEYS in kinds,
            "has_app": factors.APP in kinds,
        }


class ReadingsView(ScopedView):
    """Who opened the unpublished updates of the reader's organisation."""

    action = Action.UPDATE_READ

    def get(self, request):
        context = {"readings": readings_of_own(request.user)}
        return render(request, "people/readings.html", context)
