"""Reading changes nothing: every route, asked with GET by every role, leaves the data as it was."""

import pytest
from django.db import connection
from django.urls import reverse

from mnr import session_clock
from mnr.models import AuditEvent, Report
from mnr.reports import storage
from mnr.roles import Role
from tests.matrix import routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import ROLES, make_world

pytestmark = pytest.mark.django_db

# What reading may write, and why.
WRITTEN_BY_READING = {
    "django_session": "a message that has been shown is forgotten",
    "mnr_auditevent": "who has read an unpublished report is recorded",
    "mnr_auditcontent": "what such an event says",
    "mnr_updatereading": "whoever has opened an unpublished update is known to its organisation",
    "mnr_audithead": "each event takes the next number",
}
# Who between them open every page: they also ask with parameters; two of them by HEAD.
CURIOUS = {None, Role.SEC, Role.ADM, Role.AGY}
BY_HEAD = {None, Role.SEC}
EVENTS_OF_READING = {"report.read_internal", "report.seen"}


def fingerprint():
    """A digest of each table's rows, but for those that reading may write."""
    tables = set(connection.introspection.table_names()) - set(WRITTEN_BY_READING)
    with connection.cursor() as cursor:
        return {table: digest(cursor, table) for table in sorted(tables)}


def digest(cursor, table):
    rows = "md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
    name = connection.ops.quote_name(table)
    cursor.execute(f"SELECT count(*), {rows} FROM {name} t")  # noqa: S608
    return cursor.fetchone()


def test_every_role_reads_every_page(client, monkeypatch):
    monkeypatch.setattr(session_clock, "note_activity", lambda session: False)  # once a minute
    world = make_world()
    rows = other_rows(world)
    Report.objects.update(sha256=storage.store(b"%PDF-1.7"))
    paths = ["/", "/report-a-weakness/", "/.well-known/security.txt", "/health/live"]
    paths += [
        address(name, world, rows)
        for name, route in routes.ROUTES.items()
        if "GET" in route.methods
    ]
    paths += [reverse(name) for name in routes.API if name.endswith(("-list", "schema"))]
    asked = [f"{path}?next=/&page=2&delete=1&action=delete&q=x" for path in paths]
    before, events = fingerprint(), set(AuditEvent.objects.values_list("pk", flat=True))
    read = 0
    for role in [None, *ROLES]:
        if role:
            client.force_login(world.people[role])
            before = fingerprint()  # signing in writes when it was
        for path in [*paths, *asked] if role in CURIOUS else paths:
            client.get(path)
            if role in BY_HEAD and "?" not in path:  # read as it first opens
                client.head(path)
        read += 1
        assert fingerprint() == before, role
    new = AuditEvent.objects.exclude(pk__in=events).values_list("action", flat=True)
    assert set(new) <= EVENTS_OF_READING
    assert read == 1 + len(ROLES)
