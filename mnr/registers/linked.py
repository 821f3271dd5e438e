"""Entries to which another entry may be linked."""

from mnr.registers.registry import registry
from mnr.services.entries import linkable


def offered(field, reader, stored=None):
    """The entries to which one may be linked: those that count and that the reader may see.

    What is stored already stays on offer, or nobody could change the rest of the entry.
    """
    register = registry.of(field.related_model)
    rows = register.rows().filter(pk__in=linkable(field.related_model, reader).values("pk"))
    return rows | register.rows().filter(pk=stored) if stored else rows
