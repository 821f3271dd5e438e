"""What the database itself refuses: roles that check each other in one person, and reviewing for
one's own organisation. Reduced separation is read from its table, so nothing here is switched off.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION mnr_reduced(wanted text, first date, last date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM mnr_reducedseparation
        WHERE pair = wanted AND confirmed_by_id IS NOT NULL AND ended_at IS NULL
            AND starts_on <= first AND ends_on >= last
    )
$$;

CREATE FUNCTION mnr_reports_in(body uuid, part bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM mnr_assignment a JOIN mnr_capability c ON c.id = a.capability_id
        WHERE a.organisation_id = body AND c.domain_id = part AND a.ended_on IS NULL
    )
$$;

CREATE FUNCTION mnr_roles_clash(
    one mnr_membership, other mnr_membership, first date, last date
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    reporting text[] := ARRAY['AGY', 'IND', 'CSO'];
BEGIN
    IF one.role <> other.role AND (one.role IN ('ADM', 'AUD') OR other.role IN ('ADM', 'AUD')) THEN
        RETURN true;
    ELSIF (one.role, other.role) IN (('SEC', 'CHR'), ('CHR', 'SEC')) THEN
        RETURN true;
    ELSIF (one.role, other.role) IN (('SEC', 'DOM'), ('DOM', 'SEC')) THEN
        RETURN NOT mnr_reduced('lead_secretariat', first, last);
    ELSIF one.role = 'DOM' AND other.role = ANY (reporting) THEN
        RETURN mnr_reports_in(other.organisation_id, one.domain_id)
            AND NOT mnr_reduced('report_lead', first, last);
    ELSIF other.role = 'DOM' AND one.role = ANY (reporting) THEN
        RETURN mnr_reports_in(one.organisation_id, other.domain_id)
            AND NOT mnr_reduced('report_lead', first, last);
    END IF;
    RETURN false;
END $$;

-- one at a time, so that two rows that clash do not miss each other
CREATE FUNCTION mnr_lock_duties() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('mnr duties apart'))
$$;

CREATE FUNCTION mnr_membership_duties() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    other mnr_membership;
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    PERFORM mnr_lock_duties();
    FOR other IN SELECT * FROM mnr_membership WHERE user_id = NEW.user_id AND id <> NEW.id
        AND ended_at IS NULL AND starts_on <= NEW.ends_on AND ends_on >= NEW.starts_on
    LOOP
        IF mnr_roles_clash(NEW, other, GREATEST(NEW.starts_on, other.starts_on),
                           LEAST(NEW.ends_on, other.ends_on)) THEN
            RAISE EXCEPTION 'the roles % and % check each other', NEW.role, other.role
                USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_duties_apart';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_membership_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.user_id, OLD.role, OLD.organisation_id, OLD.domain_id, OLD.granted_by_id)
        IS DISTINCT FROM
        (NEW.user_id, NEW.role, NEW.organisation_id, NEW.domain_id, NEW.granted_by_id)
        OR NEW.ends_on > OLD.ends_on
        OR (OLD.confirmed_by_id IS NOT NULL
            AND OLD.confirmed_by_id IS DISTINCT FROM NEW.confirmed_by_id)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL)
    THEN
        RAISE EXCEPTION 'a membership is not turned into another: it is ended, or renewed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_fixed';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_assignment_duties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended_on IS NOT NULL THEN
        RETURN NEW;
    END IF;
    PERFORM mnr_lock_duties();
    IF EXISTS (
        SELECT 1 FROM mnr_membership lead
            JOIN mnr_membership reporter ON reporter.user_id = lead.user_id
            JOIN mnr_capability c ON c.id = NEW.capability_id
        WHERE lead.role = 'DOM' AND lead.domain_id = c.domain_id
            AND reporter.role IN ('AGY', 'IND', 'CSO')
            AND reporter.organisation_id = NEW.organisation_id
            AND lead.ended_at IS NULL AND reporter.ended_at IS NULL
            AND lead.ends_on >= CURRENT_DATE AND reporter.ends_on >= CURRENT_DATE
            AND lead.starts_on <= reporter.ends_on AND reporter.starts_on <= lead.ends_on
            AND NOT mnr_reduced(
                'report_lead', GREATEST(lead.starts_on, reporter.starts_on, CURRENT_DATE),
                LEAST(lead.ends_on, reporter.ends_on)
            )
    ) THEN
        RAISE EXCEPTION 'somebody would report in the domain that they lead'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_duties_apart';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_update_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.endorsed_by_id IS NOT NULL AND OLD.endorsed_by_id IS DISTINCT FROM NEW.endorsed_by_id
        AND EXISTS (
            SELECT 1 FROM mnr_membership WHERE user_id = NEW.endorsed_by_id
                AND organisation_id = NEW.organisation_id AND ended_at IS NULL
                AND starts_on <= CURRENT_DATE AND ends_on >= CURRENT_DATE
        )
    THEN
        RAISE EXCEPTION 'nobody endorses an update of their own organisation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'update_endorser_from_elsewhere';
    END IF;
    IF NEW.accepted_by_id IS NOT NULL AND OLD.accepted_by_id IS DISTINCT FROM NEW.accepted_by_id
        AND NEW.accepted_by_id = NEW.endorsed_by_id
        AND NOT mnr_reduced('endorse_accept', CURRENT_DATE, CURRENT_DATE)
    THEN
        RAISE EXCEPTION 'nobody accepts an update that they endorsed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'update_accepter_not_endorser';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION mnr_separation_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a reduced separation stays on record'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'separation_fixed';
    END IF;
    IF (OLD.pair, OLD.reason, OLD.starts_on, OLD.ends_on, OLD.requested_by_id)
        IS DISTINCT FROM (NEW.pair, NEW.reason, NEW.starts_on, NEW.ends_on, NEW.requested_by_id)
        OR (OLD.confirmed_by_id IS NOT NULL
            AND OLD.confirmed_by_id IS DISTINCT FROM NEW.confirmed_by_id)
        OR (OLD.ended_at IS NOT NULL
            AND (OLD.ended_at, OLD.ended_by_id) IS DISTINCT FROM (NEW.ended_at, NEW.ended_by_id))
    THEN
        RAISE EXCEPTION 'a reduced separation is confirmed or ended, not changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'separation_fixed';
    END IF;
    RETURN NEW;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER mnr_membership_duties BEFORE INSERT OR UPDATE ON mnr_membership
    FOR EACH ROW EXECUTE FUNCTION mnr_membership_duties();
CREATE TRIGGER mnr_membership_fixed BEFORE UPDATE ON mnr_membership
    FOR EACH ROW EXECUTE FUNCTION mnr_membership_fixed();
CREATE TRIGGER mnr_assignment_duties BEFORE INSERT OR UPDATE ON mnr_assignment
    FOR EACH ROW EXECUTE FUNCTION mnr_assignment_duties();
CREATE TRIGGER mnr_update_persons BEFORE UPDATE ON mnr_progressupdate
    FOR EACH ROW EXECUTE FUNCTION mnr_update_persons();
CREATE TRIGGER mnr_separation_fixed BEFORE UPDATE OR DELETE ON mnr_reducedseparation
    FOR EACH ROW EXECUTE FUNCTION mnr_separation_fixed();
"""

UNDO = """
DROP FUNCTION mnr_membership_duties() CASCADE;
DROP FUNCTION mnr_membership_fixed() CASCADE;
DROP FUNCTION mnr_assignment_duties() CASCADE;
DROP FUNCTION mnr_update_persons() CASCADE;
DROP FUNCTION mnr_separation_fixed() CASCADE;
DROP FUNCTION mnr_lock_duties();
DROP FUNCTION mnr_roles_clash(mnr_membership, mnr_membership, date, date);
DROP FUNCTION mnr_reports_in(uuid, bigint);
DROP FUNCTION mnr_reduced(text, date, date);
"""


class Migration(migrations.Migration):
    dependencies = [("mnr", "0003_duties_apart")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
