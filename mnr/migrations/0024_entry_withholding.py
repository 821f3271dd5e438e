"""Entries of registers are withheld too: their tables are known by their trigger."""

from importlib import import_module

from django.db import migrations, models

first = import_module("mnr.migrations.0007_withholding")
releases = import_module("mnr.migrations.0018_release_withholding")
PLACES = releases.PLACES
KINDS = [
    ("update", "Progress update"),
    ("comment", "Comment"),
    ("evidence", "Evidence"),
    ("organisation", "Organisation"),
    ("person", "Name of a person"),
    ("action", "Action of the plan"),
    ("report", "Report"),
    ("entry", "Entry of a register"),
]

# Which columns of entries hold people's text, the owner says in the arguments of the trigger.
IS_ENTRY_TEXT = """
CREATE FUNCTION mnr_is_entry_text(place text, name text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM pg_trigger
        WHERE tgrelid = to_regclass(quote_ident(place)) AND tgname = 'mnr_entry_withheld'
            AND name = ANY (string_to_array(encode(tgargs, 'escape'), '\\000'))
    )
$$;
"""
FLAG = """
CREATE OR REPLACE FUNCTION mnr_flag_object(quarantine uuid, flag boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    kind text; object uuid; place text;
BEGIN
    SELECT q.kind, q.object_id, CASE q.kind {OBJECT} END INTO kind, object, place
        FROM mnr_quarantine q WHERE q.id = quarantine;
    IF kind = 'entry' THEN
        FOR place IN
            SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                WHERE t.tgname = 'mnr_entry_withheld'
        LOOP
            EXECUTE format('UPDATE %I SET is_withheld = $1, version = version + 1 WHERE id = $2',
                place) USING flag, object;
        END LOOP;
        RETURN;
    END IF;
    EXECUTE format('UPDATE %I SET is_withheld = $1 WHERE id = $2', place) USING flag, object;
    IF kind IN ('update', 'evidence', 'organisation') THEN
        EXECUTE format('UPDATE %I SET version = version + 1 WHERE id = $1', place) USING object;
    END IF;
END $$;
""".replace("{OBJECT}", first.OBJECT)
BEFORE = releases.withhold(releases.ALLOWED)
ALLOWED = f"ANY (ARRAY[{releases.ALLOWED}])"
WITHHOLD = BEFORE.replace(
    f"IF NOT (place->>'table' || '.' || mark.key) = {ALLOWED} THEN",
    f"IF NOT ((place->>'table' || '.' || mark.key) = {ALLOWED} "
    "OR mnr_is_entry_text(place->>'table', mark.key)) THEN",
)
OLD_FLAG = first.FUNCTIONS[
    first.FUNCTIONS.index("CREATE FUNCTION mnr_flag_object(") : first.FUNCTIONS.index(
        "CREATE FUNCTION mnr_require_quarantine("
    )
].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def kind():
    return models.CharField(choices=KINDS, max_length=12, verbose_name="kind")


class Migration(migrations.Migration):
    dependencies = [("mnr", "0023_imports")]

    operations = [
        migrations.AlterField("contentreport", "kind", kind()),
        migrations.AlterField("quarantine", "kind", kind()),
        migrations.RunSQL(
            IS_ENTRY_TEXT + FLAG + WITHHOLD,
            BEFORE + OLD_FLAG + "DROP FUNCTION mnr_is_entry_text(text, text);",
        ),
    ]
