"""The framework, its evidence checks and the maturity scale: content, versioned with the code.

    facts/<edition>/     numbers, keys, order, levels: the same in every language
    <language>/<book>/   words, by the same keys; a book is an edition or `maturity`

English is complete and goes into the database. To add a language, copy the folder `en` under the
language's code, translate what you can and delete the rest: readers see in English what is missing,
and `manage.py sync_reference` lists it. Nothing here may import a model.
"""

from mnr.reference.content import Edition, editions, levels
from mnr.reference.files import ROOT, ReferenceFault
from mnr.reference.languages import (
    TEXT_FIELDS,
    languages,
    rating_meanings,
    refuse_strays,
    translated,
    untranslated,
)

__all__ = [
    "ROOT",
    "TEXT_FIELDS",
    "Edition",
    "ReferenceFault",
    "editions",
    "languages",
    "levels",
    "rating_meanings",
    "refuse_strays",
    "translated",
    "untranslated",
]
