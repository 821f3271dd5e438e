"""Passkeys, the authenticator app and recovery codes: allauth's steps, with our rules."""

import json

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from mnr import factors, held_posts
from mnr.models import User
from mnr.signed_in import is_admitted, renew
from mnr.views.own import OwnView


class FactorsView(OwnView):
    """What the reader has, what their roles ask for, and what to do next."""

    def get(self, request):
        user = request.user
        rows = Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk")
        codes = next((row for row in rows if row.type == factors.CODES), None)
        strong = [row for row in rows if row.type == factors.PASSKEYS]
        app = next((row for row in rows if row.type == factors.APP), None)
        context = {
            "passkeys": [{"row": row, "name": row.wrap().name} for row in strong],
            "app": app,
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
            "needs_passkey": factors.needs_passkey(user),
            "is_admitted": is_admitted(user),
            "may_confirm": bool(strong or (app and not factors.needs_passkey(user))),
            "has_held": held_posts.SESSION_KEY in request.session,
        }
        return render(request, "mfa/index.html", context)


class PasskeyAddView(AddWebAuthnView):
    """Add a passkey, which from then on signs in by itself."""

    def get_context_data(self, **kwargs):
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {
            "form": kwargs.get("form") or self.get_form(),
            "options": json.dumps(options),
            "needs_passkey": factors.needs_passkey(self.request.user),
        }

    def form_valid(self, form):
        fields = form.cleaned_data
        passkey, codes = flows.add_authenticator(
            self.request, name=fields["name"], credential=fields["credential"]
        )
        prove(self.request, passkey)
        return redirect("mfa_view_recovery_codes" if codes else "mfa_index")


class PasskeyRemoveView(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last that the person's roles ask for."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"name": self.object.wrap().name}

    @transaction.atomic
    def form_valid(self, form):
        User.objects.select_for_update().get(pk=self.request.user.pk)
        adapter, passkey = factors.FactorAdapter(), self.get_object()
        if not adapter.can_delete_authenticator(passkey):
            words = adapter.error_messages["cannot_delete_authenticator"]
            messages.error(self.request, words)
            return redirect("mfa_index")
        return super().form_valid(form)


class AppAddView(ActivateTOTPView):
    """Set up an authenticator app."""

    def form_valid(self, form):
        app, codes = totp_flows.activate_totp(self.request, form)
        form.use_up(app)
        prove(self.request, app)
        return redirect("mfa_view_recovery_codes" if codes else "mfa_index")


class AppRemoveView(DeactivateTOTPView):
    """Remove the app, unless it is the last factor."""


class CodesView(ViewRecoveryCodesView):
    """The recovery codes, once."""

    def get_context_data(self, **kwargs):
        after = "held_post" if held_posts.SESSION_KEY in self.request.session else "my_work"
        asks_more = not is_admitted(self.request.user)
        context = super().get_context_data(**kwargs)
        context["needs_passkey"] = factors.needs_passkey(self.request.user)
        return context | {"after": "mfa_index" if asks_more else after}


class CodesAgainView(GenerateRecoveryCodesView):
    """New recovery codes; the ones before them stop working."""


def prove(request, authenticator) -> None:
    """Whoever has just set up a factor has shown it: that counts as a proof."""
    kind = {"id": authenticator.pk, "type": str(authenticator.type), "reauthenticated": True}
    record_authentication(request, request.user, "mfa", **kind)
    renew(request)
