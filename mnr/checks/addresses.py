"""The address of the site, the names it answers to, and the proxy before it."""

from django.conf import settings

from mnr import connections
from mnr.checks import refuses, warns


@refuses
def debug() -> str:
    """Error pages would show settings and the text of requests."""
    return "DEBUG is on. Set DEBUG=0: error pages would show everything." if settings.DEBUG else ""


@refuses
def plain_http() -> str:
    """Passwords would travel readable."""
    if settings.HTTPS:
        return ""
    return (
        f"SITE_URL is {settings.SITE_URL}, without TLS. "
        "Set it to an https:// address; http:// is for a demonstration on one's own machine."
    )


@refuses(everywhere=True)
def any_host() -> str:
    """Links in mails would lead wherever a stranger says."""
    wide = [host for host in settings.ALLOWED_HOSTS if host == "*" or host.startswith(".")]
    if not wide:
        return ""
    return f"MNR_ALLOWED_HOSTS holds {', '.join(wide)}. Name each host that people type in full."


@refuses
def own_host() -> str:
    """People who type the address would be refused."""
    host = connections.host(settings.SITE_URL)
    if host in settings.ALLOWED_HOSTS:
        return ""
    return f"MNR_ALLOWED_HOSTS lacks {host}, the host of SITE_URL. Add it, or leave both to it."


@warns
def no_proxy() -> str:
    """Every request would be sent to https again, for ever."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return ""
    return (
        "MNR_PROXIES is 0, but the platform itself speaks no TLS. "
        "Set it to the number of proxies before it, usually 1."
    )


@warns
def security_contact() -> str:
    """Nobody could report a weakness."""
    if settings.MNR_SECURITY_CONTACT:
        return ""
    return (
        "MNR_SECURITY_CONTACT is not set, so there is no /.well-known/security.txt. "
        "Set it to the mail or web address where weaknesses are reported."
    )
