"""All registers by domain: how much of each somebody may see, and what is owed."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Value

from mnr import permissions
from mnr.models import Domain
from mnr.registers import Register, registry
from mnr.registers.asked import Asked
from mnr.selectors.registers import domain_url, is_told
from mnr.selectors.returns_owed import late_by_register


@dataclass(frozen=True)
class Listed:
    """A register with how many of its entries the reader may see, and who owes it a return."""

    register: Register
    count: int
    missing: list  # short names of organisations
    is_controlled: bool = False  # the domain's page tells its figures after disclosure control
    may_list: bool = True  # whether its list opens for the reader

    @property
    def url(self):
        return self.register.url("list")

    @property
    def domain_url(self):
        return domain_url(self.register)


def listed(user, period) -> list[tuple[Domain, list[Listed]]]:
    """[(domain, its registers)], in the framework's order. Eight queries."""
    asked = Asked(user, period)
    registers = [register for register in registry if is_told(asked, register)]
    if not registers:
        return []
    counts = _counts(user, [register for register in registers if asked.may_list(register)])
    late = late_by_register(user, period) if period else {}
    rows = [
        Listed(
            register,
            counts.get(register.path, 0),
            late.get(register, []),
            asked.sees_controlled(register),
            asked.may_list(register),
        )
        for register in registers
    ]
    found = {app: list(group) for app, group in groupby(rows, lambda row: row.register.app_label)}
    domains = Domain.objects.current().order_by("order")
    return [(domain, found[domain.app_label]) for domain in domains if domain.app_label in found]


def _counts(user, registers) -> dict[str, int]:
    """{path: how many standing entries the reader may see}, in one query."""
    rows = [
        permissions.scope(user, register.actions.read, register.model._default_manager.standing())
        .order_by()
        .annotate(path=Value(register.path))
        .values("path")
        .annotate(count=Count("pk"))
        .values_list("path", "count")
        for register in registers
    ]
    return dict(rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0]) if rows else {}
