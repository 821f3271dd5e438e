"""The demonstration's sign-ins: one password for all, and the first person of each role."""

from dataclasses import dataclass

from django.conf import settings

from mnr.models import Country, Membership
from mnr.roles import Role
from mnr.services.errors import Refused

PASSWORD = "talvia-demonstration"  # noqa: S105  published on purpose
DOMAIN = "demo.example"
SHOWN = {Role.DOM: "lead.criminal-justice", Role.AGY: "police"}  # who have most to do at present
WARNING = "Everybody knows this password: keep the demonstration off the public network."


@dataclass(frozen=True)
class Account:
    """Somebody as whom the demonstration can be tried."""

    role: str
    name: str
    email: str
    password: str = PASSWORD


def one_a_role() -> list[Account]:
    """One sign-in for each role, in the order of the matrix."""
    if not Country.objects.filter(is_demonstration=True).exists():
        raise Refused("This is not the demonstration: its accounts are its people's own.")
    held = Membership.objects.in_force().filter(user__email__endswith=f"@{DOMAIN}")
    first: dict = {}
    for membership in held.select_related("user").order_by("granted_at", "user__email"):
        shown = f"{SHOWN.get(Role(membership.role))}@{DOMAIN}"
        if membership.user.email == shown or membership.role not in first:
            first[membership.role] = membership.user
    return [
        Account(str(role.label), first[role].full_name, first[role].email)
        for role in Role
        if role in first
    ]


def table(accounts: list[Account]) -> list[str]:
    """Lines of a table with its heads, and the address to sign in at."""
    rows = [("Role", "Name", "E-mail", "Password")]
    rows += [(row.role, row.name, row.email, row.password) for row in accounts]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [*lines, "", f"Sign in at {settings.SITE_URL}", WARNING]
