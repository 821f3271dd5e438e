"""The tag of an answer (RFC 9110): who holds this version already, and who changes it.

A tag names what is told, and how it is packed: `"…"` plain and `"….gzip"` packed are of one
version. All of ours are strong. One that somebody made weak on the way still names an answer that
is held, and no version that is changed.
"""

import hashlib

from django.http import HttpResponseNotModified
from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer

TAGGED = (200, 201)
PACKED = ".gzip"


def tag_of(told) -> str:
    """The tag of what is told."""
    return f'"{hashlib.sha256(JSONRenderer().render(told)).hexdigest()[:32]}"'


def packed(tag: str) -> str:
    """The tag of the same, packed."""
    return f'{tag[:-1]}{PACKED}"'


def names(header: str, tag: str) -> bool:
    """Whether a header of conditions names the tag: the weak comparison."""
    return bool({tag, packed(tag)} & {each.removeprefix("W/") for each in parse_etags(header)})


def names_strongly(header: str, tag: str) -> bool:
    """The same by the strong comparison: a weak tag names nothing."""
    return bool({tag, packed(tag)} & set(parse_etags(header)))


def tagged(request, response):
    """The answer with its tag; no answer at all (304) where the reader has it already."""
    told = getattr(response, "data", None)
    if response.status_code not in TAGGED or told is None:
        return response
    tag = response.headers["ETag"] = tag_of(told)
    held = request.headers.get("If-None-Match", "")
    if request.method in ("GET", "HEAD") and (held.strip() == "*" or names(held, tag)):
        tag = packed(tag) if packed(tag) in held else tag
        response = HttpResponseNotModified(headers={"ETag": tag, "Vary": response.get("Vary", "")})
    return response
