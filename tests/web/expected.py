"""What every answer must carry: written down a second time, without the platform's own words."""

import re
from http.cookies import SimpleCookie

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "upgrade-insecure-requests",
    "report-uri /csp-report/",
    "report-to csp",
}
COOKIES = {"__Host-sessionid", "__Host-csrftoken", "__Host-language"}
FEATURES = ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
NEVER = ("Access-Control-Allow-Origin", "X-Powered-By", "Via", "Last-Modified", "ETag")


def problems(answer, secure=True, static=False):
    """Every way in which an answer falls short, in words."""
    return [*headers(answer, secure), *keeping(answer, static), *cookies(answer)]


def headers(answer, secure):
    for name, value in FIXED.items():
        if name == "Strict-Transport-Security" and not secure:
            continue
        if answer.headers.get_all(name) != [value]:
            yield f"{name} is {answer.headers.get_all(name)}"
    features = answer.headers.get("Permissions-Policy", "")
    yield from (f"{name} is not switched off" for name in FEATURES if f"{name}=()" not in features)
    if answer.headers.get_all("Content-Security-Policy") is None:
        yield "no policy"
        return
    (policy,) = answer.headers.get_all("Content-Security-Policy")
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        if "sandbox" not in policy or "default-src 'none'" not in policy:
            yield f"a download without a sandbox: {policy}"
    elif {part.strip() for part in policy.split(";")} != POLICY:
        yield f"the policy is {policy}"
    if answer.headers.get("Server") != "mnr" or re.search(r"\d", answer.headers.get("Server")):
        yield f"it tells of its server: {answer.headers.get('Server')}"


def keeping(answer, static):
    kept = answer.headers.get("Cache-Control", "")
    if not static:
        if "no-store" not in kept:
            yield f"may be kept: {kept!r}"
        is_data = "json" in answer.headers.get("Content-Type", "")
        untold = NEVER[:-1] if is_data else NEVER  # programs ask by it whether anything is new
        yield from (f"{name} is told" for name in untold if name in answer.headers)
    elif "Access-Control-Allow-Origin" in answer.headers:
        yield "other sites may read it"


def cookies(answer):
    for line in answer.cookies:
        for name, morsel in SimpleCookie(line).items():
            good = (
                name in COOKIES
                and morsel["secure"]
                and morsel["httponly"]
                and morsel["samesite"] in ("Lax", "Strict")
                and morsel["path"] == "/"
                and not morsel["domain"]
                and len(line) < 4096
            )
            if not good:
                yield f"the cookie {line.partition('=')[0]}: {line.partition(';')[2]}"
