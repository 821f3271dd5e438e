"""Prints the permission matrix as a page for people: `docs/permissions.md`."""

from django.core.management.base import BaseCommand

from mnr.roles import RULES, Role

HEAD = """# Who may do what

Made by `manage.py permission_table` from `mnr/policy.csv`; do not edit it by hand.

A: all · O: own organisation · D: own domain · OD: either · S: oneself · F: on duty ·
m: after proving again, within five minutes, who one is (administrator, secretariat and chair with a
passkey, others with any second factor) · empty: refused. Each row also needs the state it names;
rules about persons (nobody reviews their own update) stand in `mnr/conditions.py`.

"""


def table() -> str:
    """The whole page."""
    roles = list(Role)
    lines = [
        f"| action | when | {' | '.join(role.value for role in roles)} | note |",
        f"|---|---|{'---|' * len(roles)}---|",
    ]
    for rule in RULES:
        cells = " | ".join(rule.cell(role) for role in roles)
        lines.append(f"| {rule.action} | {rule.condition} | {cells} | {rule.note} |")
    legend = " · ".join(f"{role.value} {role.label}" for role in roles)
    return HEAD + "\n".join([*lines, "", legend, ""])


class Command(BaseCommand):
    """The matrix in Markdown."""

    help = "Print the permission matrix as a Markdown page."

    def handle(self, *args, **options):
        self.stdout.write(table(), ending="")
