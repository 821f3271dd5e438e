"""The words that a country advises on: the field's terms, and those of its own glossary."""

from dataclasses import dataclass, replace

from mnr.models import RegisterEntry
from mnr.models import Term as FieldTerm
from mnr.models.fields import Title
from mnr.reference import SOUND, STATUSES, Term, terms
from mnr.registers.base import Register
from mnr.registers.registry import registry
from mnr.services.entries import texts_of
from mnr.terminology import Advice, Lexicon, advise, lexicon_with


class Glossary(Register):
    """A register whose entries the terminology check reads."""

    def lexicon(self) -> Lexicon:
        """The field's terms with what the country adds, changes and turns off: one query."""
        entries = list(self.rows().standing().filter(is_withheld=False))
        told = [entry for entry in entries if entry.advice == "on"]
        return lexicon_with(
            [_term(entry) for entry in told if entry.status in STATUSES],
            off=[entry.field_term_id for entry in entries if entry.advice == "off"],
            titles=[entry.term for entry in told if entry.status not in STATUSES],
        )

    @property
    def field_terms(self):
        """The terms of the field, which the list shows below the country's own."""
        return FieldTerm.objects.current()


def glossary() -> Glossary:
    """The register that is the national glossary."""
    return next(register for register in registry if isinstance(register, Glossary))


def lexicon() -> Lexicon:
    """What writers of this country are advised on."""
    return glossary().lexicon()


def advice_on(entry: RegisterEntry, words: Lexicon) -> list[tuple[str, Advice]]:
    """[(field, advice)] on the texts of an entry; titles are quoted as they are."""
    return [
        (field.name, advice)
        for field in texts_of(type(entry))
        if not isinstance(field, Title)
        for advice in advise(getattr(entry, field.name) or "", words)
    ]


@dataclass(frozen=True)
class Advised:
    """A word in a row of a file for which another is advised: it stops nothing."""

    sheet: str
    row: int
    column: str
    found: str
    term: Term


def advised(register, line, entry, words: Lexicon) -> list[Advised]:
    """What is advised on the texts of a row that would be stored."""
    return [
        Advised(line.sheet, line.number, register.label(name), advice.found, advice.term)
        for name, advice in advice_on(entry, words)
    ]


def _term(entry) -> Term:
    """An entry as a term. It takes the place of the field's, unless it translates that one."""
    own = Term(
        key=str(entry.pk),
        language=entry.language,
        terms=(entry.term,),
        status=entry.status,
        better=entry.better,
        why=entry.why,
        sound=(entry.term,) if entry.status == SOUND else (),
        is_confirmed=entry.is_confirmed,
    )
    field_term = next((one for one in terms() if one.key == entry.field_term_id), None)
    if field_term is None or field_term.language != entry.language or entry.status == SOUND:
        return own
    changed = {name: getattr(own, name) for name in ("status", "better", "why", "is_confirmed")}
    spellings = tuple(dict.fromkeys((*own.terms, *field_term.terms)))
    return replace(field_term, terms=spellings, **changed)
