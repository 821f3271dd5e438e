"""The words that are looked for: the field's, with what a country adds, changes and turns off."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mnr import reference
from mnr.guard.reading import fold
from mnr.reference import SOUND, Term
from mnr.terminology.inflection import any_of, pattern_of, standing_alone


class Rule:
    """A term with its patterns."""

    def __init__(self, term: Term):
        self.term = term
        phrases = (*term.terms, *term.forms)
        self.patterns = [pattern_of(phrase, term.language) for phrase in phrases]
        self.whole = re.compile("|".join(f"(?:{pattern})" for pattern in self.patterns))
        self.longest = max(map(len, self.patterns))
        self.only_near = any_of(term.only_near, term.language) if term.only_near else None
        self.written = [phrase.casefold() for phrase in phrases]
        self.unless = any_of(term.unless, term.language) if term.unless else None

    def holds(self, written: str) -> bool:
        """Whether a text in small letters holds one of the phrases, accents and all."""
        return any(phrase in written for phrase in self.written)


@dataclass(frozen=True)
class Lexicon:
    """Terms to point at, and titles that may hold them."""

    terms: tuple[Term, ...]
    titles: tuple[str, ...]

    @cached_property
    def rules(self) -> list[Rule]:
        """The terms that are pointed at, those of many words first."""
        rules = [Rule(term) for term in self.terms if term.status != SOUND]
        return sorted(rules, key=lambda rule: rule.longest, reverse=True)

    @cached_property
    def pattern(self) -> re.Pattern:
        """Any form of any of them."""
        return standing_alone(pattern for rule in self.rules for pattern in rule.patterns)

    @cached_property
    def sound(self) -> re.Pattern:
        """Phrases that hold a term and are as they should be."""
        phrases = {pattern_of(p, term.language) for term in self.terms for p in term.sound}
        return standing_alone(phrases | {re.escape(fold(title)) for title in self.titles})

    def rule_of(self, found: str, written: str) -> Rule:
        """The rule that a match comes from; if several, that of the word as it is written.

        Without its accents, a word of one language may be one of another.
        """
        rules = [rule for rule in self.rules if rule.whole.fullmatch(found)]
        written = written.casefold()
        return next((rule for rule in rules if rule.holds(written)), rules[0])


def lexicon_with(
    own: Iterable[Term] = (), *, off: Iterable[str] = (), titles: Iterable[str] = ()
) -> Lexicon:
    """The field's terms, but for the keys turned off; an own term takes the place of its key."""
    return _made(tuple(own), frozenset(off), tuple(titles))


@lru_cache(maxsize=8)
def _made(own, off, titles):
    replaced = off | {term.key for term in own}
    shipped = (term for term in reference.terms() if term.key not in replaced)
    return Lexicon((*own, *shipped), (*reference.titles(), *titles))
