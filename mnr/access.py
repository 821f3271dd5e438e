"""The first gate: every page and every part of the API names its action, and shows only rows that
its reader may see.
"""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from redis.exceptions import RedisError
from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.serializers import Serializer
from rest_framework.viewsets import GenericViewSet

from mnr import etags, guard, held_posts, permissions, problem
from mnr.models import User
from mnr.roles import Action
from mnr.services import doors, sessions
from mnr.signed_in import is_machine

logger = logging.getLogger(__name__)
METHODS = {"list", "retrieve", "create", "update", "partial_update", "destroy"}
PAGING = ("page", "page_size")
TOO_LONG = _(
    "This step is protected, and what you typed is too long to carry over. Go back in your "
    "browser and copy it, confirm on your account page that it is you, then send it again. "
    "Nothing was saved or sent yet."
)
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class NotYours(Http404):
    """A change of a row that is not for this person to see: answered as if it were not there."""

    def __init__(self, row):
        super().__init__()
        self.row = row


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
        """One such row; 404 if there is none, so that nobody learns what exists.

        Who tries to change a row that is there and not theirs is told of in the trail alone.
        """
        row = self.visible(queryset, *actions).filter(**lookup).first()
        if row is None:
            is_change = self.request.method not in SAFE_METHODS
            there = queryset.filter(**lookup).first() if is_change else None
            raise Http404 if there is None else NotYours(there)
        return row

    def may(self, action, target=None):
        """Whether to offer the reader another action: for showing buttons."""
        return permissions.offered(self.request.user, action, target)


class ByPolicy(BasePermission):
    """Asks the policy for the action that a set of views names; a token's scope narrows it."""

    def has_permission(self, request, view):
        if not request.user.is_authenticated:
            return False
        if view.action in (None, "metadata"):  # no such method, or what may be asked here
            return True
        action = view.policy[view.action]
        permissions.require(request.user, action)
        if request.auth is not None and request.auth.reads_only and view.is_writing:
            raise permissions.Denied(_("This token reads only."), "token", action)
        return True


class ScopedViewSet(GenericViewSet):
    """A part of the API. It declares, and a method that is not declared does not import:

    `policy` the action of each method; `seen_by` the actions one of which lets the reader see a
    row; `serializer_class` what is told of a row; `bodies` what each method takes; `filters` what
    a list can be narrowed by. Parameters that are none of these, or stand there twice, are refused.
    """

    policy: Mapping[str, Action] = {}
    seen_by: tuple[Action, ...] = ()
    bodies: Mapping[str, type[Serializer]] = {}
    filters: type[Serializer] = Serializer
    permission_classes = [ByPolicy]
    request: Any
    visible: Any = ScopedView.visible
    visible_or_404: Any = ScopedView.visible_or_404

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        extra = {each.__name__ for each in cls.get_extra_actions()}
        methods = {name for name in METHODS | extra if hasattr(cls, name)}
        if unnamed := methods - set(cls.policy):
            raise ImproperlyConfigured(f"{cls.__name__} must name the action of {unnamed}.")

    @property
    def is_writing(self):
        """Whether the request changes anything."""
        return self.request.method not in SAFE_METHODS

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        known = {*PAGING, *self.filters().fields} if self.action == "list" else set()
        given = dict(request.query_params.lists())
        wrong = {name: [_("Unknown parameter.")] for name in given if name not in known}
        doubled = (name for name, values in given.items() if len(values) > 1)
        wrong |= {name: [_("Give it once.")] for name in doubled if name in known}
        if wrong:
            raise exceptions.ValidationError(wrong)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response = etags.tagged(request, response)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def rows(self):
        """Every row that there is, with all that is told of it."""
        raise NotImplementedError

    def narrowed(self, rows, wanted):
        """The rows that the filters ask for."""
        return rows

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):  # described, not asked
            return self.rows().none()
        return self.visible(self.rows(), *self.seen_by)

    def filter_queryset(self, queryset):
        given = self.request.query_params.dict() if self.action == "list" else {}
        filters = self.filters(data=given)
        filters.is_valid(raise_exception=True)
        return self.narrowed(queryset, filters.validated_data)

    def body(self, **kwargs) -> dict:
        """What the request sends, checked."""
        body = self.bodies[self.action](data=self.request.data, **kwargs)
        body.is_valid(raise_exception=True)
        return body.validated_data


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


def unavailable(request):
    """That it cannot be answered just now."""
    if problem.is_api(request):
        return problem.answer(503, problem.UNAVAILABLE)
    return render(request, "503.html", status=503)


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
        if isinstance(exception, NotYours):
            doors.record_reach(row=exception.row, by=request.user)
        if isinstance(exception, permissions.WrongState):
            return render(request, "409.html", {"reason": exception.reason}, status=409)
        if isinstance(exception, permissions.NotFresh):
            return ask_to_confirm(request, exception.reason)
        if isinstance(exception, guard.KeptOut):
            return render(request, "422.html", {"reasons": exception.messages}, status=422)
        if isinstance(exception, RedisError):  # signing in counts its attempts there
            logger.error("Redis does not answer: %s", type(exception).__name__)
            response = unavailable(request)
            response.headers["Retry-After"] = "60"
            return response
        return None
