"""Single sign-on: the buttons that lead to the provider of identities, and what comes back.

Nobody's account is opened by it, and only issuer and subject say whose identity it is: names and
addresses that the provider tells are not looked at.
"""

import logging
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from mnr import held_posts, id_tokens, identity_provider, once, permissions, sso
from mnr.access import ScopedView
from mnr.roles import Action
from mnr.services import identities, invitations
from mnr.services.errors import Refused
from mnr.views.step import StepView

logger = logging.getLogger(__name__)
METHOD = "sso"  # of a record of signing in


@method_decorator(never_cache, "dispatch")
class ProviderView(View):
    """A step of single sign-on; not there unless a provider is configured. Not routed itself."""

    http_method_names = ["post"]
    request: Any  # of whoever signs in, or is signed in and links or confirms

    def dispatch(self, request, *args, **kwargs):
        if not identity_provider.is_configured():
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except sso.Failed as failure:
            logger.warning("Single sign-on failed: %s", failure)
            return render(request, "sso/failed.html", status=401)


class SsoStartView(ProviderView):
    """The button on the sign-in page. What was typed when a session ended goes along."""

    def post(self, request):
        if request.user.is_authenticated:
            return redirect("my_work")
        then = once.own_path(request.POST.get("next", ""))
        held = request.POST.get(held_posts.FIELD, "")
        if held and held_posts.unseal(held) is not None:
            request.session[held_posts.SESSION_KEY] = held
            then = reverse("held_post")
        return sso.leave(request, sso.SIGN_IN, then)


class SsoAcceptView(ProviderView):
    """The button on the page of an invitation: accept it, coming from the provider."""

    def post(self, request, token):
        if invitations.find(token) is None or request.user.is_authenticated:
            return redirect("invitation_accept", token)
        return sso.leave(request, sso.SIGN_IN, invitation=invitations.fingerprint(token))


class SsoConfirmView(ProviderView, ScopedView):
    """Prove again at the provider who you are, for a step that is protected."""

    action = Action.FRAMEWORK_READ

    def post(self, request):
        then = once.own_path(request.POST.get("next", ""))
        return sso.leave(request, sso.CONFIRM, then, person=str(request.user.pk))


class SsoCallbackView(ProviderView):
    """Where the provider sends people back to."""

    http_method_names = ["get"]

    def get(self, request):
        answer = sso.come_back(request)
        rows = SocialAccount.objects.select_related("user")
        identity = rows.filter(provider=settings.MNR_OIDC_ISSUER, uid=answer.subject).first()
        purpose = answer.remembered["process"]
        if purpose == sso.SIGN_IN:
            return self.sign_in(answer, identity.user if identity else None)
        if answer.remembered["person"] != str(request.user.pk) or not answer.is_proven_anew:
            raise sso.Failed("another person, or an old proof")
        if purpose == sso.LINK:
            return self.link(answer)
        return self.confirm(answer, identity)

    def sign_in(self, answer, user):
        if self.request.user.is_authenticated:
            return redirect("my_work")
        if fingerprint := answer.remembered.get("invitation"):
            user = self.accept(fingerprint, answer.subject)
        if user is None or not user.is_active:
            logger.info("Single sign-on by an identity that is linked to no open account")
            return render(self.request, "sso/unknown.html", status=403)
        self.record(user, answer.claims)
        then = answer.remembered.get("next") or reverse(settings.LOGIN_REDIRECT_URL)
        return perform_login(self.request, user, redirect_url=then)

    def accept(self, fingerprint, subject):
        """The account of an invitation that is accepted by coming from the provider."""
        try:
            return invitations.accept(fingerprint=fingerprint, subject=subject)
        except Refused:
            return None

    def link(self, answer):
        user = self.request.user
        try:
            identities.link(user=user, subject=answer.subject, by=user)
            messages.success(self.request, _("Your account is linked."))
        except (Refused, permissions.Denied) as refusal:
            messages.error(self.request, str(refusal))
        return redirect("identity")

    def confirm(self, answer, identity):
        """Another proof of the person who is signed in, and of nobody else."""
        if identity is None or identity.user_id != self.request.user.pk:
            raise sso.Failed("the identity is not that of the person who is signed in")
        self.record(identity.user, answer.claims)
        return redirect(answer.remembered.get("next") or settings.LOGIN_REDIRECT_URL)

    def record(self, user, claims):
        """How strong the proof is and when it was given, as the signed token says."""
        strength = identity_provider.strength_of(claims)
        at = id_tokens.authenticated_at(claims)
        record_authentication(self.request, user, METHOD, strength=int(strength), at=at)


class IdentityView(ProviderView, ScopedView):
    """Whether one's account is linked to an identity at the provider; the button links it."""

    action = Action.IDENTITY_LINK_SELF
    http_method_names = ["get"]

    def get(self, request):
        permissions.require(request.user, self.action, request.user)
        context = {"identity": identities.identity_of(request.user)}
        return render(request, "sso/identity.html", context)


class IdentityLinkView(ProviderView, ScopedView):
    """The button that links one's account."""

    action = Action.IDENTITY_LINK_SELF

    def post(self, request):
        permissions.require(request.user, self.action, request.user)
        return sso.leave(request, sso.LINK, person=str(request.user.pk))


class IdentityUnlinkView(StepView):
    """Remove the link, after a question."""

    action = Action.IDENTITY_LINK_SELF
    template_name = "sso/unlink.html"

    def take(self, form):
        identities.unlink(user=self.request.user, by=self.request.user)
        return _("The link is removed. You sign in with your password.")

    def next_url(self):
        return reverse("identity")
