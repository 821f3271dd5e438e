"""The framework's editions and the maturity scale, put together from facts and English words."""

import re
from dataclasses import dataclass

from mnr.reference.files import ROOT, ReferenceFault, read
from mnr.reference.indicators import facts as indicator_facts
from mnr.reference.languages import ENGLISH, MATURITY, english, texts

RATINGS = ("in_place", "in_use")
HIGHEST_LEVEL = 4
CHECK_CODE = re.compile(r"([1-9]\d*)\.([1-9]\d*)")


@dataclass(frozen=True)
class Edition:
    """An edition with all its rows. The keys of a row are the names of its model's columns."""

    key: str
    row: dict
    domains: dict[str, dict]
    capabilities: dict[int, dict]
    checks: dict[str, dict]
    enablers: dict[str, dict]
    indicators: dict[str, dict]


def editions(root=ROOT):
    """Every edition that has a folder of facts; exactly one of them is current."""
    folder = root / "facts"
    found = [_edition(path.name, root) for path in sorted(folder.iterdir()) if path.is_dir()]
    if [edition.row["is_current"] for edition in found].count(True) != 1:
        remedy = "exactly one edition must be current. Write is_current = true in one of them."
        raise ReferenceFault(folder / "*" / "framework.toml", "is_current", remedy)
    return found


def levels(root=ROOT):
    """The steps of the maturity scale by level."""
    rows = english(MATURITY, "levels", [str(level) for level in range(HIGHEST_LEVEL + 1)], root)
    return {int(code): row for code, row in rows.items()}


def _edition(key, root):
    file = read(root / "facts" / key / "framework.toml")
    file.refuse_others({"is_current", "published", "source_url", "enablers", "domains"})
    capabilities = _capabilities(file.table("domains"))
    return Edition(
        key=key,
        row={
            "published": file.text("published"),
            "source_url": file.text("source_url"),
            "is_current": file.flag("is_current"),
            **english(key, "editions", [key], root)[key],
        },
        domains=_with_words(_domains(file.table("domains")), key, "domains", root),
        capabilities=_with_words(capabilities, key, "capabilities", root),
        checks=_with_words(_checks(key, capabilities, root), key, "checks", root),
        enablers=_with_words(_enablers(file), key, "enablers", root),
        indicators=_indicators(key, capabilities, root),
    )


def _indicators(edition, capabilities, root):
    rows = indicator_facts(edition, capabilities, root)
    noted = texts(ENGLISH, edition, root)["indicator_notes"]
    english(edition, "indicator_notes", [code for code in rows if code in noted], root)
    return _with_words(rows, edition, "indicators", root)


def _with_words(rows, book, section, root):
    words = english(book, section, [str(code) for code in rows], root)
    return {code: row | words[str(code)] for code, row in rows.items()}


def _domains(table):
    rows = {}
    for order, (key, domain) in enumerate(table.tables().items(), start=1):
        domain.refuse_others({"app_label", "capabilities"})
        rows[key] = {"order": order, "app_label": domain.text("app_label")}
        if [row["app_label"] for row in rows.values()].count(rows[key]["app_label"]) > 1:
            raise domain.fault("app_label", "another domain has this app. Give each its own.")
    return rows


def _capabilities(table):
    rows = {}
    for key, domain in table.tables().items():
        for number in domain.items("capabilities", int):
            if number in rows:
                raise domain.fault("capabilities", f"{number} is in two domains. Remove one.")
            rows[number] = {"domain": key}
    return rows


def _checks(edition, capabilities, root):
    table = read(root / "facts" / edition / "checks.toml").table("checks")
    rows = {}
    for code, check in table.tables().items():
        parts = CHECK_CODE.fullmatch(code)
        if not parts or int(parts[1]) not in capabilities:
            raise table.fault(code, "write the number of a capability, a dot and a number.")
        check.refuse_others({"level", "rating"})
        rows[code] = {
            "capability": int(parts[1]),
            "order": int(parts[2]),
            "level": check.number("level", HIGHEST_LEVEL),
            "rating": check.choice("rating", RATINGS),
        }
    return rows


def _enablers(file):
    keys = file.items("enablers", str)
    return {key: {"order": order} for order, key in enumerate(keys, start=1)}
