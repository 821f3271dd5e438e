"""Makes entries from before a rule fit it: what does not count any more is withdrawn.

The trail tells of each as a step of `migrate`, by nobody. An entry that is withheld is withdrawn
too: it counts no more, its texts stay where they are kept, and it can be given back or destroyed.
"""

from django.db import migrations, models
from django.utils import timezone

from mnr.services import audit

EMPTY = "No figure was given in it."
TWICE = "The same stands in the register twice: the one that was changed later counts."
RETURN, ENTRY = "return.withdraw", "entry.withdraw"  # what the trail calls it
EDITED = "entry.edit"
PAST_THE_GUARD = "SELECT set_config('mnr.withholding', %s, true)"
SHARED = ("version",)


def withdraw_empty(app_label: str, *names: str) -> migrations.RunPython:
    """Returns without any figure: nobody said that there was nothing to report."""

    def run(apps, schema_editor):
        for name in names:
            model = apps.get_model(app_label, name)
            figures = {f"{column}__isnull": True for column in _numbers(model)}
            _withdraw(_standing(model).filter(**figures), EMPTY, schema_editor)

    return migrations.RunPython(run, migrations.RunPython.noop)


def withdraw_twins(app_label: str, name: str, *fields: str) -> migrations.RunPython:
    """Of entries that agree in these fields, all but the one that was changed last."""

    def run(apps, schema_editor):
        model = apps.get_model(app_label, name)
        last = _standing(model).order_by(*fields, "-changed_at", "pk").distinct(*fields)
        kept = list(last.values_list("pk", flat=True))
        _withdraw(_standing(model).exclude(pk__in=kept), TWICE, schema_editor)

    return migrations.RunPython(run, migrations.RunPython.noop)


def empty(app_label: str, name: str, field: str, **case) -> migrations.RunPython:
    """A field that must say nothing in this case: what it said stays in the trail."""

    def run(apps, schema_editor):
        rows = apps.get_model(app_label, name).objects.filter(**case)
        found = list(rows.exclude(**{field: None}).select_related("capability").order_by("pk"))
        values = {field: None, "version": models.F("version") + 1, "changed_at": timezone.now()}
        _past_the_guard(found, values, schema_editor)
        audit.record_many(
            [
                audit.Entry(EDITED, row, None, {field: [getattr(row, field).isoformat(), None]})
                for row in found
            ]
        )

    return migrations.RunPython(run, migrations.RunPython.noop)


def _standing(model):
    return model.objects.filter(withdrawn_on=None)


def _numbers(model):
    numbers = (models.IntegerField, models.DecimalField)
    found = (field.name for field in model._meta.fields if isinstance(field, numbers))
    return [name for name in found if name not in SHARED]


def _withdraw(rows, because, schema_editor):
    found, today = list(rows.select_related("capability").order_by("pk")), timezone.localdate()
    if not found:
        return
    values = {
        "withdrawn_on": today,
        "withdrawn_because": because,
        "version": models.F("version") + 1,
        "changed_at": timezone.now(),
    }
    _past_the_guard(found, values, schema_editor)
    changes = {
        "withdrawn_on": [None, today.isoformat()],
        "withdrawn_because": [None, because],
    }
    audit.record_many([audit.Entry(_action(row), row, None, changes) for row in found])


def _past_the_guard(rows, values, schema_editor):
    """Change these rows, those that are withheld too."""
    if not rows:
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(PAST_THE_GUARD, ["on"])
        type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).update(**values)
        cursor.execute(PAST_THE_GUARD, ["off"])


def _action(row):
    return RETURN if any(field.name == "period" for field in row._meta.fields) else ENTRY
