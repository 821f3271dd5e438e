"""The three roles in the database, and what each may do there; see docs/decisions/0008.

The owner migrates. The application cannot change or delete history, nor switch a trigger off.
The portal, for the public site, reads what is published and nothing else. Grants are made here
and nowhere else, after each `migrate`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from psycopg import sql

from mnr.domains import Domain

OWNER, APPLICATION, PORTAL = "mnr", "mnr_app", "mnr_portal"

# What the application only adds to. A table that is listed here needs the triggers as well.
APPEND_ONLY = (
    "mnr_auditanchor",
    "mnr_auditcheck",
    "mnr_auditcontent",
    "mnr_auditevent",
    "mnr_snapshot",
    "mnr_submission",
)
# What the application adds to and never changes, and no trigger holds: its owner may.
ADDED_ONLY = ("mnr_editionfigures", "mnr_redaction", "mnr_waiver", "mnr_withheldfile")
READ_ONLY = ("django_migrations", "mnr_withheldtext", "mnr_redaction")
# What the application may delete of the house's own: drafts with their parts, roles and grants
# that ended, sessions, tokens. All else is withdrawn, ended or purged by a function of the owner.
DELETED = (
    "mnr_assessment",
    "mnr_capabilitygroupobjectpermission",
    "mnr_capabilityuserobjectpermission",
    "mnr_checkanswer",
    "mnr_createkey",
    "mnr_domaingroupobjectpermission",
    "mnr_domainuserobjectpermission",
    "mnr_guardrelease",
    "mnr_importrun",
    "mnr_obstacle",
    "mnr_personaltoken",
    "mnr_procedure",
    "mnr_progressupdate",
    "mnr_ratingquestion",
    "mnr_savedview",
    "mnr_updatereading",
    "mnr_usersession",
)
PUBLISHED = "mnr_published"  # the portal's view

OF_APPLICATION = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
REVOKE DELETE ON {kept} FROM {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE DELETE ON TABLES FROM {role};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role};
REVOKE UPDATE, DELETE ON {append_only}, {added_only} FROM {role};
REVOKE INSERT, UPDATE, DELETE ON {read_only} FROM {role};
"""
OF_PORTAL = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT ON {published} TO {role};
"""
# Some of them run as the owner: never for the portal.
FUNCTIONS = """
SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'mnr\\_%%'
"""
OWNED = """
SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname LIKE 'mnr\\_%%' AND pg_has_role(current_user, relowner, 'USAGE')
"""


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables for the time being."""
    kept = connection.settings_dict
    owner = {part: settings.DATABASE_OWNER[part] for part in ("HOST", "PORT", "USER", "PASSWORD")}
    if owner.items() <= kept.items():
        yield
        return
    connection.close()
    connection.settings_dict = kept | owner
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = kept


def after_migrate(sender, *, using, **kwargs):
    """Receiver of `post_migrate`: emptying tables sends it too, but then nothing is new."""
    if using == DEFAULT_DB_ALIAS and "plan" in kwargs:
        grant()


def grant() -> None:
    """Give each role that exists what it may, and no more."""
    tables = set(connection.introspection.table_names(include_views=True))
    names = {
        "append_only": _names(APPEND_ONLY),
        "added_only": _names(ADDED_ONLY),
        "kept": _names(sorted(_kept() & tables)),
        "read_only": _names(READ_ONLY),
        "published": sql.Identifier(PUBLISHED),
    }
    with connection.cursor() as cursor:
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND rolname <> current_user",
            [[APPLICATION, PORTAL]],
        )
        for (role,) in cursor.fetchall():
            words = OF_APPLICATION if role == APPLICATION else OF_PORTAL
            if set(APPEND_ONLY) | {PUBLISHED} <= tables:  # else on the way to an older state
                cursor.execute(sql.SQL(words).format(role=sql.Identifier(role), **names))
                _grant_functions(cursor, role)


def _grant_functions(cursor, role):
    """To the application alone: by custom of PostgreSQL everybody may call every function."""
    cursor.execute(FUNCTIONS)
    for (function,) in cursor.fetchall():
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        if role == APPLICATION:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")


def owns_tables() -> bool:
    """Whether the role of this connection could change history by owning the tables."""
    with connection.cursor() as cursor:
        cursor.execute(OWNED)
        return cursor.fetchone()[0] > 0


def _kept():
    """The house's own tables of which nothing is deleted; rows that only join two others are not
    among them.
    """
    own = {"mnr", *Domain.values}
    return {
        model._meta.db_table for model in apps.get_models() if model._meta.app_label in own
    } - set(DELETED)


def _names(tables):
    return sql.SQL(", ").join(sql.Identifier(table) for table in tables)
