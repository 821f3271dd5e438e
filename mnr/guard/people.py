"""A name with an age."""

import re

from mnr.guard.children import RANGE
from mnr.guard.reading import fold
from mnr.guard.vocabulary import AGE, CHILD, NUMBER_WORDS, alternatives, any_of, words

PARTICLE = (
    r"(?:de la|de los|de las|del|de|da|dos|van der|van|von|bin|ben|ibn|ould|mint|al|el|bint|y|e"
    r"|abu|le|la|st\.?|mc)"
)
# What follows a hyphen with a capital is a name of its own: read in two ways, chains take ages.
CAPITAL = (
    r"(?:[A-Z](?:'[A-Z])?[a-z]++(?:'[A-Z]?[a-z]+|-[a-z]+)*+|[A-Z]\."
    r"|[A-Z]{2,}+(?:'[A-Z]+|-[A-Z](?![A-Z]))*+)"
)
NAME = rf"{CAPITAL}(?:[ -]+(?:(?i:{PARTICLE})[ -]+){{0,2}}{CAPITAL}){{1,4}}"
_YEARS = r"(?i:years?|yrs?|ans?|anos?|months?|mois|meses|سنه|سنوات|عاما?|اعوام)"
_OLD = r"(?:[ -]?(?i:old|of age|de edad|d'age))"
AGES = (
    rf"(?:,? ?\( ?(?i:aged?|age|edad|age de|agee? de|de)?[ :]?(?P<a>{AGE})"
    rf"(?: ?{_YEARS}{_OLD}?)? ?[),;]"
    rf"|, ?(?P<b>{AGE})(?= ?(?:[,.;:)]|$)| (?i:from|of|who|was|is|and|has|living|whose|lives"
    rf"|disclosed|attends|told|y|et|qui|que|de|a))"
    rf"|(?:,| -)? ?(?i:now |who is |who was |is |was |turned |que tiene |qui a |a |tiene |tenia "
    rf"|avait |cumplio |de |con |et |agee? d'|d'|aged |agee? de |of )?(?:(?i:only|just|about"
    rf"|apenas|solo|seulement|environ) )?(?P<c>{AGE})[ -]{_YEARS}{_OLD}?(?![\w])"
    rf"|,? ?(?i:who is |who was |is |was )?(?i:aged|age|agee? de|agee? d'|edad|de edad"
    rf"|con edad de|edad de)[ :]{{1,2}}(?P<d>{AGE}))"
)
NAMED = re.compile(rf"(?<![\w'])(?P<name>{NAME}){AGES}")
AGE_FIRST = re.compile(
    rf"(?P<a>{AGE})[ -](?i:years?|yrs?)[ -](?i:old)(?: (?i:girl|boy|child|pupil|victim"
    rf"|survivor|student|woman|man|mother|father|suspect|driver|teacher|resident|farmer)),?"
    rf"(?: (?i:named|called))? (?P<name>{NAME})"
    rf"|(?P<b>{AGE})[ -](?i:years?|yrs?)[ -](?i:old) (?P<name2>{NAME})"
)
SINGLE = re.compile(
    rf"(?<![\w'.-])(?P<name>[A-Z][a-z]{{2,}})(?:,? (?i:aged|age|agee? de|de|is|is only|is now"
    rf"|was|turned|tiene|tenia|a|avait|cumplio|who is|who was|qui a|que tiene|con)|,|,? ?\()"
    rf"(?: (?i:only|just|solo|apenas))? ?(?P<a>{AGE})(?:[ -]{_YEARS}{_OLD}?(?!\w)|"
    rf"(?<=[(, ]\d)\)|(?<=[(, ]\d\d)\)|(?<=,[ ]\d),|(?<=,[ ]\d\d),)"
)
CALLED = re.compile(
    rf"(?i:named|called|nommee?|appelee?|prenommee?|llamad[ao]|de nombre|initials|initiales"
    rf"|iniciales|name is|name:|nom ?:|nombre ?:|prenom ?:) (?P<name>{CAPITAL}"
    rf"(?:[ -]{CAPITAL}){{0,3}})[ ,(;]{{1,3}}(?:(?i:aged|age|edad|agee? de|de)[ :]{{1,2}})?"
    rf"(?P<a>{AGE})(?!\d)"
)
INITIALS = re.compile(rf"(?<!\w)(?P<name>[A-Z]\. ?[A-Z]\.(?: ?[A-Z]\.)?){AGES}")

# One name alone: beside "aged" an age needs no years behind it, and a year of birth is an age.
FIRST = r"[A-Z][a-z]{2,}(?:['-][A-Z]?[a-z]{2,})?"
_ONLY = r"(?:(?i:only|just|about|now|apenas|solo|seulement|environ) )?"
AGED = re.compile(
    rf"(?<![\w'.-])(?P<name>{FIRST})(?:,? ?\( ?|,? )(?i:(?:who )?(?:is|was) )?{_ONLY}"
    rf"(?i:aged|age|edad)[ :]{{1,2}}{_ONLY}(?P<a>{AGE})(?!-?\w)(?! ?(?:to|-|until|through) ?{AGE})"
)
_BORN = r"(?i:(?:who )?(?:is|was) )?(?i:born|nee?|nacid[ao])(?i: in| en)? (?P<year>(?:19|20)\d\d)"
BORN = re.compile(
    rf"(?<![\w'.-])(?:(?P<name>{NAME}),? ?\(? ?|(?P<name2>{FIRST})(?:, |,? ?\( ?)){_BORN}"
    r"(?![\w/-])"
)

PARTICLES = re.compile(rf"(?<!\w){PARTICLE}(?!\w)")
AGED_FIRST = re.compile(rf"(?i:aged|agee? de|de) (?P<a>{AGE})(?i: {_YEARS}|),? (?P<name>{NAME})")
NOBODY = any_of(*words("people.nobody"))
INSTITUTION = any_of(*words("people.institution"))
PLACE = any_of(*words("people.place"))
_OF = alternatives(*words("people.institution_of"))
INSTITUTION_OF = re.compile(
    rf"(?:{_OF})(?: (?:of|for|de la|de l'|de|du|des|del|d'|on|the|y|et|and|la|le)){{0,4}} ?$"
)
_AFTER = alternatives(*words("people.after_age"))
AFTER_AGE = re.compile(rf"^ ?(?:%|{_AFTER}(?!\w))")

_KIN = alternatives(*words("people.kin"))
_GIVEN = alternatives(*words("people.given"))
_TWO_YEARS = alternatives(*words("people.arabic_two_years"))
_ARABIC_AGE = (
    rf"(?:,? ?\(? ?(?:و?(?:عمرها|عمره|تبلغ|يبلغ|البالغه?|بعمر|ذات|ذو|ذي|في عمر|سنها|و?هي في"
    rf"|وعمرها|وعمره|وتبلغ|ويبلغ)(?: من العمر| عمر\w*)? ?(?:ال)?(?P<a>{AGE})(?: ?(?:سنه|سنوات"
    rf"|سنين|عام|عاما|اعوام|شهر|اشهر))?|(?P<b>{AGE}) ?(?:سنه|سنوات|سنين|عام|عاما|اعوام|شهرا?"
    rf"|اشهر)|\(? ?(?P<c>\d{{1,2}}) ?[),]|"
    rf"(?P<e>{_TWO_YEARS})))"
)
_WORD = r"[\u0621-\u064a]{2,12}"
ARABIC = re.compile(
    rf"(?<!\w)(?:{_KIN} (?P<name>{_WORD}(?: {_WORD}){{0,3}}?)|(?P<name2>{_GIVEN}"
    rf"(?: {_WORD}){{0,3}}?)){_ARABIC_AGE}"
)
ARABIC_INSTITUTION = any_of(*words("people.arabic_institution"))

STOPS = (". ", "! ", "? ", "; ")
SHARED_OUT = any_of(*words("people.shared_out"))
HEARD = any_of(*words("people.heard"))
COUNTED = any_of(*words("people.counted"))
COUNTS = re.compile(r"[a-z] \(\d{1,3}\)")
# A sentence may begin with them; a name they are not.
COMMON = {fold(word) + plural for word in CHILD for plural in ("", "s", "es")}
AGE_WORDS = {fold(word) for word in ("عمر", "بعمر", "من عمر")}


def find(reading, country):
    """Names and ages that stand together."""
    for pattern in (NAMED, AGE_FIRST, AGED_FIRST, CALLED, INITIALS):
        for match in pattern.finditer(reading.text):
            if _is_person(match, reading):
                yield "name_age", match.start(), match.end()
    for pattern in (SINGLE, AGED, BORN):
        for match in pattern.finditer(reading.text):
            if _is_person(match, reading) and not _is_no_name(match):
                yield "name_age", match.start(), match.end()
    for match in ARABIC.finditer(reading.low):
        is_age_only = (match["name2"] or "") in AGE_WORDS
        if not is_age_only and not ARABIC_INSTITUTION.search(match[0]):
            yield "name_age", match.start(), match.end()


def _is_person(match, reading):
    groups = match.groupdict()
    name = groups.get("name") or groups.get("name2") or ""
    words = PARTICLES.sub(" ", name.lower())
    if INSTITUTION.search(words) or words in NUMBER_WORDS:
        return False
    if not groups.get("year") and not any(_is_age(groups.get(key)) for key in "abcd"):
        return False
    if match[0].endswith(")") and _counts_bodies(match, name, reading.low):
        return False
    before, after = (
        reading.low[max(0, match.start() - 40) : match.start()],
        reading.low[match.end() :],
    )
    if words.strip() in COMMON or RANGE.match(after):
        return False
    return not INSTITUTION_OF.search(before) and not AFTER_AGE.match(after[:30])


def _is_no_name(match):
    """Whether one word that begins with a capital is that of a place, or of several."""
    name = (match["name"] or match.groupdict().get("name2") or "").lower()
    return bool(PLACE.search(name) or NOBODY.search(name))


def _counts_bodies(match, name, low):
    """Whether numbers in brackets count something at bodies and places, and are nobody's age."""
    if len(COUNTS.findall(low)) < 2:
        return False
    sentence = _sentence(low, match.start(), match.end())
    if SHARED_OUT.search(sentence):
        return True
    if HEARD.search(sentence):
        return False
    return " " not in name or bool(COUNTED.search(sentence))


def _sentence(low, start, end):
    begins = max(low.rfind(stop, 0, start) for stop in STOPS) + 1
    stops = [at for at in (low.find(stop, end) for stop in STOPS) if at >= 0]
    return low[max(begins, start - 300) : min([*stops, end + 300])]


def _is_age(text):
    return text is not None and (not text.isdigit() or 0 < int(text) <= 99)
