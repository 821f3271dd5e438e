"""What goes with every answer of the platform, whoever makes it: a page, a file or an error."""

from django.conf import settings

FEATURES = (  # of browsers; a page of ours needs none of them
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PASSKEYS = ("publickey-credentials-create", "publickey-credentials-get")
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [*(f"{name}=()" for name in FEATURES), *(f"{name}=(self)" for name in PASSKEYS)]
    ),
    "Reporting-Endpoints": 'csp="/csp-report/"',
}
# A browser that shows a download all the same gives it no scripts, no forms and no origin.
DOWNLOAD = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
KEPT_NOWHERE = "private, no-store"


class HeadersMiddleware:
    """The outermost middleware: nothing leaves without these headers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400:
            return response  # the same for everybody; kept for as long as its name says
        response.headers.setdefault("Cache-Control", KEPT_NOWHERE)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            response.headers["Content-Security-Policy"] = DOWNLOAD
        return response
