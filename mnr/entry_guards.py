"""What keeps a withheld entry as it is: a trigger on the table of each register.

Made after each `migrate`, by the tables' owner, from what the models say, so that a new register
has it without a migration of its own. Its arguments are the columns that `mnr_withhold` may empty.
"""

from django.db import DEFAULT_DB_ALIAS, connection
from psycopg import sql

from mnr.services.text_places import entry_models, texts_of_entry

TRIGGER = "mnr_entry_withheld"
MAKE = """
DROP TRIGGER IF EXISTS {trigger} ON {table};
CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
    WHEN (NOT mnr_is_withholding({name}::regclass)) EXECUTE FUNCTION mnr_withheld_stays({columns});
"""


def after_migrate(sender, *, using, **kwargs):
    """Receiver of `post_migrate`: emptying tables sends it too, but then nothing is new."""
    if using == DEFAULT_DB_ALIAS and "plan" in kwargs:
        put()


def put() -> None:
    """Guard every table of entries that is there; on the way to an older state, none may be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('mnr_is_entry_text') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        for model in entry_models():
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [model._meta.db_table])
            if cursor.fetchone()[0]:
                cursor.execute(_statement(model))


def _statement(model):
    return sql.SQL(MAKE).format(
        trigger=sql.Identifier(TRIGGER),
        table=sql.Identifier(model._meta.db_table),
        name=sql.Literal(model._meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Literal, texts_of_entry(model))),
    )
