"""Doing in a test what only the owner of the tables may."""

from contextlib import contextmanager

from django.db import connection

from mnr.database_roles import APPLICATION


@contextmanager
def as_owner():
    """Within a transaction: work as the owner, and as who one was again after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        was = cursor.fetchone()[0]
        cursor.execute("SET LOCAL ROLE NONE")
        yield
        if was == APPLICATION:
            cursor.execute(f"SET LOCAL ROLE {APPLICATION}")
