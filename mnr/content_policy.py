"""What a browser lets pages of ours load, run and send to: the content security policy."""

from csp.constants import NONE, SELF


def directives(https: bool, provider: list[str]) -> dict:
    """Everything is ours; forms may also lead to the country's provider of identities."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *provider],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": https,
        "report-uri": "/csp-report/",
        "report-to": "csp",
    }
