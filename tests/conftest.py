"""What every test may rely on: cheap passwords, plain static files, reference data where asked."""

import gc
import os
import uuid

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client, override_settings
from pytest_django.plugin import blocking_manager_key

from mnr import database_roles
from mnr.models import User
from tests import signing_in, template_database

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

IN_ADDRESS = project.DATABASES["default"]["USER"]  # before the tests take the owner's place


def pytest_configure():
    """What is loaded stays: to look for garbage in it again and again takes a while."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


# Files that take long, the longest first: begun early, no process is left alone with one.
LONG = [
    "matrix/test_routes",
    "web/test_hostile_pages",
    "matrix/test_canaries",
    "scripts/test_run",
    "matrix/test_interference",
    "matrix/test_queries",
    "web/test_checks",
    "browser/test_every_page",
    "web/test_get_changes_nothing",
    "mnr/test_jobs_worker",
    "mnr/test_withheld_everywhere",
    "browser/test_quarter",
    "api/test_matrix",
    "browser/test_session_end",
    "matrix/test_held",
    "browser/test_narrow",
    "registers/test_lists",
    "mnr/test_withdrawing_migrations",
    "web/test_headers",
    "mnr/reports/test_pdf",
    "api/test_entries",
    "mnr/test_demo_loading",
    "mnr/views/test_overview",
    "mnr/test_demo",
    "api/test_schemathesis",
]
TURNS = {f"tests/{name}.py": place for place, name in enumerate(LONG)}


def pytest_collection_modifyitems(items):
    """The files that take long come first. Tests of a file stay together, and in their order."""
    places: dict[str, int] = {}
    for item in items:
        places.setdefault(_file_of(item), len(places))
    items.sort(key=lambda item: (TURNS.get(_file_of(item), len(LONG)), places[_file_of(item)]))


def _file_of(item):
    return item.nodeid.partition("::")[0]


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


@pytest.fixture
def own_cache(settings):
    """Counters and used codes of this test alone, though tests share one Redis.

    Called, it forgets all of them. `cache.clear()` would empty what other tests count meanwhile.
    """

    def forget():
        fresh = {"KEY_PREFIX": uuid.uuid4().hex}
        settings.CACHES = {"default": settings.CACHES["default"] | fresh}

    forget()
    return forget


@pytest.fixture(autouse=True)
def everybody_is_proven(monkeypatch):
    """People of a test have just used their passkey; `signing_in` makes other sign-ins."""
    monkeypatch.setattr(User, "sign_in", signing_in.JustNow())
    monkeypatch.setattr(Client, "force_login", signing_in.by_passkey)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """The database of the tests is made by the owner, and its tables are the owner's."""
    template_database.work_as_owner()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        with django_db_blocker.unblock():
            template_database.copy_one(controller=os.getppid())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Tests work as the application's role, so that a missing grant shows."""
    options, operations = connection.settings_dict["OPTIONS"], connection.ops.__class__
    as_owner, plain = options["options"], operations.execute_sql_flush
    operations.execute_sql_flush = flushing(plain)
    if project.DATABASE_OWNER["USER"] == database_roles.OWNER != IN_ADDRESS:
        with django_db_blocker.unblock():
            connection.close()
        options["options"] = f"{as_owner} -c role={database_roles.APPLICATION}"
    yield
    operations.execute_sql_flush = plain
    options["options"] = as_owner
    with django_db_blocker.unblock():
        connection.close()
        _end_other_sessions()
        connection.close()


def _end_other_sessions():
    """Nothing can be dropped while a thread or a server of some test holds a connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


def flushing(plain):
    """Let tests with real transactions empty the append-only tables when they are done."""
    tables = database_roles.APPEND_ONLY
    off = [f"ALTER TABLE {table} DISABLE TRIGGER {table}_truncate" for table in tables]
    on = [f"ALTER TABLE {table} ENABLE TRIGGER {table}_truncate" for table in tables]

    def execute_sql_flush(self, statements):
        return plain(self, ["SET LOCAL ROLE NONE", *off, *statements, *on])

    return execute_sql_flush


def pytest_sessionfinish(session, exitstatus):
    """The process that began the others takes away what they shared. Under scripts/test a skip for
    something that the set-up should have brought is a failure.
    """
    if session.config.getoption("numprocesses", None) and not os.environ.get("PYTEST_XDIST_WORKER"):
        with session.config.stash[blocking_manager_key].unblock():
            template_database.drop(controller=os.getpid())
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    missing = sorted({report.longrepr[2] for report in skipped if "needs " in report.longrepr[2]})
    if missing and os.environ.get("MNR_TESTS_NEED_EVERYTHING"):
        reporter.ensure_newline()
        reporter.write_line(f"Failed, because of tests skipped: {'; '.join(missing)}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    figures = {
        value
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == "figure"
    }
    for figure in sorted(figures):
        terminalreporter.write_line(figure)
