"""What every test may rely on: cheap passwords, plain static files, reference data where asked."""

import os

import pytest
from django.db import connection
from django.test import Client, override_settings

from mnr.models import User
from tests import signing_in

CHEAP = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "WHITENOISE_AUTOREFRESH": True,
    "WHITENOISE_USE_FINDERS": True,
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
}


@pytest.fixture(scope="session", autouse=True)
def cheap_settings():
    """Quick password hashes and static files without a manifest."""
    with override_settings(**CHEAP):
        yield


@pytest.fixture(autouse=True)
def state(settings, tmp_path):
    """A state folder of each test's own: no test writes where a platform lives."""
    settings.STATE_DIR = tmp_path
    settings.REPORTS_DIR = tmp_path / "reports"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path


@pytest.fixture(autouse=True)
def everybody_is_proven(monkeypatch):
    """People of a test have just used their passkey; `signing_in` makes other sign-ins."""
    monkeypatch.setattr(User, "sign_in", signing_in.JustNow())
    monkeypatch.setattr(Client, "force_login", signing_in.by_passkey)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Let tests with real transactions empty the append-only tables when they are done."""
    tables = ("mnr_auditevent", "mnr_snapshot", "mnr_submission")
    operations = connection.ops.__class__
    plain = operations.execute_sql_flush

    def execute_sql_flush(self, statements):
        off = [f"ALTER TABLE {table} DISABLE TRIGGER {table}_truncate" for table in tables]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER {table}_truncate" for table in tables]
        return plain(self, [*off, *statements, *on])

    operations.execute_sql_flush = execute_sql_flush
    yield
    operations.execute_sql_flush = plain


def pytest_sessionfinish(session, exitstatus):
    """Under scripts/test a skip for something that the set-up should have brought is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    missing = sorted({report.longrepr[2] for report in skipped if "needs " in report.longrepr[2]})
    if missing and os.environ.get("MNR_TESTS_NEED_EVERYTHING"):
        reporter.ensure_newline()
        reporter.write_line(f"Failed, because of tests skipped: {'; '.join(missing)}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
