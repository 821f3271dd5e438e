"""What every door calls: it lets a text through, or says why not."""

from functools import lru_cache

from django.core.exceptions import ValidationError

from mnr.guard.checking import check
from mnr.guard.country import Country, of_settings
from mnr.guard.finding import BLOCK, Finding, sentences

CODE = "kept_out"


class KeptOut(ValidationError):
    """The text holds what no reason lets in. It tells kinds and positions, never the text."""

    def __init__(self, findings):
        super().__init__([ValidationError(words, code=CODE) for words in sentences(findings)])
        self.findings = findings


def refuse(text) -> None:
    """Raise KeptOut if the text holds something of the block class. A validator for any field."""
    if found := [part for part in findings(text) if part.verdict == BLOCK]:
        raise KeptOut(found)


class LinkRefusal:
    """A validator for addresses of documents: they may hold long numbers, but no such targets."""

    KINDS = frozenset(
        {"data_uri", "encoded", "onion", "media_link", "short_link", "profile", "email", "ip"}
    )

    def __call__(self, text):
        if found := [part for part in findings(text) if part.kind in self.KINDS]:
            raise KeptOut(found)


refuse_link = LinkRefusal()


def findings(text) -> tuple[Finding, ...]:
    """What `check` finds; a form, a model and the database ask about the same text in turn."""
    return _found(text, of_settings()) if isinstance(text, str) and text else ()


@lru_cache(maxsize=1024)
def _found(text: str, country: Country) -> tuple[Finding, ...]:
    return tuple(check(text, country=country))
