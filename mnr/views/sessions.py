"""Where one is signed in: staying, and ending it here or elsewhere."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mnr import permissions, session_clock
from mnr.access import ScopedView
from mnr.once import own_path
from mnr.roles import Action
from mnr.services import sessions
from mnr.signed_in import is_machine
from mnr.views.own import OwnView


class StayView(OwnView):
    """“Stay signed in”: asking for this page is the activity that counts.

    A script that only looks how long the session lasts says so (X-Refresh), and changes nothing.
    """

    http_method_names = ["get", "post"]

    def get(self, request):
        if not is_machine(request):
            return redirect("my_work")
        roles = permissions.standing(request.user).roles
        left = session_clock.ends_at(request.session, roles) - timezone.now()
        return JsonResponse({"seconds": int(left.total_seconds())})

    def post(self, request):
        if is_machine(request):
            return self.get(request)
        return redirect(own_path(request.POST.get("next", "")) or reverse("my_work"))


class SessionEndView(ScopedView):
    """Sign out one of one's devices."""

    action = Action.SESSION_KILL_SELF
    http_method_names = ["post"]

    def post(self, request, pk):
        session = get_object_or_404(request.user.sessions.open(), pk=pk)
        sessions.end_session(session=session, by=request.user)
        messages.success(request, _("That device is signed out."))
        return redirect("profile")


class OthersEndView(ScopedView):
    """Sign out everywhere but here."""

    action = Action.SESSION_KILL_SELF
    http_method_names = ["post"]

    def post(self, request):
        key = request.session.session_key
        ended = sessions.end_other_sessions(keep=key, by=request.user)
        words = ngettext("%d device is signed out.", "%d devices are signed out.", ended)
        messages.success(request, words % ended)
        return redirect("profile")
