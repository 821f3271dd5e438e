"""docs/accounts.md says what the settings do, and names every page of signing in."""

import re
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks

from mnr import passwords, session_clock
from mnr.models import factor_reset
from mnr.services import sessions
from mnr.sign_in import FRESH_FOR
from mnr.urls import account

PAGE = Path(settings.BASE_DIR, "docs", "accounts.md").read_text(encoding="utf-8")
LIMITS = PAGE.partition("## Limits")[2]


def limit(words):
    """The value column of a row of the table of limits."""
    return re.search(rf"^\| {re.escape(words)} \| ([^|]+) \|", LIMITS, re.MULTILINE)[1]


def number(words):
    return int(limit(words).split()[0])


def rate(action, place=0):
    """5/5m/key as "5 in 5 minutes"."""
    amount, span, _per = settings.ACCOUNT_RATE_LIMITS[action].split(",")[place].split("/")
    spans = {"m": "a minute", "h": "an hour", "5m": "5 minutes"}
    return f"{amount} in {spans[span]}"


def test_passwords():
    assert number("password, at least") == passwords.SHORTEST
    assert number("password, at most") == passwords.LONGEST
    assert number("link to a new password") * 3600 == settings.PASSWORD_RESET_TIMEOUT


def test_sessions():
    assert number("pause before signing in again") == settings.MNR_IDLE_MINUTES
    strict = session_clock.LONGEST_STRICT_IDLE.total_seconds()
    assert number("the same for administrator and chair") * 60 == strict
    assert number("a session, at most") == settings.MNR_SESSION_HOURS
    warning = session_clock.WARNING_BEFORE.total_seconds()
    assert number("warning before the end") * 60 == warning
    assert number("sessions of a person") == sessions.MOST_SESSIONS
    assert f"for {sessions.KEPT_AFTER_END.days} days" in PAGE


def test_factors():
    assert number("a fresh proof lasts") * 60 == FRESH_FOR.total_seconds()
    assert number("recovery codes") == settings.MFA_RECOVERY_CODE_COUNT
    assert number("a request to begin anew") == factor_reset.LASTS.days
    assert settings.MFA_WEBAUTHN_USER_VERIFICATION == "required"
    assert not getattr(settings, "MFA_TRUST_ENABLED", False)
    assert not getattr(settings, "ACCOUNT_LOGIN_BY_CODE_ENABLED", False)


def test_rates():
    assert limit("wrong passwords from an address") == rate("login_failed")
    assert limit("wrong passwords or codes for an account") == rate("login_failed", 1)
    assert limit("sign-ins from an address") == rate("login")
    assert limit("links to a new password for an address") == rate("reset_password", 1)
    assert limit("confirmations of a person") == rate("reauthenticate")


def test_every_way_in_is_named():
    ways = {"account_login", "mfa_authenticate", "mfa_login_webauthn", "account_reset_password"}
    served = {pattern.name for pattern in account.urlpatterns}
    assert ways <= served
    assert {name for name in ways if f"`{name}`" not in PAGE} == set()


def test_the_settings_fit_together():
    assert run_checks(tags=None) == []
