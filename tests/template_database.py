"""One migrated database for all processes of a run: the first makes it, all of them copy it."""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection

LOCK = 7_210_816  # of the server, while one process looks or makes


def work_as_owner():
    """The databases of tests are made by the owner, and their tables are the owner's."""
    parts = ("HOST", "PORT", "USER", "PASSWORD")
    connection.settings_dict |= {part: settings.DATABASE_OWNER[part] for part in parts}


def copy_one(controller: int):
    """Let the database of this process's tests be a copy. `controller` is the run's process."""
    name = _name(controller)
    with _locked() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            _make(name)
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def drop(controller: int):
    """Leave nothing on the server."""
    work_as_owner()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {_name(controller)}")


def _name(controller):
    return f"test_mnr_of_run_{controller}"


@contextmanager
def _locked():
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")  # it takes a while
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor  # the lock ends with the connection


def _make(name):
    test, own = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    usual = test["NAME"]
    test["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        test["NAME"], connection.settings_dict["NAME"] = usual, own
