"""Breaks the rules of registers: each constraint once, above the database and in it."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mnr.models import PeriodEntry
from mnr.registers import registry
from tests.factories import entries
from tests.factories.rules import SHARED


def own_rules(app_label) -> set[str]:
    """The names of the constraints that the app's registers add to those of every entry."""
    inherited = {str(rule.violation_error_message) for rule in PeriodEntry._meta.constraints}
    return {
        rule.name
        for model in apps.get_app_config(app_label).get_models()
        for rule in model._meta.constraints
        if str(rule.violation_error_message) not in inherited and not rule.name.endswith(SHARED)
    }


def assert_refused(model, name, fields):
    """The form says the constraint's message; the database refuses by its name."""
    rule = next(rule for rule in model._meta.constraints if rule.name == name)
    found = entries.values(registry.of(model), **fields)
    many = {field.name for field in model._meta.many_to_many}
    row = model(**{field: value for field, value in found.items() if field not in many})
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert str(rule.violation_error_message) in refusal.value.messages
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()
