"""Taking texts out of their places, and giving them back or destroying them: in the database.

Quarantine and purge are the only ways past the rule that frozen updates, submissions and snapshots
never change. They are functions of the tables' owner, so that the application can do this and no
more; see docs/decisions/0011-quarantine-is-a-move.md.
"""

from django.db import migrations

PLACES = {
    "mnr_progressupdate": (
        "achievements",
        "next_steps",
        "decisions_asked",
        "public_summary",
        "return_reason",
    ),
    "mnr_obstacle": ("text",),
    "mnr_assessment": ("departure_reason", "lowering_reason", "rationale"),
    "mnr_checkanswer": ("note",),
    "mnr_comment": ("text",),
    "mnr_evidence": ("title", "publisher", "url", "registry_number"),
    "mnr_organisation": ("name", "short_name", "role_text", "source"),
    "mnr_user": ("full_name",),
    "mnr_planaction": ("title", "status_text", "date_text", "source"),
}
ALLOWED = ", ".join(f"'{table}.{name}'" for table, names in PLACES.items() for name in names)
OBJECTS = {
    "update": "mnr_progressupdate",
    "comment": "mnr_comment",
    "evidence": "mnr_evidence",
    "organisation": "mnr_organisation",
    "person": "mnr_user",
    "action": "mnr_planaction",
    "report": "mnr_report",
}
OBJECT = " ".join(f"WHEN '{kind}' THEN '{table}'" for kind, table in OBJECTS.items())
PARTS = ("mnr_obstacle", "mnr_assessment", "mnr_checkanswer")
DEFINER = "SECURITY DEFINER SET search_path = public, pg_temp SET mnr.withholding = 'on'"

# The setting alone gives nothing: only the tables' owner, as whom these functions run, is past.
FUNCTIONS = f"""
CREATE FUNCTION mnr_is_withholding(relation oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT COALESCE(current_setting('mnr.withholding', true), '') = 'on'
        AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = relation)
$$;

CREATE FUNCTION mnr_flag_object(quarantine uuid, flag boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    kind text; object uuid; place text;
BEGIN
    SELECT q.kind, q.object_id, CASE q.kind {OBJECT} END INTO kind, object, place
        FROM mnr_quarantine q WHERE q.id = quarantine;
    EXECUTE format('UPDATE %I SET is_withheld = $1 WHERE id = $2', place) USING flag, object;
    IF kind IN ('update', 'evidence', 'organisation') THEN
        EXECUTE format('UPDATE %I SET version = version + 1 WHERE id = $1', place) USING object;
    END IF;
END $$;

CREATE FUNCTION mnr_require_quarantine(quarantine uuid, wanted text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM mnr_quarantine WHERE id = quarantine AND state = wanted AND NOT has_legal_hold;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'quarantine % is not %', quarantine, wanted
            USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION mnr_put_texts(quarantine uuid, gone boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT table_name, row_key, string_agg(format('%I = %L', column_name,
                CASE WHEN gone THEN t.removed ELSE t.text END), ', ') AS assignments
            FROM mnr_withheldtext t WHERE quarantine_id = quarantine GROUP BY 1, 2
    LOOP
        EXECUTE format('UPDATE %I SET %s WHERE id::text = $1', place.table_name, place.assignments)
            USING place.row_key;
    END LOOP;
    DELETE FROM mnr_withheldtext WHERE quarantine_id = quarantine;
END $$;

CREATE FUNCTION mnr_withhold(quarantine uuid, places jsonb) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    place jsonb; mark record; assignments text; original text;
BEGIN
    PERFORM mnr_require_quarantine(quarantine, 'withheld');
    FOR place IN SELECT * FROM jsonb_array_elements(places) LOOP
        assignments := '';
        FOR mark IN SELECT key, value FROM jsonb_each(place->'marks') LOOP
            IF NOT (place->>'table' || '.' || mark.key) = ANY (ARRAY[{ALLOWED}]) THEN
                RAISE EXCEPTION 'no text of people: %.%', place->>'table', mark.key
                    USING ERRCODE = 'insufficient_privilege';
            END IF;
            EXECUTE format('SELECT %I FROM %I WHERE id::text = $1 FOR UPDATE',
                mark.key, place->>'table') INTO original USING place->>'row';
            INSERT INTO mnr_withheldtext
                (quarantine_id, table_name, row_key, column_name, text, removed)
                VALUES (quarantine, place->>'table', place->>'row', mark.key, original,
                    mark.value->>1);
            assignments := concat_ws(', ', NULLIF(assignments, ''),
                format('%I = %L', mark.key, mark.value->>0));
        END LOOP;
        EXECUTE format('UPDATE %I SET %s WHERE id::text = $1', place->>'table', assignments)
            USING place->>'row';
    END LOOP;
    PERFORM mnr_flag_object(quarantine, true);
END $$;

CREATE FUNCTION mnr_give_back(quarantine uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM mnr_require_quarantine(quarantine, 'released');
    PERFORM mnr_put_texts(quarantine, false);
    PERFORM mnr_flag_object(quarantine, false);
END $$;

CREATE FUNCTION mnr_destroy(quarantine uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM mnr_require_quarantine(quarantine, 'purged');
    PERFORM mnr_put_texts(quarantine, true);
    PERFORM mnr_flag_object(quarantine, false);
END $$;

CREATE FUNCTION mnr_redacted(content jsonb, paths jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    place jsonb; steps text[];
BEGIN
    FOR place IN SELECT * FROM jsonb_array_elements(paths) LOOP
        SELECT array_agg(step) INTO steps FROM jsonb_array_elements_text(place) AS step;
        IF jsonb_typeof(content #> steps) IS DISTINCT FROM 'string' THEN
            RAISE EXCEPTION 'no text at %', place USING ERRCODE = 'check_violation';
        END IF;
        content := jsonb_set(content, steps, to_jsonb(
            CASE WHEN steps[array_upper(steps, 1)] = 'url' THEN '' ELSE '[removed]' END), false);
    END LOOP;
    RETURN content;
END $$;

CREATE FUNCTION mnr_redact_submission(quarantine uuid, submission bigint, paths jsonb)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM mnr_require_quarantine(quarantine, 'purged');
    UPDATE mnr_submission SET content = mnr_redacted(content, paths) WHERE id = submission;
END $$;

CREATE FUNCTION mnr_redact_snapshot(quarantine uuid, snapshot bigint, paths jsonb, told text)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    before text; expected text;
BEGIN
    PERFORM mnr_require_quarantine(quarantine, 'purged');
    SELECT content, digest INTO before, expected FROM mnr_snapshot WHERE id = snapshot FOR UPDATE;
    SELECT digest INTO expected FROM (
        SELECT expected AS digest, 0 AS id
        UNION ALL SELECT digest, id FROM mnr_redaction WHERE snapshot_id = snapshot
        ORDER BY id DESC LIMIT 1
    ) AS last;
    IF encode(sha256(convert_to(before, 'UTF8')), 'hex') <> expected THEN
        RAISE EXCEPTION 'snapshot % does not have its digest', snapshot
            USING ERRCODE = 'check_violation';
    END IF;
    IF told::jsonb <> mnr_redacted(before::jsonb, paths) THEN
        RAISE EXCEPTION 'more than the named texts would change' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO mnr_redaction (quarantine_id, snapshot_id, paths, previous_digest, digest, at)
        VALUES (quarantine, snapshot, paths, expected,
            encode(sha256(convert_to(told, 'UTF8')), 'hex'), clock_timestamp());
    UPDATE mnr_snapshot SET content = told WHERE id = snapshot;
END $$;

REVOKE EXECUTE ON FUNCTION mnr_flag_object, mnr_put_texts FROM PUBLIC;
"""

GUARDS = """
CREATE FUNCTION mnr_withheld_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.is_withheld THEN
            RAISE EXCEPTION 'it is withheld: nobody deletes it' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.is_withheld <> NEW.is_withheld THEN
        RAISE EXCEPTION 'only a quarantine withholds' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.is_withheld THEN
        FOREACH name IN ARRAY TG_ARGV LOOP
            IF to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name THEN
                RAISE EXCEPTION 'it is withheld: nobody changes its %', name
                    USING ERRCODE = 'check_violation';
            END IF;
        END LOOP;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_part_withheld() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found boolean;
BEGIN
    IF TG_TABLE_NAME = 'mnr_checkanswer' THEN
        SELECT u.is_withheld INTO found FROM mnr_progressupdate u
            JOIN mnr_assessment a ON a.update_id = u.id
            WHERE a.id = COALESCE(NEW.assessment_id, OLD.assessment_id);
    ELSE
        SELECT is_withheld INTO found FROM mnr_progressupdate
            WHERE id = COALESCE(NEW.update_id, OLD.update_id);
    END IF;
    IF found THEN
        RAISE EXCEPTION 'the update is withheld: its parts are not edited'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;

CREATE FUNCTION mnr_only_content_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'content' <> to_jsonb(NEW) - 'content' THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_quarantine_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a quarantine is not deleted' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.kind, OLD.object_id, OLD.set_by_id) IS DISTINCT FROM
            (NEW.kind, NEW.object_id, NEW.set_by_id)
        OR OLD.state <> 'withheld'
            AND (OLD.state, OLD.purge_requested_by_id, OLD.purge_confirmed_by_id) IS DISTINCT FROM
                (NEW.state, NEW.purge_requested_by_id, NEW.purge_confirmed_by_id) THEN
        RAISE EXCEPTION 'quarantine % is over, or another object''s', OLD.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER mnr_quarantine_steps BEFORE UPDATE OR DELETE ON mnr_quarantine
    FOR EACH ROW EXECUTE FUNCTION mnr_quarantine_steps();
"""


def unless_withholding(table):
    return f"WHEN (NOT mnr_is_withholding('{table}'::regclass))"


def trigger(name, events, table, function, arguments=""):
    return (
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW "
        f"{unless_withholding(table)} EXECUTE FUNCTION {function}({arguments});\n"
    )


STAYS = "".join(
    trigger(
        f"{table}_withheld",
        "UPDATE OR DELETE",
        table,
        "mnr_withheld_stays",
        ", ".join(f"'{name}'" for name in PLACES.get(table, ())),
    )
    for table in OBJECTS.values()
) + "".join(
    trigger(f"{table}_withheld", "INSERT OR UPDATE OR DELETE", table, "mnr_part_withheld")
    for table in PARTS
)

# The older guards, now with the one way past them.
PASSED = (
    "DROP TRIGGER mnr_update_steps ON mnr_progressupdate;\n"
    + trigger(
        "mnr_update_steps", "INSERT OR UPDATE OR DELETE", "mnr_progressupdate", "mnr_update_steps"
    )
    + "".join(
        f"DROP TRIGGER {table}_part ON {table};\n"
        + trigger(f"{table}_part", "INSERT OR UPDATE OR DELETE", table, "mnr_part_of_draft")
        for table in PARTS
    )
    + "".join(
        f"DROP TRIGGER {table}_rows ON {table};\n"
        + trigger(f"{table}_rows", "UPDATE OR DELETE", table, "mnr_never_changed")
        + f"CREATE TRIGGER {table}_redacted BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION mnr_only_content_changes();\n"
        for table in ("mnr_submission", "mnr_snapshot")
    )
)

UNDO = (
    "".join(
        f"DROP TRIGGER {table}_rows ON {table};\n"
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION mnr_never_changed();\n"
        for table in ("mnr_submission", "mnr_snapshot")
    )
    + "".join(
        f"DROP TRIGGER {name} ON {table};\n"
        f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}();\n"
        for name, table, function in [
            ("mnr_update_steps", "mnr_progressupdate", "mnr_update_steps"),
            *((f"{table}_part", table, "mnr_part_of_draft") for table in PARTS),
        ]
    )
    + """
DROP FUNCTION mnr_quarantine_steps() CASCADE;
DROP FUNCTION mnr_only_content_changes() CASCADE;
DROP FUNCTION mnr_part_withheld() CASCADE;
DROP FUNCTION mnr_withheld_stays() CASCADE;
DROP FUNCTION mnr_redact_snapshot;
DROP FUNCTION mnr_redact_submission;
DROP FUNCTION mnr_redacted;
DROP FUNCTION mnr_destroy;
DROP FUNCTION mnr_give_back;
DROP FUNCTION mnr_withhold;
DROP FUNCTION mnr_put_texts;
DROP FUNCTION mnr_require_quarantine;
DROP FUNCTION mnr_flag_object;
DROP FUNCTION mnr_is_withholding;
"""
)


class Migration(migrations.Migration):
    dependencies = [("mnr", "0006_quarantine")]

    operations = [migrations.RunSQL(FUNCTIONS + GUARDS + STAYS + PASSED, UNDO)]
