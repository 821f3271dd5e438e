"""The one function that looks for words to avoid."""

import re
import unicodedata
from dataclasses import dataclass

from mnr.guard.reading import Reading
from mnr.reference import AVOID, CAUTION, Term
from mnr.terminology import exempt
from mnr.terminology.lexicon import Lexicon, Rule

NEAR = 80  # characters
AGE = r"(?:[0-9]|1[0-7])"
UNDER_18 = re.compile(
    rf"(?<![\w.,])(?:aged? (?:of )?{AGE}(?!\d)|{AGE}[ -]{{1,3}}(?:years?|yrs?|ans?|anos?)(?!\w)"
    rf"|under(?: the age of)? ?1[0-8](?!\d)|underage|de menos de 18|moins de 18)"
)
WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True)
class Advice:
    """A place of a text, and what is advised instead. `start` and `end` count characters."""

    start: int
    end: int
    found: str
    term: Term


def advise(text: str, lexicon: Lexicon, statuses=(AVOID, CAUTION)) -> list[Advice]:
    """The places at which another word is advised, in the order of the text."""
    reading = Reading(text)
    matches = list(lexicon.pattern.finditer(reading.low))
    if not matches:
        return []
    quoted = list(_exempt(text))
    quoted += [reading.place(*found.span()) for found in lexicon.sound.finditer(reading.low)]
    found = []
    for match in matches:
        start, end = reading.place(*match.span())
        rule = lexicon.rule_of(match[0], _seen(text[start:end]))
        is_quoted = any(first <= start and end <= last for first, last in quoted)
        if rule.term.status in statuses and not is_quoted and _counts(rule, reading, match):
            found.append(Advice(start, end, text[start:end], rule.term))
    return found


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _word in WORD.finditer(_seen(text)))


def _seen(text: str) -> str:
    """The text without soft hyphens and the like, which stand within words and are not seen."""
    return "".join(character for character in text if not _is_unseen(character))


def _is_unseen(character):
    return unicodedata.category(character) == "Cf"


def _exempt(text):
    """What is quoted or a title, as a reader sees it, by its places in the text as typed."""
    places = [at for at, character in enumerate(text) if not _is_unseen(character)]
    for start, end in exempt.spans(_seen(text)):
        yield places[start], places[end - 1] + 1


def _counts(rule: Rule, reading: Reading, match) -> bool:
    """Whether a term is meant here in the sense that the advice is about."""
    around = reading.low[max(0, match.start() - NEAR) : match.end() + NEAR]
    if rule.only_near and not rule.only_near.search(around):
        return False
    if rule.term.near_age and not UNDER_18.search(around):
        return False
    if rule.unless and rule.unless.search(reading.low):
        return False
    return not (rule.term.small and reading.text[match.start()].isupper())
