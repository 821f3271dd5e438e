"""What each role of the database may do, on the servers that come with the platform."""

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from mnr import database_roles
from mnr.checks import servers
from tests import factories

PARTS = {"mnr", "governance", "criminal_justice", "victim_services", "society", "industry", "media"}
pytestmark = pytest.mark.django_db
TABLES = pytest.mark.parametrize("table", database_roles.APPEND_ONLY)


def columns(table):
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in found]


@pytest.fixture
def sign_in():
    """sign_in(role) opens a connection of that role's own to the tests' database."""
    if settings.DATABASE_OWNER["USER"] != database_roles.OWNER:
        pytest.skip("the roles of another server are its administrator's")
    parts = connection.settings_dict
    opened = []

    def connect(role):
        where = make_conninfo(host=parts["HOST"], dbname=parts["NAME"], user=role)
        opened.append(psycopg.connect(where, autocommit=True))
        return opened[-1]

    yield connect
    for session in opened:
        session.close()


@TABLES
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "TRUNCATE {table}",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER {table}_rows",
        "DROP TRIGGER {table}_truncate ON {table}",
        "ALTER TABLE {table} OWNER TO mnr_app",
        "DROP TABLE {table} CASCADE",
    ],
)
def test_the_application_only_adds_to_history(sign_in, table, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sign_in("mnr_app").execute(statement.format(table=table, column=columns(table)[0]))


@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "SET ROLE mnr",
        "CREATE TABLE own ()",
        "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_finds_no_way_round(sign_in, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sign_in("mnr_app").execute(statement)


def test_the_application_deletes_only_what_is_listed(sign_in):
    own = {
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.partition(".")[0] in PARTS
    }
    may = sign_in("mnr").execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege('mnr_app', oid, 'DELETE')"
    )
    found = {table for (table,) in may}
    assert len(own) > 40
    assert found & own == set(database_roles.DELETED)
    assert "django_session" in found


@pytest.mark.parametrize("table", database_roles.ADDED_ONLY)
def test_the_application_changes_no_waiver_or_removal(sign_in, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sign_in("mnr_app").execute(f"UPDATE {table} SET id = id")  # noqa: S608


def test_a_new_table_is_not_deletable_before_it_is_listed(sign_in):
    """Between two grants as well, as while a migration runs."""
    owner = sign_in("mnr")
    owner.execute("BEGIN")
    owner.execute("CREATE TABLE mnr_new ()")
    may = "SELECT has_table_privilege('mnr_app', 'mnr_new', %s)"
    assert owner.execute(may, ["INSERT"]).fetchone() == (True,)
    assert owner.execute(may, ["DELETE"]).fetchone() == (False,)
    owner.execute("ROLLBACK")


@TABLES
def test_the_owner_is_stopped_by_triggers_at_least(sign_in, table):
    found = sign_in("mnr").execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O' "
        "AND NOT tgisinternal",
        [table],
    )
    assert {f"{table}_rows", f"{table}_truncate"} <= {name for (name,) in found}


def test_the_portal_reads_the_view_of_what_is_published_and_nothing_else(sign_in):
    portal = sign_in("mnr_portal")
    assert portal.execute("SELECT * FROM mnr_published").fetchall() == []
    tables = connection.introspection.table_names(include_views=True)
    assert len(tables) > 30
    for table in set(tables) - {"mnr_published"}:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            portal.execute(
                psycopg.sql.SQL("SELECT 1 FROM {}").format(psycopg.sql.Identifier(table))
            )
    for change in ("DELETE FROM mnr_published", "CREATE TABLE own ()"):
        with pytest.raises(psycopg.Error, match=r"permission denied|read-only|cannot delete"):
            portal.execute(change)


def test_the_portal_calls_none_of_our_functions(sign_in):
    owner = sign_in("mnr")
    functions = owner.execute(database_roles.FUNCTIONS.replace("%%", "%")).fetchall()
    assert len(functions) > 5
    asked = "SELECT has_function_privilege(%s, %s, 'EXECUTE')"
    for (function,) in functions:
        for role, may in (("mnr_portal", False), ("mnr_app", True)):
            assert owner.execute(asked, [role, function]).fetchone() == (may,), function


def test_the_view_shows_published_periods_only_and_no_content():
    for code, state in (("2026-Q1", "published"), ("2026-Q2", "approved"), ("2026-Q3", "frozen")):
        factories.period(code, state)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM mnr_published")
        assert cursor.fetchall() == [("2026-Q1",)]
    assert not {"content", "summary"} & set(columns("mnr_published"))


def test_a_platform_that_owns_its_tables_is_refused():
    assert servers.application_owns_tables() == ""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
    assert "DATABASE_OWNER_URL" in servers.application_owns_tables()
