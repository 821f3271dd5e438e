"""Entries to which another entry may be linked."""

from mnr.registers.registry import registry


def offered(field, reader, stored=None):
    """The entries to which one may be linked: those that count and that the reader may see.

    What is stored already stays on offer, or nobody could change the rest of the entry.
    """
    register = registry.of(field.related_model)
    rows = register.visible(reader).standing()
    return rows | register.rows().filter(pk=stored) if stored else rows
