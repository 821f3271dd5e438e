"""The terminology check: it points at words that the field advises against, and blocks nothing.

One function, `advise`, serves forms, imports, counts and the check of this product's own texts.
Nothing here knows models, pages or the database.
"""

from mnr.terminology.checking import Advice, advise, count_words
from mnr.terminology.lexicon import Lexicon, lexicon_with

__all__ = ["Advice", "Lexicon", "advise", "count_words", "lexicon_with"]
