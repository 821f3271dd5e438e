"""The words, in as many languages as there are folders; English is complete, others need not be."""

from functools import cache

from django.utils.translation import get_language

from mnr.reference.files import ROOT, ReferenceFault, read

ENGLISH = "en"
MATURITY = "maturity"  # the book of the scale; the other books are editions

# what a section says of each code; where that is a lone text, it is written without its name
TEXT_FIELDS = {
    "editions": ("title",),
    "domains": ("name", "outcome_title", "outcome_description"),
    "capabilities": ("title", "description"),
    "enablers": ("title",),
    "checks": ("text",),
    "levels": ("label", "test"),
    "ratings": ("meaning",),
    "indicators": ("name",),
    "indicator_notes": ("note",),
}
FILES = {
    "checks": "checks.toml",
    "levels": "scale.toml",
    "ratings": "scale.toml",
    "indicators": "indicators.toml",
    "indicator_notes": "indicators.toml",
}


def languages(root=ROOT):
    """The languages that have a folder, English among them."""
    return sorted(path.name for path in root.iterdir() if (path / MATURITY).is_dir())


def books(root=ROOT):
    """The scale and the editions that have English words."""
    return sorted(path.name for path in (root / ENGLISH).iterdir())


@cache
def texts(language, book, root=ROOT):
    """All texts of a book as {section: {code: {field: text}}}; empty if there is no translation."""
    found: dict[str, dict[str, dict[str, str]]] = {section: {} for section in TEXT_FIELDS}
    for path in sorted((root / language / book).glob("*.toml")):
        file = read(path)
        file.refuse_others(TEXT_FIELDS.keys())
        for section, table in file.tables().items():
            found[section] |= {code: _row(section, table, code) for code in table.values}
    return found


def _row(section, table, code):
    fields = TEXT_FIELDS[section]
    if len(fields) == 1:
        return {fields[0]: table.text(code)}
    row = table.table(code)
    row.refuse_others(set(fields))
    return {field: row.text(field) for field in fields if field in row.values}


def english(book, section, codes, root=ROOT):
    """The English texts of a section by code; exactly these codes, each with all its fields."""
    rows = texts(ENGLISH, book, root)[section]
    path = root / ENGLISH / book / FILES.get(section, "framework.toml")
    for code in codes:
        for field in TEXT_FIELDS[section]:
            if field not in rows.get(code, {}):
                place = f'{section}."{code}".{field}'
                raise ReferenceFault(path, place, "the English text is missing. Add it.")
    if left_over := sorted(rows.keys() - set(codes)):
        place = f'{section}."{left_over[0]}"'
        raise ReferenceFault(path, place, "nothing has this code. Correct or remove it.")
    return rows


def translated(book, section, code, root=ROOT):
    """The texts of one row in the reader's language, as far as they are translated."""
    language = get_language() or ENGLISH
    general = language.partition("-")[0]
    found: dict[str, str] = {}
    for candidate in dict.fromkeys([general, language]):
        if candidate != ENGLISH:
            found |= texts(candidate, book, root)[section].get(code, {})
    return found


def noted(book, code, root=ROOT):
    """What to mind when one reads an indicator, in the reader's language; empty for most."""
    section = "indicator_notes"
    return texts(ENGLISH, book, root)[section].get(code, {}) | translated(book, section, code, root)


def rating_meanings(root=ROOT):
    """What the two ratings mean, in the reader's language."""
    rows = english(MATURITY, "ratings", ("in_place", "in_use"), root)
    return {
        code: (row | translated(MATURITY, "ratings", code, root))["meaning"]
        for code, row in rows.items()
    }


def untranslated(language, root=ROOT):
    """The places of all texts that a language lacks; its readers see these in English."""
    return [
        f'{book}: {section}."{code}".{field}'
        for book in books(root)
        for section, rows in texts(ENGLISH, book, root).items()
        for code, row in rows.items()
        for field in row
        if field not in texts(language, book, root)[section].get(code, {})
    ]


def refuse_strays(root=ROOT):
    """Complain about a translation of something that English does not have."""
    for language in languages(root):
        for book in books(root):
            for section, rows in texts(language, book, root).items():
                if strays := sorted(rows.keys() - texts(ENGLISH, book, root)[section].keys()):
                    path = root / language / book / FILES.get(section, "framework.toml")
                    place = f'{section}."{strays[0]}"'
                    raise ReferenceFault(path, place, "English has no such code. Correct it.")
