"""Disclosure control: counts of people so small that they could tell of one are not told.

`protect` stands between snapshot and edition. It knows numbers only: no models, no database.
`docs/disclosure-control.md` says what it does and why that is safe.
"""

from mnr.disclosure.cells import Status
from mnr.disclosure.protecting import protect
from mnr.disclosure.results import Protected
from mnr.disclosure.rules import BadRules, Rules
from mnr.disclosure.tables import (
    BadTable,
    Dimension,
    Earlier,
    Node,
    Shared,
    Table,
    apart,
    cumulative,
    parts,
    shared_margin,
)

__all__ = [
    "BadRules",
    "BadTable",
    "Dimension",
    "Earlier",
    "Node",
    "Protected",
    "Rules",
    "Shared",
    "Status",
    "Table",
    "apart",
    "cumulative",
    "parts",
    "protect",
    "shared_margin",
]
