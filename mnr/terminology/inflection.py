"""Patterns that find a phrase in its forms: plurals, possessives, what Arabic writes before a word.

They are matched against a `Reading`: small letters without accents, one space between words.
"""

import re

from mnr.guard.reading import fold

BETWEEN = "[ -]{1,3}"
SHORTEST = 3  # letters of a word that has forms
IRREGULAR = {
    "child": "child(?:ren)?",
    "woman": "wom[ae]n",
    "man": "m[ae]n",
    "person": "pe(?:rson|ople)",
}
ARABIC_START = "(?:[وفبكل]?(?:ال|لل)?)"
ARABIC_END = "(?:ه|ات|ون|ين)?"


def pattern_of(phrase: str, language: str) -> str:
    """The source of a pattern for all forms of a phrase, without its borders."""
    words = [word for word in re.split("[ -]+", fold(phrase).strip()) if word]
    form = FORMS.get(language, re.escape)
    return BETWEEN.join(form(word) for word in words)


def any_of(phrases, language: str) -> re.Pattern:
    """Any of the phrases, standing alone."""
    return standing_alone(pattern_of(phrase, language) for phrase in phrases)


def standing_alone(patterns) -> re.Pattern:
    """Any of the patterns, as whole words; the longest is tried first."""
    found = "|".join(sorted(set(patterns), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)" if found else "(?!)")


def _english(word):
    if len(word) < SHORTEST:
        return re.escape(word)
    if word in IRREGULAR:
        return f"{IRREGULAR[word]}(?:'s?)?"
    if re.search("[^aeiou]y$", word):
        return f"{re.escape(word[:-1])}(?:y|ies)(?:'s?)?"
    return f"{re.escape(word)}(?:e?s)?(?:'s?)?"


def _french(word):
    return re.escape(word) if len(word) < SHORTEST else f"(?:[dl]')?{re.escape(word)}(?:e?s|x)?"


def _spanish(word):
    if len(word) < SHORTEST:
        return re.escape(word)
    if word.endswith("o"):
        return f"{re.escape(word[:-1])}[oa]s?"
    return f"{re.escape(word)}(?:e?s)?"


def _arabic(word):
    stem = word.removeprefix("ال")
    stem = stem.removesuffix("ه") if len(stem) > SHORTEST else stem
    return f"{ARABIC_START}{re.escape(stem)}{ARABIC_END}"


FORMS = {"en": _english, "fr": _french, "es": _spanish, "ar": _arabic}
