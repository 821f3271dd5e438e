"""The tag of an answer (RFC 9110): who holds this version already, and who changes it.

A tag names what is told, however it is packed: one that was made weak on the way is the same.
"""

import hashlib

from django.http import HttpResponseNotModified
from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer

TAGGED = (200, 201)


def tag_of(told) -> str:
    """The tag of what is told."""
    return f'"{hashlib.sha256(JSONRenderer().render(told)).hexdigest()[:32]}"'


def names(header: str, tag: str) -> bool:
    """Whether a header of conditions names the tag."""
    return tag in {each.removeprefix("W/") for each in parse_etags(header)}


def tagged(request, response):
    """The answer with its tag; no answer at all (304) where the reader has it already."""
    told = getattr(response, "data", None)
    if response.status_code not in TAGGED or told is None:
        return response
    tag = response.headers["ETag"] = tag_of(told)
    held = request.headers.get("If-None-Match", "")
    if request.method in ("GET", "HEAD") and (held.strip() == "*" or names(held, tag)):
        response = HttpResponseNotModified(headers={"ETag": tag, "Vary": response.get("Vary", "")})
    return response
