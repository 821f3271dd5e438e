"""The page between ours and another site: it names the site before anybody goes there."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from mnr import leaving
from mnr.access import ScopedView
from mnr.models.evidence import https_only
from mnr.roles import Action


class LeaveView(ScopedView):
    """Where a link of ours leads, in words; only addresses that we have signed."""

    action = Action.FRAMEWORK_READ

    def get(self, request, signed):
        url = leaving.unsign(signed)
        try:
            https_only(url or "")
        except ValidationError as not_ours:
            raise Http404 from not_ours
        back = reverse("evidence_list") if self.may(Action.EVIDENCE_READ) else ""
        context = {"url": url, "host": urlsplit(url).hostname, "back_url": back}
        return render(request, "leaving/leave.html", context)
