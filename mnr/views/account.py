"""Accounts: who may open one, and signing in again without losing what was typed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr import held_posts, once
from mnr.access import ScopedView, ask_to_sign_in
from mnr.roles import Action
from mnr.services import audit
from mnr.views.typed import typed_texts


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the secretariat and the administrator, never by visitors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user, password):
        """Change the password, and record that it was changed."""
        super().set_password(user, password)
        audit.record("password.change", user, user)


class SignInView(LoginView):
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

    def hold(self):
        """Keep the text for the page after signing in, if it is ours and fresh."""
        text = self.request.POST.get(held_posts.FIELD, "")
        if not text or held_posts.unseal(text) is None:
            return False
        self.request.session[held_posts.SESSION_KEY] = text
        return True


def stale_form(request, reason=""):
    """A form whose page is older than the sign-in: what it holds is offered again.

    Only for a form that our own page sent (the browser says so in Origin); any other is refused.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    by_hand = "X-Autosave" not in request.headers
    if own and by_hand and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    if own and by_hand and (text := held_posts.seal(request)):
        request.session[held_posts.SESSION_KEY] = text
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
