"""What the database itself refuses, whoever asks: changed history, skipped steps, thawed periods."""

from django.db import migrations

NEVER_CHANGED = ("mnr_auditevent", "mnr_snapshot", "mnr_submission")

FUNCTIONS = """
CREATE FUNCTION mnr_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION mnr_period_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'planned' THEN
            RAISE EXCEPTION 'period % has begun', OLD.code USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('planned', 'open'), ('open', 'closed'), ('closed', 'frozen'),
        ('frozen', 'approved'), ('approved', 'published')
    ) THEN
        RAISE EXCEPTION 'period % cannot go from % to %', OLD.code, OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_update_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    period_state text;
BEGIN
    SELECT state INTO period_state FROM mnr_reportingperiod
        WHERE id = COALESCE(NEW.period_id, OLD.period_id);
    IF period_state NOT IN ('open', 'closed') THEN
        RAISE EXCEPTION 'the period is %: its updates are fixed', period_state
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.submission_number > 0 THEN
            RAISE EXCEPTION 'an update that was sent is not deleted' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'an update begins as a draft' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'submitted'), ('submitted', 'endorsed'), ('endorsed', 'accepted'),
        ('submitted', 'returned'), ('endorsed', 'returned'), ('returned', 'draft'),
        ('submitted', 'draft'), ('returned', 'submitted')
    ) THEN
        RAISE EXCEPTION 'an update cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_part_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    update_state text;
BEGIN
    IF TG_TABLE_NAME = 'mnr_checkanswer' THEN
        SELECT u.state INTO update_state FROM mnr_progressupdate u
            JOIN mnr_assessment a ON a.update_id = u.id
            WHERE a.id = COALESCE(NEW.assessment_id, OLD.assessment_id);
    ELSE
        SELECT state INTO update_state FROM mnr_progressupdate
            WHERE id = COALESCE(NEW.update_id, OLD.update_id);
    END IF;
    IF update_state NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION 'the update is %: its parts are not edited', update_state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""

TRIGGERS = (
    "".join(
        f"""
CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION mnr_never_changed();
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION mnr_never_changed();
"""
        for table in NEVER_CHANGED
    )
    + """
CREATE TRIGGER mnr_period_steps BEFORE UPDATE OR DELETE ON mnr_reportingperiod
    FOR EACH ROW EXECUTE FUNCTION mnr_period_steps();
CREATE TRIGGER mnr_update_steps BEFORE INSERT OR UPDATE OR DELETE ON mnr_progressupdate
    FOR EACH ROW EXECUTE FUNCTION mnr_update_steps();
"""
    + "".join(
        f"""
CREATE TRIGGER {table}_part BEFORE INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION mnr_part_of_draft();
"""
        for table in ("mnr_obstacle", "mnr_assessment", "mnr_checkanswer")
    )
)

UNDO = """
DROP FUNCTION mnr_never_changed() CASCADE;
DROP FUNCTION mnr_period_steps() CASCADE;
DROP FUNCTION mnr_update_steps() CASCADE;
DROP FUNCTION mnr_part_of_draft() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("mnr", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
