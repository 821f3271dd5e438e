"""What programs are told when something goes wrong, whoever says it (RFC 9457).

    {"title": "…", "status": 400, "code": "invalid", "fields": {"title": ["…"]}}

The title is for people, in their language; the code is for programs and stays.
"""

from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _

KIND = "application/problem+json"
API_PATH = "/api/"
CODES = {
    400: "parse_error",
    401: "unauthenticated",
    403: "denied",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    500: "error",
    503: "unavailable",
}
UNAVAILABLE = _("The service cannot answer just now. Try again in a minute.")


def is_api(request) -> bool:
    """Whether a program asks."""
    return request.path_info.startswith(API_PATH)


def told(status: int, title, code: str = "", **more) -> dict:
    """The body of such an answer."""
    return {"title": str(title), "status": status, "code": code or CODES[status], **more}


def answer(status: int, title, code: str = "", **more) -> JsonResponse:
    """Such an answer, where no set of views of the API makes it."""
    return JsonResponse(told(status, title, code, **more), status=status, content_type=KIND)
