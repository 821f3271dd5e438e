"""Breaking the rules of a register's entries, one at a time."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mnr.registers import registry
from tests.factories import entries

SHARED = (  # every register's, tested for all of them
    "_withdrawn_with_reason",
    "_once_a_period",
    "_has_figures_or_is_nil",
    "_nil_has_no_figures",
)


def own_rules(*models) -> set[str]:
    """The names of the constraints that only these models have."""
    names = {rule.name for model in models for rule in model._meta.constraints}
    return {name for name in names if not name.endswith(SHARED)}


def broken(model, name, **fields):
    """Breaks one rule: it is refused in words by the model, and by the database for all others."""
    register = registry.of(model)
    found = entries.values(register, **fields)
    many = {field.name for field in model._meta.many_to_many}
    row = model(**{key: value for key, value in found.items() if key not in many})
    message = next(r.violation_error_message for r in model._meta.constraints if r.name == name)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert str(message) in refused.value.messages
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()
