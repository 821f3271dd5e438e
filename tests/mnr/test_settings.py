"""The settings refuse what is wrong, and are strict unless told otherwise."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from tests.web import installation

GOOD = {
    **installation.GOOD,
    "DATABASE_URL": "postgresql://mnr:cq83Hs0dPzLw7Yt2@db/mnr?sslmode=verify-full",
    "REDIS_URL": "rediss://:Wn5kT9xBv2QmZr4L@queue:6379",
}
SHOW = """
import json, sys
from django.conf import settings
from django.urls import reverse
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}))
"""


def manage(tmp_path, *words, **changes):
    """Run a program with the environment of a good installation, but for the changes."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "mnr.settings",
        "MNR_STATE_DIR": str(tmp_path),
        **GOOD,
        **changes,
    }
    return subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FILE", "/nowhere"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "sqlite:///x.db"),
        ("REDIS_URL", ""),
        ("REDIS_URL", "amqp://queue"),
        ("SITE_URL", "mnr.example"),
        ("DEBUG", "perhaps"),
        ("MNR_PERIOD_MONTHS", "4"),
        ("MNR_FISCAL_YEAR_STARTS", "13"),
        ("MNR_TIME_ZONE", "Nairobi"),
        ("MNR_PROXIES", "many"),
        ("EMAIL_PORT", "0x19"),
        ("EMAIL_HOST_USER", "post"),  # and no password
        ("MNR_IDLE_MINUTES", "31"),
        ("MNR_SESSION_HOURS", "13"),
        ("MNR_SECOND_FACTOR", "optional"),
        ("MNR_BREACHED_PASSWORDS", "/proc/version"),  # no such list
        ("MNR_INVITATION_DAYS", "15"),
        ("MNR_OIDC_ISSUER", "id.example"),
        ("MNR_OIDC_ISSUER", "http://id.example"),
        ("MNR_OIDC_ISSUER", "http://127.0.0.1:9000"),  # the site itself has https
        ("MNR_OIDC_ISSUER", "https://id.example"),  # and no client
        ("MNR_OIDC_ORIGINS", "login.example"),
        ("MNR_OIDC_ORIGINS", "https://login.example;script-src"),
    ],
)
def test_wrong_value_stops_the_start_with_one_sentence(tmp_path, name, value):
    stopped = manage(tmp_path, "manage.py", "check", **{name: value})
    assert stopped.returncode == 1
    assert stopped.stderr.startswith("manage.py: ")
    assert "Traceback" not in stopped.stderr
    assert len(stopped.stderr.splitlines()) == 1


def test_strict_by_default(tmp_path):
    asked = ["DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "ALLOWED_HOSTS"]
    shown = manage(tmp_path, "-c", SHOW, *asked)
    assert json.loads(shown.stdout) == {
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "ALLOWED_HOSTS": ["mnr.example"],
    }


def test_plain_http_only_when_the_address_says_so(tmp_path):
    shown = manage(tmp_path, "-c", SHOW, "SECURE_SSL_REDIRECT", SITE_URL="http://127.0.0.1:8000")
    assert json.loads(shown.stdout) == {"SECURE_SSL_REDIRECT": False}


def test_deployment_check_finds_nothing(tmp_path):
    checked = manage(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr


def test_content_security_policy_allows_nothing_inline():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert directives["script-src"] == directives["style-src"] == ["'self'"]


def test_forms_lead_to_the_provider_of_identities_only_if_there_is_one(tmp_path):
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] == ["'self'"]
    shown = manage(
        tmp_path,
        "-c",
        SHOW,
        "CONTENT_SECURITY_POLICY",
        MNR_OIDC_ISSUER="https://id.example/realm",
        MNR_OIDC_CLIENT_ID="mnr",
        MNR_OIDC_CLIENT_SECRET="a secret of the client",
    )
    directives = json.loads(shown.stdout)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["form-action"] == ["'self'", "https://id.example"]


def test_the_database_confirms_what_it_has_written():
    assert "synchronous_commit" not in settings.DATABASES["default"]["OPTIONS"]["options"]


def test_nobody_signs_up(client, db):
    page = client.get(reverse("account_signup"))
    assert "form" not in (page.context or {})
