"""Which registers hold anything at all: nothing more needs to be asked of the others."""

from collections.abc import Iterable

from django.db.models import Value

from mnr.registers.base import Register


def filled(registers: Iterable[Register]) -> set[str]:
    """The paths of those with entries, withdrawn ones too. One query."""
    first, *others = (
        register.model._default_manager.order_by()
        .annotate(path=Value(register.path))
        .values_list("path", flat=True)[:1]
        for register in registers
    )
    return set(first.union(*others, all=True))
