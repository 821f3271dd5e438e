"""Pages for what went wrong: each says what happened and how to go on; programs get JSON."""

import logging
import secrets

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from mnr import problem
from mnr.problem import is_api

logger = logging.getLogger(__name__)
WAIT_MINUTES = 5  # the longest of ACCOUNT_RATE_LIMITS that keeps people from signing in


def bad_request(request, exception=None):
    """400: the request could not be read."""
    if is_api(request):
        return problem.answer(400, _("The request could not be read."))
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    """403: signed in, but not allowed; the policy's reason in words."""
    reason = getattr(exception, "reason", "")
    if is_api(request):
        return problem.answer(403, reason or _("This is not allowed."))
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request, exception=None):
    """404: not there, or not for this reader; nothing tells which."""
    if is_api(request):
        return problem.answer(404, _("There is nothing here, or not for you."))
    return render(request, "404.html", status=404)


def too_many(request):
    """429: too many attempts; when the next one is heard."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(WAIT_MINUTES * 60)
    return response


def refused(request, status, reason):
    """Something that is not let in at all, with the reason in words."""
    if is_api(request):
        return problem.answer(status, reason)
    return render(request, "refused.html", {"reason": reason}, status=status)


def server_error(request):
    """500: our mistake, with a reference that finds it in the log.

    Made without the request's context: the fault may be in what every page reads.
    """
    reference = secrets.token_hex(4)
    match = request.resolver_match
    route = match.view_name if match else "no route"
    logger.error("Answered with the problem page %s: %s", reference, route)
    if is_api(request):
        words = _("Something went wrong on our side. Tell your administrator this reference: %s")
        return problem.answer(500, words % reference, reference=reference)
    return HttpResponseServerError(render_to_string("500.html", {"reference": reference}))
