"""Reasons and answers about a text are withheld and destroyed together with the update."""

from importlib import import_module

from django.db import migrations

first = import_module("mnr.migrations.0007_withholding")
PLACES = {**first.PLACES, "mnr_guardrelease": ("reason", "answer")}
ALLOWED = ", ".join(f"'{table}.{name}'" for table, names in PLACES.items() for name in names)


def withhold(allowed):
    """The function of 0007, which moves texts out of these columns and no others."""
    start = first.FUNCTIONS.index("CREATE FUNCTION mnr_withhold(")
    end = first.FUNCTIONS.index("CREATE FUNCTION mnr_give_back(")
    body = first.FUNCTIONS[start:end].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    return body.replace(f"ARRAY[{first.ALLOWED}]", f"ARRAY[{allowed}]")


class Migration(migrations.Migration):
    dependencies = [("mnr", "0017_personal_tokens")]

    operations = [migrations.RunSQL(withhold(ALLOWED), withhold(first.ALLOWED))]
