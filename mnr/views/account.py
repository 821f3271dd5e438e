"""Signing in and out, by allauth's steps and our rules, without losing what was typed."""

import json

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.views import LoginView, LogoutView
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from mnr import factors, held_posts, once, session_clock
from mnr.access import ScopedView, ask_to_sign_in
from mnr.devices import device_of, network_of
from mnr.roles import Action
from mnr.services import audit, doors, notices, sessions
from mnr.views.typed import typed_texts

# what allauth tells of a person's own account: the event, and whether it is recorded here
TOLD = {
    "account/email/password_changed": notices.PASSWORD,
    "account/email/password_reset": notices.PASSWORD,
    "account/email/password_set": notices.PASSWORD,
    "mfa/email/webauthn_added": notices.FACTOR_ADDED,
    "mfa/email/totp_activated": notices.FACTOR_ADDED,
    "mfa/email/webauthn_removed": notices.FACTOR_REMOVED,
    "mfa/email/totp_deactivated": notices.FACTOR_REMOVED,
    "mfa/email/recovery_codes_generated": notices.CODES_MADE,
}
BROWSER_FORGETS = '"cache", "cookies", "storage"'


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the secretariat and the administrator, never by visitors."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail address and password do not belong together."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user, password):
        """Change the password, and record that it was changed."""
        super().set_password(user, password)
        audit.record(notices.PASSWORD, user, user)

    def login(self, request, user):
        """Sign in, note where, and begin to count the time; a closed account stays outside."""
        user.refresh_from_db(fields=["is_active"])
        if not user.is_active:
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        before = request.session.session_key
        super().login(request, user)
        request.session.cycle_key()
        sessions.expire(session_key=before or "-")
        session_clock.begin(request.session)
        sessions.begin_session(
            user=user,
            session_key=request.session.session_key,
            method=_method(request, user),
            device=device_of(request.headers.get("User-Agent", "")),
            network=network_of(self.get_client_ip(request)),
        )

    def get_login_stages(self):
        """As allauth has them, but for a factor that the provider of identities has seen."""
        factor = "allauth.mfa.stages.AuthenticateStage"
        ours = "mnr.views.factor_stage.FactorStage"
        return [ours if stage == factor else stage for stage in super().get_login_stages()]

    def logout(self, request):
        doors.record_sign_out(by=request.user)
        sessions.expire(session_key=request.session.session_key)
        super().logout(request)

    def get_login_redirect_url(self, request):
        """What was typed before comes first."""
        if held_posts.SESSION_KEY in request.session:
            return reverse("held_post")
        return super().get_login_redirect_url(request)

    def reauthenticate(self, user, password):
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app="", **kwargs):
        return not factors.may_manage(context.request.user)

    def get_reauthentication_methods(self, user):
        url = reverse("account_reauthenticate")
        return [{"id": "confirm", "description": "", "url": url}]

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Record what happened to the account, and tell its owner."""
        event = TOLD[template_prefix]
        device = device_of(self.request.headers.get("User-Agent", ""))
        if event == notices.PASSWORD:  # recorded where it is set
            notices.tell(user, event, device)
        else:
            notices.record_and_tell(user, event, device)

    def authentication_failed(self, request, **credentials):
        """Somebody typed a wrong password, or an address that has no account."""
        super().authentication_failed(request, **credentials)
        doors.record_failed_sign_in(address=credentials.get("email", ""))


class HoldingView:
    """A step of signing in that takes along what was typed when a session ended."""

    request: HttpRequest

    def hold(self):
        """Keep the text for the page after signing in, if it is ours and fresh."""
        text = self.request.POST.get(held_posts.FIELD, "")
        if not text or held_posts.unseal(text) is None:
            return False
        self.request.session[held_posts.SESSION_KEY] = text
        return True


class SignInView(HoldingView, LoginView):
    """allauth's sign-in. What was typed when a session ended goes along and is offered again."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and self.hold():  # signed in meanwhile in another tab
            return redirect("held_post")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        self.hold()  # before signing in: the session survives further steps of it
        return super().form_valid(form)

    def get_success_url(self):
        if held_posts.SESSION_KEY in self.request.session:
            return reverse("held_post")
        return super().get_success_url()


class PasskeySignInView(HoldingView, LoginWebAuthnView):
    """Signing in with a passkey alone: it proves the device, and its owner to the device."""

    def form_valid(self, form):
        self.hold()
        answer = super().form_valid(form)
        after = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(after, {self.request.get_host()})
        if self.request.user.is_authenticated and after and is_ours:
            held = held_posts.SESSION_KEY in self.request.session
            return redirect("held_post") if held else redirect(after)
        return answer


class FactorView(AuthenticateView):
    """The second factor, after the password."""

    def form_valid(self, form):
        answer = super().form_valid(form)
        tell_of_code(form, self.stage.login.user)
        return answer

    def get_context_data(self, **kwargs):
        found = super().get_context_data(**kwargs)
        options = json.dumps(found["js_data"]["request_options"])
        return found | {"ways": factors.ways(self.stage.login.user), "options": options}


class SignOutView(LogoutView):
    """The browser forgets what it keeps of us."""

    def post(self, *args, **kwargs):
        answer = super().post(*args, **kwargs)
        answer.headers["Clear-Site-Data"] = BROWSER_FORGETS
        return answer


def tell_of_code(form, user) -> None:
    """A recovery code was used up: its owner hears of it."""
    used = getattr(form, "authenticator", None)
    if used is not None and used.type == Authenticator.Type.RECOVERY_CODES:
        notices.record_and_tell(user, notices.CODE_USED)


def stale_form(request, reason=""):
    """A form whose page is older than the sign-in: what it holds is offered again.

    Only for a form that our own page sent (the browser says so in Origin); any other is refused.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    by_hand = "X-Autosave" not in request.headers
    if own and by_hand and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    if own and by_hand and held_posts.keep(request):
        return redirect("held_post")
    why = _("This page is older than your sign-in. Open it anew, then send the form again.")
    return render(request, "403.html", {"reason": why}, status=403)


class HeldPostView(ScopedView):
    """What was typed before the session ended, and one button that sends it where it was going.

    Nothing is done here: the page it is sent to asks again whether its sender may.
    """

    action = Action.FRAMEWORK_READ

    def get(self, request):
        held = held_posts.unseal(request.session.get(held_posts.SESSION_KEY, ""))
        if held is None:
            return redirect("my_work")
        context = {
            "path": held["path"],
            "fields": [(name, value) for name in held["fields"] for value in held["fields"][name]],
            "answers": typed_texts(held["fields"]),
            "once": once.new_token(),
        }
        return render(request, "account/held_post.html", context)

    def post(self, request):
        """Drop it."""
        request.session.pop(held_posts.SESSION_KEY, None)
        return redirect("my_work")


def _method(request, user):
    records = get_authentication_records(request, user)
    last = records[-1] if records else {}
    return last.get("type") or last.get("method", "")
