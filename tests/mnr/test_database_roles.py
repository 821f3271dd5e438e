"""What each role of the database may do, on the servers that come with the platform."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from mnr import database_roles
from mnr.checks import servers
from tests import factories

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
