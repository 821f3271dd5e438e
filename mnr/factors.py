"""The second factors of people: what their roles ask for, and what they may do with them."""

import base64
import hashlib
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.sign_in import Strength, strength_for
from mnr.signed_in import STRENGTHS, is_relaxed

PASSKEY, CODE, PASSWORD = "passkey", "code", "password"
PASSKEYS, APP = Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP
CODES = Authenticator.Type.RECOVERY_CODES
SERVICE = gettext_lazy("Model National Response")


class FactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, by our rules and in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "That did not work. Use the newest code of your app, or try your passkey again."
        ),
        "cannot_delete_authenticator": _(
            "Your roles ask for this. Add another one first, then remove it."
        ),
        "cannot_generate_recovery_codes": _("Set up a passkey or an app first."),
    }

    def get_public_key_credential_rp_entity(self):
        """Passkeys belong to the host of SITE_URL, whatever name a request came by."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "", "name": str(SERVICE)}

    def get_totp_issuer(self):
        return str(SERVICE)

    def generate_authenticator_name(self, user, type):  # noqa: A002  allauth's name
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text):
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _vault().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        """Not the last one that the person's roles ask for."""
        user = authenticator.user
        others = Authenticator.objects.filter(user_id=user.pk).exclude(pk=authenticator.pk)
        left = [STRENGTHS[kind] for kind in kinds_in(others) if kind != CODES]
        return is_relaxed() or max(left, default=Strength.NONE) >= needed(user)


def kinds_in(rows) -> set:
    """The kinds of factor among the rows."""
    return set(rows.values_list("type", flat=True))


def kinds_of(user) -> set:
    """The kinds of factor that the person has."""
    return kinds_in(Authenticator.objects.filter(user_id=user.pk))


def needed(user) -> Strength:
    """What the person's roles ask for."""
    return strength_for(permissions.standing(user).roles)


def needs_passkey(user) -> bool:
    return needed(user) == Strength.PHISHING_RESISTANT


def ways(user) -> list[str]:
    """How the person can confirm that it is them, the strongest first.

    Whose roles ask for a passkey, and who has one, confirms with nothing else: otherwise a stolen
    code would be enough after all.
    """
    kinds = kinds_of(user)
    found = [PASSKEY] if PASSKEYS in kinds else []
    if kinds & {APP, CODES} and not (found and needs_passkey(user)):
        found.append(CODE)
    return [*found, PASSWORD] if not found or is_relaxed() else found


def may_manage(user) -> bool:
    """Whether the person has just proven enough to add and remove factors."""
    sign_in = user.sign_in
    if sign_in is None or not sign_in.is_fresh:
        return False
    asked = {PASSKEY: Strength.PHISHING_RESISTANT, CODE: Strength.SECOND_FACTOR}
    return sign_in.strength >= asked.get(ways(user)[-1], Strength.PASSWORD)


def _vault():
    """What encrypts the secrets of factors at rest, from the secret key."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"factors:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
