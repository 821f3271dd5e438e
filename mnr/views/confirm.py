"""Confirm that it is you: the fresh proof that protected steps ask for."""

import json

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from mnr import factors
from mnr.forms.factors import CodeAgainForm
from mnr.signed_in import renew
from mnr.views.account import tell_of_code
from mnr.views.own import OwnView

FORMS = {
    factors.PASSKEY: ("credential", ReauthenticateWebAuthnForm),
    factors.CODE: ("code", CodeAgainForm),
    factors.PASSWORD: ("password", ReauthenticateForm),
}


class ConfirmView(OwnView):
    """The ways that are strong enough for the person; afterwards, back to the step."""

    def get(self, request):
        return self.show({}, factors.ways(request.user))

    def post(self, request):
        ways = factors.ways(request.user)
        way = next((way for way in ways if FORMS[way][0] in request.POST), None)
        if way is None:
            return self.show({}, ways, status=422)
        form = FORMS[way][1](user=request.user, data=request.POST)
        if not form.is_valid():
            return self.show({way: form}, ways, status=422)
        self.record(way, form)
        renew(request)
        return redirect(self.after() or "my_work")

    def record(self, way, form):
        """Note the proof in the session."""
        if way == factors.PASSWORD:
            reauthenticate_by_password(self.request)
        else:
            form.save()
        tell_of_code(form, self.request.user)

    def show(self, sent, ways, status=200):
        forms = {way: sent.get(way) or FORMS[way][1](user=self.request.user) for way in ways}
        context = {"forms": forms, "next": self.after(), "form": next(iter(sent.values()), None)}
        if factors.PASSKEY in ways:
            context["options"] = json.dumps(begin_authentication(self.request.user))
        return render(self.request, "account/reauthenticate.html", context, status=status)

    def after(self):
        """The page to go back to, if it is one of ours."""
        asked = self.request.POST.get("next") or self.request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(asked, {self.request.get_host()})
        return asked if is_ours else ""
