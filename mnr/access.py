"""The first gate: every page names its action, and shows only rows that its reader may see."""

import logging
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from redis.exceptions import RedisError

from mnr import guard, held_posts, permissions
from mnr.models import User
from mnr.roles import Action
from mnr.services import doors, sessions
from mnr.signed_in import is_machine

logger = logging.getLogger(__name__)
TOO_LONG = _(
    "This step is protected, and what you typed is too long to carry over. Go back in your "
    "browser and copy it, confirm on your account page that it is you, then send it again. "
    "Nothing was saved or sent yet."
)


SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class SignedInRequest(HttpRequest):
    """What pages get: nobody anonymous comes that far."""

    user: User


class ScopedView(View):
    """A page for signed-in people. A class that names no `action` does not import."""

    action: Action
    request: SignedInRequest

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if getattr(cls, "action", None) is None:
            raise ImproperlyConfigured(f"{cls.__name__} must name its action.")

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        permissions.require(request.user, self.action)
        response = super().dispatch(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")  # shared computers
        return response

    def visible(self, queryset, *actions):
        """The rows on which the reader may take one of the actions (the page's own if none)."""
        user, (first, *others) = self.request.user, actions or (self.action,)
        rows = permissions.scope(user, first, queryset)
        for action in others:
            rows |= permissions.scope(user, action, queryset)
        return rows

    def visible_or_404(self, queryset, *actions, **lookup):
        """One such row; 404 if there is none, so that nobody learns what exists."""
        return get_object_or_404(self.visible(queryset, *actions), **lookup)

    def may(self, action, target=None):
        """Whether to offer the reader another action: for showing buttons."""
        return permissions.offered(self.request.user, action, target)


def ask_to_sign_in(request):
    """Send to the sign-in page; what was typed goes along and is offered again afterwards."""
    sign_in = resolve_url(settings.LOGIN_URL)
    if request.method != "POST":
        return redirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")
    context = {"held": held_posts.seal(request), "sign_in": sign_in, "path": request.path}
    context["displaced_by"] = sessions.displaced_by(request.session)
    return render(request, "account/session_ended.html", context, status=401)


def ask_to_confirm(request, reason):
    """Send to the page that asks for a fresh proof; what was typed is offered again afterwards."""
    if is_machine(request):
        return JsonResponse({"reason": str(reason)}, status=403)
    after = request.get_full_path()
    if request.method == "POST":
        if not held_posts.keep(request):
            return render(request, "403.html", {"reason": TOO_LONG}, status=403)
        after = reverse("held_post")
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': after})}")


class ProblemMiddleware:
    """Turns what a service refused into the page that says how to go on.

    A wrong state is a 409, a missing fresh proof leads to giving one, a text that must
    stay out is a 422, a missing Redis is a 503.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, permissions.Denied) and request.method not in SAFE_METHODS:
            doors.record_denial(denial=exception, by=request.user)
        if isinstance(exception, permissions.WrongState):
            return render(request, "409.html", {"reason": exception.reason}, status=409)
        if isinstance(exception, permissions.NotFresh):
            return ask_to_confirm(request, exception.reason)
        if isinstance(exception, guard.KeptOut):
            return render(request, "422.html", {"reasons": exception.messages}, status=422)
        if isinstance(exception, RedisError):  # signing in counts its attempts there
            logger.error("Redis does not answer: %s", type(exception).__name__)
            response = render(request, "503.html", status=503)
            response.headers["Retry-After"] = "60"
            return response
        return None
