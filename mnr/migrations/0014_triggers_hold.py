"""The triggers hold what they look at: nothing slips in while a period closes or freezes."""

from django.db import migrations

UPDATE_STEPS = """
CREATE OR REPLACE FUNCTION mnr_update_steps() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    period_state text;
BEGIN
    SELECT state INTO period_state FROM mnr_reportingperiod
        WHERE id = COALESCE(NEW.period_id, OLD.period_id) {hold_period};
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
"""

PART_OF_DRAFT = """
CREATE OR REPLACE FUNCTION mnr_part_of_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    update_state text;
BEGIN
    IF TG_TABLE_NAME = 'mnr_checkanswer' THEN
        SELECT u.state INTO update_state FROM mnr_progressupdate u
            JOIN mnr_assessment a ON a.update_id = u.id
            WHERE a.id = COALESCE(NEW.assessment_id, OLD.assessment_id) {hold_update};
    ELSE
        SELECT u.state INTO update_state FROM mnr_progressupdate u
            WHERE u.id = COALESCE(NEW.update_id, OLD.update_id) {hold_update};
    END IF;
    IF update_state NOT IN ('draft', 'returned') THEN
        RAISE EXCEPTION 'the update is %: its parts are not edited', update_state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
"""


def functions(hold_period, hold_update):
    """Both functions; the locks are given, so that going back takes them away again."""
    text = UPDATE_STEPS + PART_OF_DRAFT
    return text.replace("{hold_period}", hold_period).replace("{hold_update}", hold_update)


class Migration(migrations.Migration):
    dependencies = [("mnr", "0013_update_readings")]

    operations = [
        migrations.RunSQL(functions("FOR SHARE", "FOR SHARE OF u"), functions("", "")),
    ]
