"""Which field a rule over several fields points at, so that whoever broke it finds the place."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q

NIL = "is_nil"  # a return without figures


def field_of(constraint, model) -> str:
    """The field to mend if the constraint is broken; empty if it is of nothing that is entered.

    Of a condition it is the box for “nothing to report”, else the field that must say something,
    else the last that is compared; of what is there once, the first.
    """
    if fields := getattr(constraint, "fields", ()):
        return next((name for name in fields if _is_entered(model, name)), "")
    compared = [pair for pair in _compared(constraint.condition) if _is_entered(model, pair[0])]
    needed = [name for name, must_say in compared if must_say]
    names = [name for name, _must_say in compared]
    if NIL in names:
        return NIL
    names = needed or names
    return names[-1] if names else ""


def broken(entry, exclude=None) -> dict[str, list[ValidationError]]:
    """What each constraint that the entry breaks says, by the field that it points at."""
    found: dict[str, list[ValidationError]] = {}
    for model, constraints in entry.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, entry, exclude=exclude)
            except ValidationError as error:
                name = field_of(constraint, model)
                at = name if name and name not in (exclude or ()) else NON_FIELD_ERRORS
                found.setdefault(at, []).append(error)
    return found


def _is_entered(model, name) -> bool:
    return model._meta.get_field(name).editable


def _compared(condition: Q, *, is_negated=False) -> Iterator[tuple[str, bool]]:
    """(field, whether it must say something) for each comparison of a condition, in order."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _compared(child, is_negated=is_negated != child.negated)
            continue
        pair: Any = child
        path, wanted = pair
        name, _blank, lookup = path.partition("__")
        says_nothing = wanted == "" or (lookup == "isnull" and wanted is True)
        says_something = lookup == "isnull" and wanted is False
        yield name, (says_nothing and is_negated) or (says_something and not is_negated)
