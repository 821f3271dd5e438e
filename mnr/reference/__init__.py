"""The framework, its evidence checks and the maturity scale: content, versioned with the code.

    facts/<edition>/     numbers, keys, order, levels: the same in every language
    <language>/<book>/   words, by the same keys; a book is an edition or `maturity`
    terms/<language>     terms of the field to avoid or to use with care, and what to write instead

English is complete and goes into the database. To add a language, copy the folder `en` under the
language's code, translate what you can and delete the rest: readers see in English what is missing,
and `manage.py sync_reference` lists it. Nothing here may import a model.
"""

from mnr.reference.content import Edition, editions, levels
from mnr.reference.files import ROOT, ReferenceFault
from mnr.reference.indicators import sources
from mnr.reference.languages import (
    TEXT_FIELDS,
    languages,
    noted,
    rating_meanings,
    refuse_strays,
    translated,
    untranslated,
)
from mnr.reference.term_list import AVOID, CAUTION, SOUND, STATUSES, Term, terms, titles

__all__ = [
    "AVOID",
    "CAUTION",
    "ROOT",
    "SOUND",
    "STATUSES",
    "TEXT_FIELDS",
    "Edition",
    "ReferenceFault",
    "Term",
    "editions",
    "languages",
    "levels",
    "noted",
    "rating_meanings",
    "refuse_strays",
    "sources",
    "terms",
    "titles",
    "translated",
    "untranslated",
]
