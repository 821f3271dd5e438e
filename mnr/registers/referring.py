"""Which entries refer to an entry, as far as somebody may see them."""

from dataclasses import dataclass

from mnr.registers.base import Register
from mnr.registers.registry import registry

SHOWN = 20


@dataclass(frozen=True)
class Referring:
    """The entries of a register that name this one in a field: the first few, and whether more."""

    register: Register
    label: str  # of the field
    entries: list  # [(words, address)]
    has_more: bool


def referring(user, entry) -> list[Referring]:
    """A query for each field of a register that leads to entries of this kind."""
    found = []
    for register, name in _fields_to(type(entry)):
        rows = register.visible(user).standing().filter(**{name: entry})[: SHOWN + 1]
        if page := [(str(row), register.url("detail", row)) for row in rows]:
            has_more = len(page) > SHOWN
            found.append(Referring(register, register.label(name), page[:SHOWN], has_more))
    return found


def _fields_to(model):
    for register in registry.everything:
        for name in register.linked:
            if register.field(name).related_model is model:
                yield register, name
