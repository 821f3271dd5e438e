"""Where weaknesses of the platform are reported, for people and for programs."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

VALID_FOR = timedelta(days=180)


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
    """How to report a weakness."""
    contact = settings.MNR_SECURITY_CONTACT
    context = {"address": contact, "shown": contact.removeprefix("mailto:")}
    return render(request, "security/report.html", context)
