"""Anchors and verifications are only added to; a content only goes with an event that says so."""

from django.db import migrations

NEVER_CHANGED = ("mnr_auditanchor", "mnr_auditcheck")

GUARDS = """
CREATE FUNCTION mnr_content_goes_with_purge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.event_id = OLD.event_id AND OLD.purged_by IS NULL
        AND NEW.purged_by > OLD.event_id AND NEW.salt IS NULL AND NEW.text IS NULL
        AND EXISTS (
            SELECT FROM mnr_auditevent e JOIN mnr_auditcontent c ON c.event_id = e.number
            WHERE e.number = NEW.purged_by AND e.action = 'audit.purge'
                AND c.text::jsonb -> 'events' @> to_jsonb(OLD.event_id)
        )
        AND NOT EXISTS (
            SELECT FROM mnr_auditevent
            WHERE number = OLD.event_id AND action = 'audit.purge'
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only, but for a purge', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER mnr_auditcontent_rows BEFORE UPDATE OR DELETE ON mnr_auditcontent
    FOR EACH ROW EXECUTE FUNCTION mnr_content_goes_with_purge();
CREATE TRIGGER mnr_auditcontent_truncate BEFORE TRUNCATE ON mnr_auditcontent
    FOR EACH STATEMENT EXECUTE FUNCTION mnr_never_changed();

-- The one way in which the application deletes: what an event of a purge names, and that alone.
CREATE FUNCTION mnr_purge_contents(purge bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    purged bigint;
BEGIN
    UPDATE mnr_auditcontent SET salt = NULL, text = NULL, purged_by = purge
        WHERE purged_by IS NULL AND event_id IN (
            SELECT jsonb_array_elements(c.text::jsonb -> 'events')::bigint
            FROM mnr_auditcontent c JOIN mnr_auditevent e ON e.number = c.event_id
            WHERE e.number = purge AND e.action = 'audit.purge'
        );
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
END $$;
REVOKE EXECUTE ON FUNCTION mnr_purge_contents(bigint) FROM PUBLIC;
""" + "".join(
    f"""
CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION mnr_never_changed();
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION mnr_never_changed();
"""
    for table in NEVER_CHANGED
)

UNDO = """
DROP FUNCTION mnr_purge_contents(bigint);
DROP FUNCTION mnr_content_goes_with_purge() CASCADE;
""" + "".join(
    f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_truncate ON {table};"
    for table in NEVER_CHANGED
)


class Migration(migrations.Migration):
    dependencies = [("mnr", "0009_sealed_contents")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
