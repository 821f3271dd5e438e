"""What goes wrong, always in one shape (`mnr.problem`): a code for programs, words for people.

A conflict of two edits also holds `yours` and `current`.
"""

import logging

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from redis.exceptions import RedisError
from rest_framework import exceptions
from rest_framework.response import Response

from mnr import guard, permissions, problem
from mnr.access import SAFE_METHODS, NotYours
from mnr.services import doors
from mnr.services.create_keys import Reused
from mnr.services.errors import EditConflict, Incomplete, Refused

logger = logging.getLogger(__name__)
ASKED = "asked"  # of texts that the content guard lets in with a reason and a second person's word
WHOLE = ""  # where an error belongs to no single key of the body
_TEXT = {"type": "string"}
SCHEMA = {
    "type": "object",
    "required": ["title", "status", "code"],
    "properties": {
        "title": _TEXT | {"description": "For people, in their language."},
        "status": {"type": "integer"},
        "code": _TEXT | {"description": "For programs; it stays."},
        "fields": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": _TEXT},
            "description": (
                "What is wrong with each key of the body; what belongs to none stands under “”."
            ),
        },
        "yours": {"type": "object", "description": "With 409 “changed”: what was sent."},
        "current": {
            "type": "object",
            "description": "With 409 “changed” and 412 “stale”: what is there now.",
        },
    },
}


class Conflict(exceptions.APIException):
    """Somebody saved in the meantime: what was sent, and what is there now."""

    status_code = 409

    def __init__(self, yours, current):
        super().__init__()
        self.yours, self.current = yours, current


class Stale(exceptions.APIException):
    """The row is not as it was read: what is there now."""

    status_code = 412

    def __init__(self, current):
        super().__init__()
        self.current = current


class Unconditional(exceptions.APIException):
    """A change that does not say which version was read."""

    status_code = 428
    default_code = "unconditional"
    default_detail = _lazy("Send the ETag of the version that you read, as If-Match.")


class Malformed(exceptions.APIException):
    """A change that names the version by something that is no tag."""

    status_code = 400
    default_code = "malformed_condition"
    default_detail = _lazy(
        "If-Match holds no ETag. Send the ETag of the answer as it came, with its quotation marks."
    )


class Weak(exceptions.APIException):
    """A change that names the version by a tag that does not say it for certain."""

    status_code = 412
    default_code = "weak"
    default_detail = _lazy(
        "If-Match names a weak ETag (W/). Send the ETag of the answer as it came, without W/."
    )


def answer(error, context) -> Response | None:
    """The answer to whatever a view raised; None for what is our own mistake.

    Whoever tries to change what they may not is told of in the trail, as on the pages.
    """
    request = context["request"]
    if isinstance(error, permissions.Denied) and request.method not in SAFE_METHODS:
        doors.record_denial(denial=error, by=request.user)
    if isinstance(error, NotYours):
        doors.record_reach(row=error.row, by=request.user)
    for kinds, make in HANDLERS:
        if isinstance(error, kinds):
            return make(error)
    return None


def _said(status, code, title, headers=None, **more):
    body = problem.told(status, title, code, **more)
    return Response(body, status=status, headers=headers, content_type=problem.KIND)


def _fields(detail):
    """{field: [words]} of whatever form an error's detail has."""
    if not isinstance(detail, dict):
        return {WHOLE: _texts(detail)}
    return {
        WHOLE if name in ("__all__", "non_field_errors") else str(name): _texts(value)
        for name, value in detail.items()
    }


def _texts(value):
    if isinstance(value, dict):
        return [f"{name}: {text}" for name, part in value.items() for text in _texts(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    return [str(value)]


def _flat(value):
    """The ends of whatever is nested in lists and dictionaries."""
    if isinstance(value, dict):
        return [end for part in value.values() for end in _flat(part)]
    if isinstance(value, list | tuple):
        return [end for part in value for end in _flat(part)]
    return [value]


def _invalid(error):
    return _wrong(error.detail, _flat(error.get_codes()))


def _model(error):
    """What a model or the database's columns refuse, the content guard's words among them."""
    if not hasattr(error, "error_dict"):
        return _wrong(error.messages, [each.code for each in error.error_list])
    rows = [each for found in error.error_dict.values() for each in found]
    return _wrong(error.message_dict, [each.code for each in rows])


def _wrong(detail, codes):
    if guard.CODE in codes:
        words, code = _("This must stay out of the platform."), guard.CODE
    elif ASKED in codes:
        words, code = _("Write it in other words, or say why it is meant."), ASKED
    else:
        words, code = _("The request holds something wrong."), "invalid"
    return _said(400, code, words, fields=_fields(detail))


def _incomplete(error):
    fields: dict = {}
    for name, text in error.missing:
        fields.setdefault(name or WHOLE, []).append(str(text))
    return _said(400, "incomplete", _("It cannot be sent yet: parts are missing."), fields=fields)


def _refused(error):
    return _said(400, "refused", error.message, fields={error.field or WHOLE: [str(error.message)]})


def _forbidden(error):
    reason = getattr(error, "reason", "") or _("This is not allowed.")
    fresh = isinstance(error, permissions.NotFresh)
    return _said(403, "fresh" if fresh else "denied", reason)


def _unauthenticated(error):
    words = _("Send a token that works, or sign in.")
    return _said(401, "unauthenticated", words, headers={"WWW-Authenticate": "Bearer"})


def _throttled(error):
    words = _("Too many requests. Wait, then go on.")
    wait = str(int(error.wait or 60))
    return _said(429, "throttled", words, headers={"Retry-After": wait})


def _conflict(error):
    words = _("Somebody saved another version in the meantime.")
    return _said(409, "changed", words, yours=error.yours, current=error.current)


def _stale(error):
    words = _("Somebody saved another version since you read it.")
    return _said(412, "stale", words, current=error.current)


def _reused(error):
    words = _("This Idempotency-Key came with another request before. Take a new one.")
    return _said(422, "key_reused", words)


def _unavailable(error):
    logger.error("Redis does not answer: %s", type(error).__name__)
    return _said(503, "unavailable", problem.UNAVAILABLE, headers={"Retry-After": "60"})


def _other(error):
    if isinstance(error, exceptions.PermissionDenied):
        return _said(403, "denied", error.detail)
    return _said(error.status_code, error.default_code, error.detail)


HANDLERS = (
    (Conflict, _conflict),
    (Stale, _stale),
    (Reused, _reused),
    (EditConflict, lambda error: _conflict(Conflict({}, {"version": error.current.version}))),
    (permissions.WrongState, lambda error: _said(409, "state", error.reason)),
    (PermissionDenied, _forbidden),
    (Incomplete, _incomplete),
    (Refused, _refused),
    (ModelError, _model),
    (exceptions.ValidationError, _invalid),
    ((exceptions.NotAuthenticated, exceptions.AuthenticationFailed), _unauthenticated),
    ((Http404, exceptions.NotFound), lambda error: _said(404, "not_found", _("Not found."))),
    (exceptions.Throttled, _throttled),
    (RedisError, _unavailable),
    (exceptions.APIException, _other),
)
