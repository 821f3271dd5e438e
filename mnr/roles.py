"""Roles and actions, read from the permission matrix in `policy.csv`.

A name that the matrix lacks fails when the module that uses it is imported.
"""

import csv
from dataclasses import dataclass
from enum import EnumType, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

POLICY_FILE = Path(__file__).parent / "policy.csv"


class Role(StrEnum):
    """Who somebody is in the national response; codes are the matrix's column heads."""

    ADM = "ADM"
    SEC = "SEC"
    CHR = "CHR"
    CMM = "CMM"
    DOM = "DOM"
    AGY = "AGY"
    IND = "IND"
    CSO = "CSO"
    AUD = "AUD"
    ANO = "ANO"

    @property
    def label(self):
        return LABELS[self]

    @classmethod
    def membership_choices(cls):
        return [(role.value, role.label) for role in cls if role is not cls.ANO]

    @classmethod
    def privileged(cls):
        """Roles that two people grant together."""
        return [cls.ADM, cls.SEC, cls.CHR, cls.AUD]

    @classmethod
    def ordinary(cls):
        return [cls.CMM, cls.DOM, cls.AGY, cls.IND, cls.CSO]


LABELS = {
    Role.ADM: _("Platform administrator"),
    Role.SEC: _("Secretariat"),
    Role.CHR: _("Committee chair"),
    Role.CMM: _("Committee member"),
    Role.DOM: _("Domain lead"),
    Role.AGY: _("Agency contributor"),
    Role.IND: _("Industry partner"),
    Role.CSO: _("Civil-society partner"),
    Role.AUD: _("Auditor"),
    Role.ANO: _("Public"),
}

REPORTING_ROLES = [Role.AGY, Role.IND, Role.CSO]
ORGANISATION_ROLES = [Role.DOM, *REPORTING_ROLES]


@dataclass(frozen=True)
class Rule:
    """One row of the matrix: an action, on what, in which state, for whom and how far."""

    action: str
    object: str
    condition: str
    cells: tuple[tuple[Role, str], ...]
    note: str

    def cell(self, role) -> str:
        """The role's cell as written, empty where it denies."""
        return dict(self.cells)[role]

    def reach(self, role) -> str:
        """How far the role reaches: "" (not at all), "A" all, "O" own organisation,
        "D" own domain, "OD" either, "S" self.
        """
        return self.cell(role).removesuffix("m")

    def asks_again(self, role) -> bool:
        """Whether the cell's "m" asks for a fresh proof of who it is."""
        return self.cell(role).endswith("m")


def _read():
    with POLICY_FILE.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cells = tuple((role, row[role.value].replace("-", "")) for role in Role)
            yield Rule(row["action"], row["object"], row["condition"], cells, row["note"])


RULES = tuple(_read())


class Names(EnumType):
    """Lets type checkers accept the names that the matrix brings; reading one it lacks fails."""

    if TYPE_CHECKING:

        def __getattr__(cls, name: str) -> "Action": ...


class Action(StrEnum, metaclass=Names):
    """Everything that somebody may or may not do, as the matrix names it."""

    vars().update({rule.action.upper().replace(".", "_"): rule.action for rule in RULES})


def rules_for(action):
    """The rows of the matrix for an action: one a state."""
    return tuple(rule for rule in RULES if rule.action == action)
