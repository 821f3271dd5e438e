"""Addresses of other sites that our pages lead to, signed so that nobody else can make one."""

from django.core import signing

signer = signing.Signer(salt="leaving")


def sign(url: str) -> str:
    """The address as part of a path of ours; the same each time."""
    return signer.sign_object(url)


def unsign(text: str) -> str | None:
    """The address that we signed, or None."""
    try:
        return signer.unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
