"""A few registers that together hold everything by which registers differ for the machinery.

What does the same to all of them is asked of these. They are found, not named: a register with a
kind of field that no other has is among them as soon as it is declared.
"""

from mnr.registers import registry


def traits(register) -> set:
    """Kinds of its fields, and which parts of a declaration it has."""
    found = {("field", _kind(register, name)) for name in register.entered}
    parts = ("is_return", "search_fields", "filters", "figures", "linked", "regional")
    return found | {(part, bool(getattr(register, part))) for part in parts}


def _kind(register, name):
    field = register.field(name)
    related = None if name in register.linked else field.related_model
    return type(field).__name__, bool(field.choices), field.null, related


def _covering():
    left = set().union(*map(traits, registry))
    while left:
        best = max(registry, key=lambda register: len(traits(register) & left))
        left -= traits(best)
        yield best


SHAPES = list(_covering())
