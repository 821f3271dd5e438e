"""What the portal's role reads: facts of published snapshots, without their content.

The content joins once it passes disclosure control; until then it has no public edition.
"""

from django.db import migrations

VIEW = """
CREATE VIEW mnr_published WITH (security_barrier) AS
    SELECT p.code, p.starts_on, p.ends_on, p.published_at, s.version, s.digest, s.note
    FROM mnr_snapshot s JOIN mnr_reportingperiod p ON p.id = s.period_id
    WHERE p.state = 'published';
"""


class Migration(migrations.Migration):
    dependencies = [("mnr", "0007_withholding")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW mnr_published")]
