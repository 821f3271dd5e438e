"""What the guard finds, and the words for it. A finding never holds the text that it points at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BLOCK, ASK = "block", "ask"


@dataclass(frozen=True)
class Finding:
    """Something that must stay out, by kind and position."""

    kind: str
    verdict: str
    start: int
    end: int

    @property
    def words(self) -> "Words":
        return WORDS[self.kind]


@dataclass(frozen=True)
class Words:
    """What was found, why it stays out, and what to write instead."""

    found: "StrOrPromise"
    why: "StrOrPromise"
    instead: "StrOrPromise"
    verdict: str = BLOCK


_MATERIAL = _("Material of a case, and ways to it, must never be kept here.")
_PERSON = _("It can lead to a person, and texts on this platform lead to none.")
_CHILD = _("With it, somebody who knows the place could recognise a child.")
_DOCUMENT = _("Name the official document and its registry number.")
_OFFICE = _("Name the office or the public helpline instead.")
_MANY = _("Write how many, not who.")

WORDS = {
    "data_uri": Words(_("a file written as text"), _MATERIAL, _DOCUMENT),
    "encoded": Words(_("a long run of encoded signs"), _MATERIAL, _DOCUMENT),
    "hash": Words(
        _("digests of files"),
        _MATERIAL,
        _("Write how many entries the list has, and who keeps it."),
    ),
    "onion": Words(
        _("an address of a hidden service"), _MATERIAL, _("Write how many addresses were reported.")
    ),
    "media_link": Words(_("a picture, a video, or a link to one"), _MATERIAL, _DOCUMENT),
    "short_link": Words(
        _("a shortened link, which hides where it leads"),
        _MATERIAL,
        _("Name the official document and its publisher, or write its full address."),
    ),
    "profile": Words(_("a link to somebody's profile or account"), _PERSON, _OFFICE),
    "email": Words(_("an e-mail address"), _PERSON, _OFFICE),
    "phone": Words(_("a telephone number"), _PERSON, _OFFICE),
    "national_id": Words(_("a number that identifies a person"), _PERSON, _MANY),
    "account": Words(_("a number of a bank account or payment card"), _PERSON, _DOCUMENT),
    "ip": Words(
        _("an address of a computer"), _PERSON, _("Write how many addresses were reported.")
    ),
    "coordinates": Words(
        _("coordinates of a place"), _CHILD, _("Name the region or the country as a whole.")
    ),
    "birth_date": Words(
        _("a date of birth"), _CHILD, _("Write an age group of many people, such as 10 to 14.")
    ),
    "listed_word": Words(
        _("a word that your country keeps out"), _PERSON, _("Write it in other words.")
    ),
    "child_age": Words(
        _("the age of one child"),
        _CHILD,
        _("Write how many, and an age group such as 10 to 14."),
        ASK,
    ),
    "name_age": Words(_("a name with an age"), _PERSON, _MANY, ASK),
    "case_number": Words(
        _("the number of a case"),
        _("It leads to the file of a case, and cases stay out."),
        _("Write how many cases, or refer to the registry number of an official document."),
        ASK,
    ),
    "small_count": Words(
        _("a very small number of people with a place"),
        _CHILD,
        _("Name a larger area, or write “fewer than five”."),
        ASK,
    ),
}
KINDS = tuple(WORDS)
BLOCKED = tuple(kind for kind, words in WORDS.items() if words.verdict == BLOCK)
ASKED = tuple(kind for kind, words in WORDS.items() if words.verdict == ASK)


def blocks(findings) -> list[Finding]:
    """Those that no reason can let in."""
    return [finding for finding in findings if finding.verdict == BLOCK]


def asks(findings) -> list[Finding]:
    """Those that a second person may release."""
    return [finding for finding in findings if finding.verdict == ASK]


def kinds_of(findings) -> list[str]:
    """Each kind once, in the order of the text."""
    return list(dict.fromkeys(finding.kind for finding in findings))


def sentences(findings) -> list:
    """For each kind one sentence for the page: what, why, what instead."""
    return [sentence(kind) for kind in kinds_of(findings)]


def sentence(kind):
    """What was found, why it must stay out, and what helps instead."""
    words = WORDS[kind]
    return _("This seems to hold %(found)s. %(why)s %(instead)s") % {
        "found": words.found,
        "why": words.why,
        "instead": words.instead,
    }


def sentence_of_name(kind):
    """The same where only a name is wanted: there nobody can let it stand."""
    return _("This seems to hold %(found)s. Write the name alone.") % {"found": WORDS[kind].found}
