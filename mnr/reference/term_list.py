"""The field's terms, and what to write instead: a file for each language in `terms/`.

A term is looked for in its inflected forms. What else a file may say of it:

    forms      further spellings
    only_near  it counts only with one of these words close by
    near_age   it counts only with an age below 18 close by
    unless     it does not count in a text that holds one of these words
    small      it counts in small letters only; with a capital it is a name
    sound      phrases that hold the term and are recommended
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from mnr.reference.files import ROOT, ReferenceFault, Table, read

AVOID, CAUTION, SOUND = "avoid", "caution", "ok"
STATUSES = (AVOID, CAUTION, SOUND)
NOT_CHECKED = "memory"  # what a basis says that nobody has held against the Guidelines' text
TITLES = "titles"
LISTS = ("forms", "only_near", "unless", "sound")
FLAGS = ("near_age", "small")
KNOWN = {"terms", "status", "better", "why", "context", "basis", *LISTS, *FLAGS}


@dataclass(frozen=True)
class Term:
    """One entry of the field's list."""

    key: str
    language: str
    terms: tuple[str, ...]
    status: str
    better: str
    why: str
    context: str = ""
    basis: str = ""
    forms: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()
    near_age: bool = False
    small: bool = False
    is_confirmed: bool = True


@cache
def terms(root=ROOT) -> tuple[Term, ...]:
    """Every term of every language; a key is there once."""
    found: dict[str, Term] = {}
    for path in _files(root):
        file = read(path)
        for key in [key for key in file.values if key != TITLES]:
            if key in found:
                raise ReferenceFault(path, key, "another file has this key. Choose another one.")
            found[key] = _term(key, path.stem, file.table(key))
    return tuple(found.values())


@cache
def titles(root=ROOT) -> tuple[str, ...]:
    """Official titles that hold such terms, and are quoted as they are."""
    return tuple(title for path in _files(root) for title in read(path).items(TITLES, str))


def _files(root):
    return sorted((root / "terms").glob("*.toml"))


def _term(key, language, table: Table) -> Term:
    table.refuse_others(KNOWN)
    texts: dict[str, Any] = {name: table.text(name) for name in ("better", "why", "basis")}
    lists: dict[str, Any] = {
        name: tuple(table.items(name, str)) for name in LISTS if name in table.values
    }
    flags = {name: table.flag(name) for name in FLAGS if name in table.values}
    return Term(
        key=key,
        language=language,
        terms=tuple(table.items("terms", str)),
        status=table.choice("status", STATUSES),
        context=table.text("context") if "context" in table.values else "",
        is_confirmed=NOT_CHECKED not in texts["basis"],
        **texts,
        **lists,
        **flags,
    )
