"""Advice on words, ready to be shown beside a text."""

from mnr.forms.text import compose, excerpt
from mnr.terminology import Advice, Lexicon, advise

MOST_SHOWN = 10
LONGEST = 10_000  # characters; no field takes as many


def shown_advice(text: str, lexicon: Lexicon) -> list[dict]:
    """Each term once, at its first place, with what is better and why."""
    text = compose(text[:LONGEST])
    found: dict[str, list[Advice]] = {}
    for advice in advise(text, lexicon):
        found.setdefault(advice.term.key, []).append(advice)
    return [shown(text, places) for places in list(found.values())[:MOST_SHOWN]]


def shown(text: str, places: list[Advice]) -> dict:
    """One term of a text as a page shows it."""
    first = places[0]
    return {
        "excerpt": excerpt(text, first.start, first.end),
        "times": len(places),
        "term": first.term,
    }


def with_words(lexicon: Lexicon, *forms) -> None:
    """Let forms show advice on what stands in them."""
    for form in forms:
        form.lexicon = lexicon
