"""Rows that tie come in one order: what reads a list twice reads it the same."""

from django.apps import apps
from django.db.models import UniqueConstraint


def unique_sets(model):
    """The sets of fields that name one row."""
    yield {"pk"}
    yield from ({field.name} for field in model._meta.get_fields() if getattr(field, "unique", 0))
    yield from (set(fields) for fields in model._meta.unique_together)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield set(constraint.fields)


def test_every_order_of_a_model_tells_any_two_rows_apart():
    loose = []
    for model in apps.get_models():
        if model._meta.app_label != "mnr" or not model._meta.ordering:
            continue
        named = {str(field).lstrip("-") for field in model._meta.ordering}
        if not any(fields <= named for fields in unique_sets(model)):
            loose.append(model.__name__)
    assert loose == []
