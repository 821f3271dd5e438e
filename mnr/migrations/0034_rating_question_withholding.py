"""Questions about ratings are parts of a draft, and withheld and destroyed with the update."""

from importlib import import_module

from django.db import migrations

first = import_module("mnr.migrations.0007_withholding")
releases = import_module("mnr.migrations.0018_release_withholding")
entries = import_module("mnr.migrations.0028_entry_withholding")
TABLE = "mnr_ratingquestion"
EVENTS = "INSERT OR UPDATE OR DELETE"
GUARDS = first.trigger(f"{TABLE}_part", EVENTS, TABLE, "mnr_part_of_draft") + first.trigger(
    f"{TABLE}_withheld", EVENTS, TABLE, "mnr_part_withheld"
)
UNDO = f"DROP TRIGGER {TABLE}_part ON {TABLE};\nDROP TRIGGER {TABLE}_withheld ON {TABLE};\n"
PLACES = {**releases.PLACES, TABLE: ("answer",)}
ALLOWED = f"{releases.ALLOWED}, '{TABLE}.answer'"
WITHHOLD = entries.WITHHOLD.replace(f"ARRAY[{releases.ALLOWED}]", f"ARRAY[{ALLOWED}]")


class Migration(migrations.Migration):
    dependencies = [("mnr", "0033_rating_questions")]

    operations = [migrations.RunSQL(GUARDS + WITHHOLD, UNDO + entries.WITHHOLD)]
