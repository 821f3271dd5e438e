"""Pages for what went wrong: each says what happened and how to go on."""

import logging
import secrets

from django.http import HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
WAIT_MINUTES = 5  # the longest of ACCOUNT_RATE_LIMITS that keeps people from signing in


def bad_request(request, exception=None):
    """400: the request could not be read."""
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    """403: signed in, but not allowed; the policy's reason in words."""
    return render(request, "403.html", {"reason": getattr(exception, "reason", "")}, status=403)


def not_found(request, exception=None):
    """404: not there, or not for this reader; nothing tells which."""
    return render(request, "404.html", status=404)


def too_many(request):
    """429: too many attempts; when the next one is heard."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(WAIT_MINUTES * 60)
    return response


def refused(request, status, reason, as_json=False):
    """Something that is not let in at all, with the reason in words."""
    if as_json:
        told = {"title": reason, "status": status}
        return JsonResponse(told, status=status, content_type="application/problem+json")
    return render(request, "refused.html", {"reason": reason}, status=status)


def server_error(request):
    """500: our mistake, with a reference that finds it in the log.

    Made without the request's context: the fault may be in what every page reads.
    """
    reference = secrets.token_hex(4)
    match = request.resolver_match
    route = match.view_name if match else "no route"
    logger.error("Answered with the problem page %s: %s", reference, route)
    return HttpResponseServerError(render_to_string("500.html", {"reference": reference}))
