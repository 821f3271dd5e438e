"""Whether an ID token of the provider of identities is to be believed. Pure: no models.

Every token is checked in full, also those that came straight from the provider: signature by one
of its published keys and an algorithm of public keys, issuer, audience, times and nonce.
"""

import hmac
import json
import time
from typing import Any

import jwt

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY_SECONDS = 60  # between our clock and theirs
LONGEST_SUBJECT = 191


class Unverified(Exception):
    """The token is not what it should be."""


def verify(token: str, *, keys: dict, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """What the token says, if it is genuine, meant for us and the answer to this request."""
    try:
        claims = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise Unverified(type(error).__name__) from error
    _check_party(claims, client_id)
    if not nonce or not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise Unverified("nonce")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise Unverified("sub")
    return claims


def authenticated_at(claims) -> float | None:
    """When the person proved who they are, as far as the provider says so; never in the future."""
    at = claims.get("auth_time")
    if isinstance(at, bool) or not isinstance(at, int | float) or at > time.time() + LEEWAY_SECONDS:
        return None
    return min(float(at), time.time())


def ways(claims) -> set[str]:
    """The values of `acr` and `amr`: how the person proved who they are."""
    methods = claims.get("amr")
    values = methods if isinstance(methods, list) else []
    return {value for value in [*values, claims.get("acr")] if isinstance(value, str)}


def has_key_of(token: str, keys: dict) -> bool:
    """Whether the keys hold the one that the token names; if not, newer ones may."""
    try:
        _key(token, keys)
    except (Unverified, jwt.PyJWTError, ValueError, TypeError, KeyError):
        return False
    return True


def _key(token, keys):
    """The published key that the token names; if it names none, the only one there is."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise Unverified("alg")
    known = [key for key in keys["keys"] if key.get("use", "sig") == "sig"]
    if kid := header.get("kid"):
        known = [key for key in known if key.get("kid") == kid]
    if len(known) != 1 or known[0].get("kty") not in ("RSA", "EC", "OKP"):
        raise Unverified("key")
    return jwt.PyJWK.from_json(json.dumps(known[0]), algorithm=header["alg"])


def _check_party(claims, client_id):
    """A token for several parties must name us as the one that asked for it."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise Unverified("azp")
