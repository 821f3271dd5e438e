"""Settings that hold whatever the country chooses."""

import hashlib

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from mnr.models import User
from mnr.services import audit


def test_only_json_is_read_back():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


@pytest.mark.parametrize("length", [64, 128])
def test_long_passwords_are_taken(length):
    words = "several words that nobody guesses, " * 4
    validate_password(words[:length])
    user = User(email="x@example.org")
    user.set_password(words[:length])
    assert user.check_password(words[:length])
    assert not user.check_password(words[: length - 1] + "#")


@pytest.mark.parametrize("password", ["password1234", "123456789012", "amina.hussein"])
def test_known_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(email="amina.hussein@gov.example", full_name="Amina"))


@pytest.mark.django_db
def test_there_is_nobody_in_a_new_database():
    assert not User.objects.exists()


def test_neither_mail_nor_telephone_is_a_factor():
    apps = set(settings.INSTALLED_APPS)
    assert not {app for app in apps if "sms" in app or "phone" in app or "email_otp" in app}
    assert not getattr(settings, "ACCOUNT_LOGIN_BY_CODE_ENABLED", False)


def test_a_session_ends():
    assert 0 < settings.SESSION_COOKIE_AGE <= 12 * 60 * 60
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"


def test_digests_are_sha_256():
    assert audit.digest is not None if hasattr(audit, "digest") else hashlib.sha256
    assert (
        settings.DEFAULT_HASHING_ALGORITHM == "sha256"
        if hasattr(settings, "DEFAULT_HASHING_ALGORITHM")
        else True
    )


def test_waiting_has_an_end():
    options = settings.DATABASES["default"]["OPTIONS"]["options"]
    for limit in ("lock_timeout=5s", "idle_in_transaction_session_timeout=60s"):
        assert limit in options
    assert settings.CACHES["default"]["OPTIONS"]["socket_timeout"] == 1
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["socket_timeout"] == 3
    assert settings.EMAIL_TIMEOUT == 10
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]


@pytest.mark.django_db
def test_a_page_gives_up_a_statement_that_does_not_end():
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("5s",)
