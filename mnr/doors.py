"""What is not let in at all: odd methods, foreign hosts and sites, files, and bodies too large."""

import logging
import re

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from mnr.problem import is_api
from mnr.views import problems

logger = logging.getLogger(__name__)

READING = ("GET", "HEAD", "OPTIONS")
PAGES = (*READING, "POST")
API = (*PAGES, "PUT", "PATCH", "DELETE")
IMPORT_PATH = re.compile(r"/[a-z-]+/[a-z-]+/import/")
FOREIGN = ("cross-site", "same-site")  # a neighbour under the same domain is a stranger too
WITHIN_A_PAGE = ("embed", "fencedframe", "frame", "iframe", "object")


class DoorsMiddleware:
    """Asked before sessions, forms and files: each refusal says why, and a log line names it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.get_host()  # refuses a Host that is not ours, for files as well
        if settings.HTTPS and is_api(request) and not request.is_secure():
            why = _("Ask with https://, and replace the token that was just sent in the clear.")
            return self.refuse(request, 403, why)
        if request.method not in methods(request):
            return self.refuse(request, 405, _("This address is not asked in that way."))
        if is_too_large(request):
            return self.refuse(request, 413, too_large(request))
        if comes_from_elsewhere(request):
            why = _("Another site sent this request. Open the page here, and send it from there.")
            return self.refuse(request, 403, why)
        return self.get_response(request)

    def refuse(self, request, status, reason):
        """The refusal as a page, or as JSON for programs."""
        logger.warning("Refused at the door with %s", status)
        response = problems.refused(request, status, reason)
        if status == 405:
            response.headers["Allow"] = ", ".join(methods(request))
        return response


def methods(request) -> tuple:
    """The methods that an address may be asked with; TRACE and CONNECT never."""
    return API if is_api(request) else PAGES


def is_too_large(request) -> bool:
    """Whether the body is larger than any form; told by its length, before anything is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if takes_files(request):
        most += settings.LARGEST_IMPORT
    return not length.isdecimal() or int(length) > most


def too_large(request) -> str:
    """What is said of a body that is too large: files are told how large they may be."""
    if not takes_files(request):
        return _("What you sent is too large. Nothing was saved.")
    mega = settings.LARGEST_IMPORT // 1_000_000
    return _("The file is larger than %(mega)d MB. Send it in parts. Nothing was saved.") % {
        "mega": mega
    }


def takes_files(request) -> bool:
    """Whether the address is where files of a register are sent in."""
    return request.method == "POST" and IMPORT_PATH.fullmatch(request.path_info) is not None


def comes_from_elsewhere(request) -> bool:
    """Whether another site makes the browser ask, in any way but a link that somebody follows."""
    if request.headers.get("Sec-Fetch-Site") not in FOREIGN:
        return False
    followed = request.headers.get("Sec-Fetch-Mode") == "navigate"
    framed = request.headers.get("Sec-Fetch-Dest") in WITHIN_A_PAGE
    return request.method not in READING or is_api(request) or framed or not followed


class ImportsOnly(MemoryFileUploadHandler):
    """The imports of registers take a file, in memory; anywhere else one is refused unread."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        self.activated = takes_files(self.request)

    def new_file(self, *args, **kwargs):
        if not self.activated:
            raise MultiPartParserError("No file is taken here.")
        super().new_file(*args, **kwargs)
