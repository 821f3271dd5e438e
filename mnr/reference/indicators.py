"""The national indicators of an edition, and the public sources that they come from."""

import re
from functools import cache

from mnr.reference.files import ROOT, read

FILE = "indicators.toml"
CODE = re.compile(r"C(\d{2})-\d{2}")
UNITS = ("percent", "count", "yes_no", "status", "score", "days", "rate", "hours", "money")
DIRECTIONS = ("increase", "decrease", "context")
FREQUENCIES = ("quarterly", "annual", "multi_year")
LARGEST = 1_000_000
KEYS = {
    "capability",
    "unit",
    "direction",
    "frequency",
    "counts_people",
    "national_only",
    "minimum",
    "maximum",
    "per",
    "parts",
    "choices",
    "disaggregations",
    "source_system",
    "sources",
}


def facts(edition, capabilities, root=ROOT) -> dict[str, dict]:
    """{code: row} of an edition, without words. Raises ReferenceFault."""
    file = read(root / "facts" / edition / FILE)
    file.refuse_others({"sources", "indicators"})
    known = sources(edition, root)
    table = file.table("indicators")
    rows = {}
    for code, row in table.tables().items():
        parts = CODE.fullmatch(code)
        if not parts or int(parts[1]) != row.number("capability", LARGEST):
            raise table.fault(code, "write C, the capability's two digits, a hyphen, two digits.")
        if int(parts[1]) not in capabilities:
            raise row.fault("capability", "the framework has no capability of this number.")
        rows[code] = _row(row, known)
    return rows


def _row(row, known):
    row.refuse_others(KEYS)
    for source in row.items("sources", str):
        if source not in known:
            raise row.fault("sources", f"“{source}” is no source of this file. Add it there.")
    return {
        "capability": row.number("capability", LARGEST),
        "unit": row.choice("unit", UNITS),
        "direction": row.choice("direction", DIRECTIONS),
        "frequency": row.choice("frequency", FREQUENCIES),
        "counts_people": "counts_people" in row.values and row.flag("counts_people"),
        "national_only": "national_only" in row.values and row.flag("national_only"),
        "minimum": row.values.get("minimum"),
        "maximum": row.values.get("maximum"),
        "per": row.values.get("per"),
        "parts": row.values.get("parts"),
        "choices": _list(row, "choices"),
        "disaggregations": _list(row, "disaggregations"),
        "source_system": row.text("source_system"),
        "sources": row.items("sources", str),
    }


def _list(row, key):
    return row.items(key, str) if key in row.values else []


@cache
def sources(edition, root=ROOT) -> dict[str, dict]:
    """{key: its reference and how far it was seen} of the public sources."""
    table = read(root / "facts" / edition / FILE).table("sources")
    found = {}
    for key, row in table.tables().items():
        row.refuse_others({"ref", "status"})
        found[key] = {"ref": row.text("ref"), "status": row.text("status")}
    return found
