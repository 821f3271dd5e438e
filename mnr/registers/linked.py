"""Entries to which another entry may be linked, and those that lead to one."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from mnr.registers.registry import registry
from mnr.services.entries import linkable

MOST_NAMED = 10


def offered(field, reader, stored=None):
    """The entries to which one may be linked: those that count and that the reader may see.

    What is stored already stays on offer, or nobody could change the rest of the entry.
    """
    register = registry.of(field.related_model)
    rows = register.rows().filter(pk__in=linkable(field.related_model, reader).values("pk"))
    return rows | register.rows().filter(pk=stored) if stored else rows


@dataclass(frozen=True)
class Leading:
    """Entries of one register that lead to an entry: the first ones, and how many there are."""

    register: object
    entries: list
    count: int

    @property
    def more(self) -> int:
        """How many are not among the first."""
        return self.count - len(self.entries)


def leading_to(entry, reader) -> list[Leading]:
    """The entries that count, lead to this one, and are the reader's to see."""
    found = []
    for register in registry.everything:
        names = [n for n in register.linked if isinstance(entry, register.field(n).related_model)]
        if names:
            lead = reduce(or_, (Q(**{name: entry}) for name in names))
            rows = register.visible(reader).standing().filter(lead)
            if count := rows.count():
                found.append(Leading(register, list(rows[:MOST_NAMED]), count))
    return found
