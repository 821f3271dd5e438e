"""Looking for words in everything that the database keeps, to show that they are nowhere."""

import json
from collections.abc import Iterable

from django.db import connection

SHORTEST = 8  # shorter words stand everywhere by chance

COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public'
    AND data_type IN ('text', 'character varying', 'json', 'jsonb')
    AND has_table_privilege(format('%I.%I', table_schema, table_name), 'SELECT')
    AND table_name NOT IN (SELECT viewname FROM pg_views WHERE schemaname = 'public')
ORDER BY 1, 2
"""


def standing(words: Iterable[str]) -> dict:
    """{table.column: how many rows} that hold any of the words."""
    wanted = searchable(words)
    if not wanted:
        return {}
    counts = {
        f"{table}.{column}": _count(table, column, kind, wanted)
        for table, column, kind in _columns()
    }
    return {place: count for place, count in counts.items() if count}


def searchable(words) -> list[str]:
    """The words that are long enough to be looked for."""
    return sorted(word for word in words if len(word) >= SHORTEST)


def as_json(text) -> str:
    """A text as it stands within a JSON column."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def speaks_of(data, words) -> bool:
    """Whether plain data hold any of the words."""
    told = json.dumps(data, ensure_ascii=False, default=str)
    return any(as_json(word) in told for word in searchable(words))


def _columns():
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return cursor.fetchall()


def _count(table, column, kind, wanted):
    """How many rows of one column hold any of the words."""
    quote = connection.ops.quote_name
    words = [as_json(word) for word in wanted] if kind in ("json", "jsonb") else wanted
    held = f"position(word in {quote(column)}::text) > 0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {quote(table)} "  # noqa: S608  names from the catalogue
            f"WHERE EXISTS (SELECT FROM unnest(%s::text[]) AS word WHERE {held})",
            [words],
        )
        return cursor.fetchone()[0]
