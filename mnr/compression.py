"""Answers are packed on the way out, and a tag that was strong stays strong: it names the packing.

Django makes it weak instead, and no weak tag may say which version a change is of (RFC 9110).
"""

from django.middleware.gzip import GZipMiddleware

from mnr import etags


class CompressionMiddleware(GZipMiddleware):
    """As Django's, but for tags."""

    def process_response(self, request, response):
        tag = response.get("ETag", "")
        packed = super().process_response(request, response)
        if packed.get("ETag", "") != tag and not tag.startswith("W/"):
            packed.headers["ETag"] = etags.packed(tag)
        return packed
