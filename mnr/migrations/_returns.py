"""Makes entries from before a rule fit it: what does not count any more is withdrawn."""

from django.db import migrations, models
from django.utils import timezone

EMPTY = "No figure was given in it."
TWICE = "The same stands in the register twice: the one that was changed later counts."
SHARED = ("version",)


def withdraw_empty(app_label: str, *names: str) -> migrations.RunPython:
    """Returns without any figure: nobody said that there was nothing to report."""

    def run(apps, schema_editor):
        for name in names:
            model = apps.get_model(app_label, name)
            figures = {f"{column}__isnull": True for column in _numbers(model)}
            _withdraw(_standing(model).filter(**figures), EMPTY)

    return migrations.RunPython(run, migrations.RunPython.noop)


def withdraw_twins(app_label: str, name: str, *fields: str) -> migrations.RunPython:
    """Of entries that agree in these fields, all but the one that was changed last."""

    def run(apps, schema_editor):
        model = apps.get_model(app_label, name)
        last = _standing(model).order_by(*fields, "-changed_at", "pk").distinct(*fields)
        kept = list(last.values_list("pk", flat=True))
        _withdraw(_standing(model).exclude(pk__in=kept), TWICE)

    return migrations.RunPython(run, migrations.RunPython.noop)


def _standing(model):
    return model.objects.filter(withdrawn_on=None)


def _numbers(model):
    numbers = (models.IntegerField, models.DecimalField)
    found = (field.name for field in model._meta.fields if isinstance(field, numbers))
    return [name for name in found if name not in SHARED]


def _withdraw(rows, because):
    rows.update(withdrawn_on=timezone.localdate(), withdrawn_because=because)
