"""How people of a test are signed in: by a passkey just now, unless the test says otherwise."""

import time
from datetime import timedelta

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mnr import session_clock
from mnr.models import UserSession
from mnr.sign_in import FRESH_FOR, SignIn, Strength

METHODS = {
    Strength.PHISHING_RESISTANT: {"method": "mfa", "type": "webauthn"},
    Strength.SECOND_FACTOR: {"method": "mfa", "type": "totp"},
    Strength.PASSWORD: {"method": "password"},
}
STALE = FRESH_FOR + timedelta(seconds=1)
_force_login = Client.force_login


def proof(strength=Strength.PHISHING_RESISTANT, ago=timedelta(0)):
    """A sign-in of this strength, so long ago."""
    method = METHODS[strength].get("type", "password")
    return SignIn(strength, timezone.now() - ago, method, strength)


class JustNow:
    """The sign-in of whoever has none of their own: strong, and this very moment."""

    def __get__(self, user, owner):
        return proof() if user is not None else self


def by_passkey(client, user, backend=None):
    """What `client.force_login(person)` does."""
    sign_in(client, user, backend=backend)


def sign_in(client, user, strength=Strength.PHISHING_RESISTANT, ago=timedelta(0), backend=None):
    """Sign in with the password, and where `strength` asks for it with a factor, so long ago."""
    _force_login(client, user, backend)
    session = client.session
    at = time.time() - ago.total_seconds()
    methods = [METHODS[Strength.PASSWORD], METHODS[strength]]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [method | {"at": at} for method in methods]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session_clock.begin(session)
    session.save()
    row = {"user": user, "method": "test", "device": "?", "network": "?"}
    UserSession.objects.update_or_create(session_key=session.session_key, defaults=row)


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user):
    """An authenticator app for the person; `code()` is what it shows."""
    return TOTP.activate(user, SECRET).instance


def code(steps=0):
    """What the app shows, so many half minutes from now."""
    counter = int(time.time()) // 30 + steps
    return format_hotp_value(hotp_value(SECRET, counter))


def reset_link(user):
    """The address at which the person chooses a new password, once."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
