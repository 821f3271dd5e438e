"""For those who look after security: where weaknesses are reported, and what browsers refuse."""

import json
import logging
import re
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from redis.exceptions import RedisError

from mnr.cache import count_this_minute

logger = logging.getLogger(__name__)

VALID_FOR = timedelta(days=180)
LARGEST_REPORT = 20_000  # bytes
MOST_LINES = 20  # a minute, of all web processes together
DIRECTIVE = re.compile(r"[a-z-]{1,40}")


def security_txt(request):
    """RFC 9116: where to report a weakness; not there while nobody is named."""
    if not settings.MNR_SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.MNR_SECURITY_CONTACT}",
        f"Expires: {(timezone.now() + VALID_FOR).strftime('%Y-%m-%dT00:00:00Z')}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{request.path}",
        f"Policy: {settings.SITE_URL}{reverse('report_weakness')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def report_weakness(request):
    """How to report a weakness, and what happens then."""
    contact = settings.MNR_SECURITY_CONTACT
    context = {"address": contact, "shown": contact.removeprefix("mailto:")}
    return render(request, "security/report.html", context)


@method_decorator(csrf_exempt, name="dispatch")  # browsers send reports without a token
class CspReportView(View):
    """What a browser refused to load on a page of ours. Nothing is stored: a line in the log."""

    http_method_names = ["post"]

    def post(self, request):
        if int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST_REPORT:
            for directive, route in refusals(request.body):
                if may_log():
                    logger.warning("A browser refused %s on %s", directive, route)
        return HttpResponse(status=204)


def refusals(body: bytes) -> set:
    """(directive, route) of each refusal in a report; whatever else it holds is left unread."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or nested without end
        return set()
    found = set()
    for each in told if isinstance(told, list) else [told]:
        report = each.get("body") or each.get("csp-report") if isinstance(each, dict) else None
        if isinstance(report, dict):
            names = ("effectiveDirective", "effective-directive", "violated-directive")
            directive = next((str(report[name]) for name in names if report.get(name)), "")
            page = str(report.get("documentURL") or report.get("document-uri") or "")
            found.add((_known(directive), _route(page)))
    return found


def _known(directive: str) -> str:
    word = directive.partition(" ")[0]
    return word if DIRECTIVE.fullmatch(word) else "something"


def _route(page: str) -> str:
    """The name of one of our routes; the address itself might hold a token."""
    if not page.startswith(f"{settings.SITE_URL}/"):
        return "no page of ours"
    path = page.removeprefix(settings.SITE_URL).partition("?")[0].partition("#")[0]
    try:
        return resolve(path).view_name
    except Resolver404:
        return "no page of ours"


def may_log() -> bool:
    """Whether this minute has room for one more line."""
    try:
        return count_this_minute("csp-report") <= MOST_LINES
    except RedisError:
        return False
