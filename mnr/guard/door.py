"""What every door calls: it lets a text through, or says why not."""

from functools import lru_cache
from urllib.parse import unquote_plus

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mnr.guard.checking import check
from mnr.guard.country import Country, of_settings
from mnr.guard.finding import (
    Finding,
    asks,
    blocks,
    kinds_of,
    sentence,
    sentence_of_name,
)

CODE = "kept_out"
DEEPEST = 3  # times that an address may be encoded
LONGEST = 10_000  # characters; fields hold 1,500, and an update of all its parts is asked in parts
TOO_LONG = _("This is far too long: at most %(longest)d characters are looked at.")


class Refusal(ValidationError):
    """One sentence about one kind. A form quotes the place to whoever typed it; this does not."""

    def __init__(self, kind, words):
        super().__init__(words, code=CODE)
        self.kind = kind


def refusals(findings, words=sentence) -> list[Refusal]:
    """A sentence for each kind."""
    return [Refusal(kind, words(kind)) for kind in kinds_of(findings)]


class KeptOut(ValidationError):
    """The text holds what no reason lets in. It tells kinds and positions, never the text."""

    def __init__(self, findings, words=sentence):
        super().__init__(refusals(findings, words))
        self.findings = findings


def refuse(text) -> None:
    """Raise KeptOut if the text holds something of the block class. A validator for any field."""
    if found := blocks(findings(text)):
        raise KeptOut(found)


def refuse_beside_name(text) -> None:
    """Raise KeptOut if a name has something beside it that elsewhere is asked about.

    Nobody can release it here: a name is a name alone.
    """
    if found := asks(findings(text)):
        raise KeptOut(found, sentence_of_name)


CONTACTS = frozenset({"email", "phone", "national_id", "account"})  # long numbers look alike


def refuse_in_contact(text) -> None:
    """Raise KeptOut if the text holds more than how somebody is reached: for the few places that
    are there to say that, as the procedure for suspected illegal material.
    """
    if found := [part for part in blocks(findings(text)) if part.kind not in CONTACTS]:
        raise KeptOut(found)


class LinkRefusal:
    """A validator for addresses of documents: they may hold long numbers, but no such targets."""

    KINDS = frozenset(
        {
            "coordinates",
            "data_uri",
            "email",
            "encoded",
            "hash",
            "ip",
            "media_link",
            "onion",
            "profile",
            "short_link",
        }
    )

    def __call__(self, text):
        found = [part for part in findings(text) if part.kind in self.KINDS]
        for _step in range(DEEPEST):  # what is written in percent signs is read as a browser does
            plain = unquote_plus(text)
            if plain == text:
                break
            text = plain
            found += [part for part in findings(text) if part.kind in self.KINDS]
        if found:
            raise KeptOut(found)


refuse_link = LinkRefusal()


def findings(text) -> tuple[Finding, ...]:
    """What `check` finds; a form, a model and the database ask about the same text in turn.

    Raises ValidationError for a text that no field of ours can hold: reading it would take the
    time of everybody else.
    """
    if not isinstance(text, str) or not text:
        return ()
    if len(text) > LONGEST:
        raise ValidationError(TOO_LONG % {"longest": LONGEST}, code="max_length")
    return _found(text, of_settings())


@lru_cache(maxsize=1024)
def _found(text: str, country: Country) -> tuple[Finding, ...]:
    return tuple(check(text, country=country))
