"""All registers by domain: how much of each somebody may see, and what is owed."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Value

from mnr import permissions
from mnr.models import Domain
from mnr.registers import Register, registry
from mnr.selectors.registers import may_read
from mnr.selectors.returns_owed import late_by_register


@dataclass(frozen=True)
class Listed:
    """A register with how many of its entries the reader may see, and who owes it a return."""

    register: Register
    count: int
    missing: list  # short names of organisations

    @property
    def url(self):
        return self.register.url("list")


def listed(user, period) -> list[tuple[Domain, list[Listed]]]:
    """[(domain, its registers)], in the framework's order. Seven queries."""
    registers = [register for register in registry if may_read(user, register)]
    if not registers:
        return []
    counts = _counts(user, registers)
    late = late_by_register(user, period) if period else {}
    rows = [
        Listed(register, counts.get(register.path, 0), late.get(register, []))
        for register in registers
    ]
    found = {app: list(group) for app, group in groupby(rows, lambda row: row.register.app_label)}
    domains = Domain.objects.current().order_by("order")
    return [(domain, found[domain.app_label]) for domain in domains if domain.app_label in found]


def _counts(user, registers) -> dict[str, int]:
    """{path: how many standing entries the reader may see}, in one query."""
    first, *others = (
        permissions.scope(user, register.actions.read, register.model._default_manager.standing())
        .order_by()
        .annotate(path=Value(register.path))
        .values("path")
        .annotate(count=Count("pk"))
        .values_list("path", "count")
        for register in registers
    )
    return dict(first.union(*others, all=True) if others else first)
