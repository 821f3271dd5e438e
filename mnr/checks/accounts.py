"""How people prove who they are."""

import ipaddress

from django.conf import settings

from mnr import connections
from mnr.checks import refuses
from mnr.sign_in import may_be_relaxed


@refuses
def second_factor() -> str:
    """Everybody would get in with a password alone."""
    if not may_be_relaxed():
        return ""
    return (
        "MNR_SECOND_FACTOR is relaxed, which is for a demonstration on one's own machine. "
        "Remove it: a deployment asks everybody for a second factor."
    )


@refuses
def passkeys() -> str:
    """Administrator, secretariat and chair could not sign in: passkeys belong to a name."""
    host = connections.host(settings.SITE_URL)
    if not settings.HTTPS:
        return ""  # refused for that
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return ""
    return f"SITE_URL is {settings.SITE_URL}: passkeys belong to a name. Give the site one."
