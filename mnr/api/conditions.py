"""Conditions of requests: a change names the version that was read, a creation its key."""

import re

from django.http import Http404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from mnr import etags
from mnr.api import reading
from mnr.api.errors import Malformed, Stale, Unconditional, Weak
from mnr.models import GuardRelease
from mnr.services.create_keys import make_once

KEY = "Idempotency-Key"
KEYS = re.compile("[!-~]{1,200}")
REPLAYED = "Idempotency-Replayed"


def require_match(request, told, *, is_needed=True) -> None:
    """Raise Stale unless `If-Match` names what is told now, Weak if by a weak tag alone, Malformed
    if by none, and Unconditional if it names nothing. `*` names whatever there is.
    """
    held, tag = request.headers.get("If-Match", "").strip(), etags.tag_of(told)
    if not held:
        if is_needed:
            raise Unconditional
    elif held != "*" and not etags.names_strongly(held, tag):
        raise _mismatch(held, tag, told)


def _mismatch(held, tag, told):
    if not parse_etags(held):
        return Malformed()
    return Weak() if etags.names(held, tag) else Stale(told)


def create_once(view, make) -> Response:
    """The answer to a creation. `make()` gives a row and a status; a key is answered once.

    What came of a key is told as it is now, to those who may see it now: no copy is kept.
    """
    key = view.request.headers.get(KEY)
    if key is None:
        return made(view, *make())
    if not KEYS.fullmatch(key):
        words = _("1 to 200 letters, digits and signs, without blanks.")
        raise exceptions.ValidationError({KEY: [words]})
    asked = [view.request.path, view.request.data]
    kept, is_again = make_once(key=key, asked=asked, act=make, by=view.request.user)
    response = made(view, _row(view, kept), kept.status)
    if is_again:
        response.headers[REPLAYED] = "true"
    return response


def _row(view, kept):
    if kept.kind != GuardRelease._meta.label_lower:
        return view.visible_or_404(view.rows(), *view.seen_by, pk=kept.row)
    held = GuardRelease.objects.filter(author=view.request.user, pk=kept.row).first()
    if held is None:
        raise Http404
    return held


def made(view, row, status) -> Response:
    """What came of it: the row, or a text that waits for a second person."""
    if isinstance(row, GuardRelease):  # it waits for a second person
        return Response(reading.ReleaseSerializer(row).data, status=status)
    response = view.tell(row, status)
    if status == 201:
        response.headers["Location"] = view.reverse_action("detail", args=[row.pk])
    return response
