"""What a request did to the database, even where it took it back itself."""

from django.db import connection
from psycopg import sql

from mnr.models import AuditEvent

# what a refused request may write all the same
DECLARED = {
    "django_session": "When the session was last used, and where to go after signing in.",
}

TRAIL = {"mnr_auditevent", "mnr_auditcontent", "mnr_audithead"}


def last_event() -> int:
    """The number of the trail's newest event."""
    return AuditEvent.objects.values_list("number", flat=True).first() or 0


def recorded_since(number) -> list:
    """What the trail holds beyond an event: the actions, the oldest first."""
    rows = AuditEvent.objects.filter(number__gt=number).order_by("number")
    return list(rows.values_list("action", flat=True))


def counts() -> dict:
    """{table: rows inserted, changed and deleted so far in this transaction}."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name: numbers for name, *numbers in cursor.fetchall()}


def touched(before) -> set:
    """The tables that were written to since, other than those declared."""
    return {name for name, numbers in counts().items() if before.get(name) != numbers} - set(
        DECLARED
    )


ROWS = sql.SQL("SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t")


def fingerprint(tables) -> dict:
    """{table: a digest of all its rows}."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(ROWS.format(sql.Identifier(table)))
            found[table] = cursor.fetchone()[0]
        return found
