"""Contents of events are destroyed for a removal only: one that two people asked for in the trail.

The application's role can write rows of quarantines. So the events of asking and of confirming
must stand in the chain too: whoever forges them leaves them there for good.
"""

import django.utils.timezone
from django.db import migrations, models

SHORTEST = 8  # characters of a word by which an event may be found: as mnr/services/leftovers.py

BY_TWO = f"""
DROP FUNCTION mnr_purge_contents(bigint);

CREATE FUNCTION mnr_purge_contents(purge bigint, words text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told jsonb; actor uuid; removal mnr_quarantine%ROWTYPE; purged bigint;
BEGIN
    SELECT c.text::jsonb, e.actor_id INTO told, actor
        FROM mnr_auditcontent c JOIN mnr_auditevent e ON e.number = c.event_id
        WHERE e.number = purge AND e.action = 'audit.purge';
    SELECT * INTO removal FROM mnr_quarantine
        WHERE id::text = told ->> 'quarantine' AND state = 'purged' AND NOT has_legal_hold
            AND purge_requested_by_id <> purge_confirmed_by_id
            AND purge_confirmed_by_id = actor;
    IF removal.id IS NULL OR NOT EXISTS (
        SELECT FROM mnr_auditevent asked JOIN mnr_auditevent confirmed
            ON confirmed.object_id = asked.object_id AND confirmed.number > asked.number
        WHERE asked.object_type = 'quarantine' AND confirmed.object_type = 'quarantine'
            AND asked.object_id = removal.id::text AND confirmed.number < purge
            AND asked.action = 'purge.request' AND confirmed.action = 'purge.confirm'
            AND asked.actor_id = removal.purge_requested_by_id
            AND confirmed.actor_id = removal.purge_confirmed_by_id
    ) THEN
        RAISE EXCEPTION 'event % is no removal that two people asked for', purge
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE mnr_auditcontent content SET salt = NULL, text = NULL, purged_by = purge
        FROM mnr_auditevent event
        WHERE event.number = content.event_id AND content.purged_by IS NULL
            AND told -> 'events' @> to_jsonb(content.event_id)
            AND (
                event.object_id = removal.object_id::text
                OR strpos(content.text, removal.object_id::text) > 0
                OR EXISTS (
                    SELECT FROM unnest(words) AS word
                    WHERE length(word) >= {SHORTEST} AND strpos(content.text, word) > 0
                )
            );
    GET DIAGNOSTICS purged = ROW_COUNT;
    RETURN purged;
END $$;
REVOKE EXECUTE ON FUNCTION mnr_purge_contents(bigint, text[]) FROM PUBLIC;
"""

BEFORE = """
DROP FUNCTION mnr_purge_contents(bigint, text[]);

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
"""


class Migration(migrations.Migration):
    dependencies = [("mnr", "0020_given_back")]

    operations = [
        migrations.RunSQL(BY_TWO, BEFORE),
        migrations.AlterField(  # written once: the application may not change a waiver
            model_name="waiver",
            name="at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
    ]
