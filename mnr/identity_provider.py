"""The country's provider of identities: where it is, its keys, and what its word is worth."""

import time

import requests
from django.conf import settings
from django.core.cache import cache

from mnr import id_tokens
from mnr.sign_in import Strength

WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
KEPT_SECONDS = 3600
TIMEOUT_SECONDS = 5
OLDEST_PROOF_SECONDS = 3600  # of signing in there, to count as a second factor here


class Unreachable(Exception):
    """The provider does not answer, or its answer makes no sense."""


def is_configured() -> bool:
    """Whether this deployment has one."""
    return bool(settings.MNR_OIDC_ISSUER)


def configuration() -> dict:
    """What the provider says of itself. Its addresses are as safe as its issuer's."""
    found = _kept("configuration", settings.MNR_OIDC_ISSUER.rstrip("/") + WELL_KNOWN)
    scheme = settings.MNR_OIDC_ISSUER.partition(":")[0] + "://"
    if found.get("issuer") != settings.MNR_OIDC_ISSUER:
        raise Unreachable("it names another issuer")
    for name in NEEDED:
        if not str(found.get(name, "")).startswith((scheme, "https://")):
            raise Unreachable(f"it has no {name}")
    return found


def claims_of(token: str, nonce: str) -> dict:
    """What an ID token of the provider says; raises id_tokens.Unverified."""
    address = configuration()["jwks_uri"]
    keys = _kept("keys", address)
    if not id_tokens.has_key_of(token, keys):  # they may have been changed
        keys = _kept("keys", address, anew=True)
    return id_tokens.verify(
        token,
        keys=keys,
        issuer=settings.MNR_OIDC_ISSUER,
        client_id=settings.MNR_OIDC_CLIENT_ID,
        nonce=nonce,
    )


def strength_of(claims) -> Strength:
    """What signing in there is worth here: a password, unless the token says more, and lately."""
    at = id_tokens.authenticated_at(claims)
    if at is None or at < time.time() - OLDEST_PROOF_SECONDS - id_tokens.LEEWAY_SECONDS:
        return Strength.PASSWORD
    ways = id_tokens.ways(claims)
    if ways.intersection(settings.MNR_OIDC_PHISHING_RESISTANT):
        return Strength.PHISHING_RESISTANT
    if ways.intersection(settings.MNR_OIDC_SECOND_FACTOR):
        return Strength.SECOND_FACTOR
    return Strength.PASSWORD


def _kept(what, address, anew=False):
    """A document of the provider, read once an hour."""
    key = f"oidc-{what}-{address}"
    if not anew and (found := cache.get(key)):
        return found
    try:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    if answer.status_code != 200 or not isinstance(found, dict):
        raise Unreachable(f"answer {answer.status_code}")
    cache.set(key, found, KEPT_SECONDS)
    return found
