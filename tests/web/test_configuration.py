"""Settings that hold whatever the country chooses."""

import pytest
from django.conf import Settings, settings
from django.core import signing
from django.db import connection

from mnr.models import User


def test_only_json_is_read_back():
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


@pytest.mark.django_db
def test_there_is_nobody_in_a_new_database():
    assert not User.objects.exists()


def test_neither_mail_nor_telephone_is_a_factor():
    apps = set(settings.INSTALLED_APPS)
    assert not {app for app in apps if "sms" in app or "phone" in app or "email_otp" in app}
    assert not getattr(settings, "ACCOUNT_LOGIN_BY_CODE_ENABLED", False)


def test_digests_and_passwords():
    assert signing.Signer().algorithm == "sha256"
    assert "Argon2" in Settings("mnr.settings").PASSWORD_HASHERS[0]


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
