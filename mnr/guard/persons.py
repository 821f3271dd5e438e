"""Numbers that identify: people, bank accounts, cards; and coordinates."""

import re

from stdnum import iban, luhn

from mnr.guard.vocabulary import alternatives, any_of, near, words

IBAN = re.compile(
    r"(?<![a-z0-9])[a-z]{2} ?\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,4})?(?![a-z0-9])"
)
ACCOUNT_WORD = any_of(*words("persons.account_word"))
IBAN_WORD = any_of(*words("persons.iban_word"))
ACCOUNT_NUMBER = re.compile(r"(?<![\w.,])[a-z]{0,4} ?\d[\d -]{6,32}\d(?![\w])(?![.,]\d)")
CARD = re.compile(
    r"(?<![\d.,-])(?:\d{4}[ .-]?\d{4}[ .-]?\d{4}[ .-]?\d{1,7}|3\d{3}[ .-]?\d{6}[ .-]?\d{5})"
    r"(?![\d])(?![.,]\d)"
)
CARD_WORD = any_of(*words("persons.card_word"))

_PERSON_NUMBER = alternatives(*words("persons.person_number"))
NUMBERED = re.compile(
    rf"(?<!\w){_PERSON_NUMBER}(?!\w)[^\d\n;!?]{{0,40}}?(?<![\w])"
    rf"(?=[a-z0-9/. -]{{0,30}}\d{{3}}|[a-z0-9/. -]{{0,12}}\d)"
    r"([a-z]{0,6}[ /.-]?\d[a-z0-9]{0,20}(?:[ ./-][a-z0-9]{1,12}){0,6})"
)
SHAPES = re.compile(
    r"(?<![\w.-])(?:"
    r"\d{3}-\d{2}-\d{4}"  # three, two, four digits
    r"|[xyz]-?\d{7}-?[a-z]"  # one letter, seven digits, one letter
    r"|\d{1,2}\.\d{3}\.\d{3} ?- ?[\dk]"
    r"|\d{3}\.\d{3}\.\d{3}-\d{2}"
    r"|[a-z]{4}\d{6}[hmx][a-z]{5}[a-z0-9]\d"
    r"|[a-z]{4}\d{6}[a-z0-9]{3}"
    r"|[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[ab]) ?\d{3} ?\d{3}(?: ?\d{2})?"
    r"|[23]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{7}"
    r"|[a-ceghj-prtw-z][a-ceghj-npr-tw-z] ?\d{2} ?\d{2} ?\d{2} ?[a-d]"
    r"|\d{5}-\d{7}-\d"
    r")(?![\w-])"
)
DNI = re.compile(r"(?<![\w.-])(\d{2}\.?\d{3}\.?\d{3})[ -]?([a-z])(?![\w-])")
DNI_LETTERS = "trwagmyfpdxbnjzsqvhlcke"
NOT_A_PERSON = any_of(*words("persons.not_a_person"))

NUMBER = r"[+-]?\d{1,3}[.,]\d{2,12}"
DEGREE = r"(?:°|deg(?:rees)?\b|degres?\b|grados?\b|درجه|d\b|o(?=\d|[ ]?[nsew]\b))"
SIDE = (
    r"(?:[nsewo]\b|north|south|east|west|nord|sud|est|ouest|norte|sur|este|oeste|شمالا|جنوبا"
    r"|شرقا|غربا|شمال|جنوب|شرق|غرب)"
)
PAIR = re.compile(
    r"(?<![\d.,/-])([+-]?\d{1,2}\.\d{4,12})(?: ?[,;/|] ?| )([+-]?\d{1,3}\.\d{4,12})(?![\d%])|"
    r"(?<![\d.,/])([+-]?\d{1,2},\d{4,12})(?: ?[;/|] ?| |, )([+-]?\d{1,3},\d{4,12})(?![\d%])"
)
SIGNED = re.compile(
    r"(?<![\d.,/])(?:[+-]\d{1,2}[.,]\d{2,12} ?[,;/|]? ?[+-]?\d{1,3}[.,]\d{2,12}"
    r"|\d{1,2}[.,]\d{2,12} ?[,;/|] ?-\d{1,3}[.,]\d{2,12})(?![\d%])"
)
DEGREES = re.compile(
    rf"(?<![\d.,])(?:{SIDE} ?)?\d{{1,3}}(?:[.,]\d{{1,10}})? ?{DEGREE}[ ,]?(?:\d{{1,2}}"
    rf"(?:[.,]\d{{1,8}})? ?['m](?:in)? ?)?(?:\d{{1,2}}(?:[.,]\d{{1,6}})? ?(?:\"|''|s"
    rf"(?:ec)?) ?)?(?:{SIDE})?"
    rf"[ ,;/]{{0,3}}(?:and |et |y |و)?(?:{SIDE} ?)?\d{{1,3}}"
    rf"(?:[.,]\d{{1,10}})? ?{DEGREE}[ ,]?(?:\d{{1,2}}(?:[.,]\d{{1,8}})? ?['m](?:in)? ?)?"
    rf"(?:\d{{1,2}}(?:[.,]\d{{1,6}})? ?(?:\"|''|s(?:ec)?) ?)?(?:{SIDE})?"
)
SIDED = re.compile(
    r"(?<![\w.,])(?:[ns] ?\d{1,2}[.,]\d{2,10} ?[,;/]? ?[ewo] ?\d{1,3}[.,]\d{2,10}"
    r"|\d{1,2}[.,]\d{2,10} ?[ns] ?[,;/]? ?\d{1,3}[.,]\d{2,10} ?[ewo]"
    r"|[ns] ?\d{1,2} \d{1,2}[.,]\d{1,6}[ ,]{0,2}[ewo] ?\d{1,3} \d{1,2}[.,]\d{1,6})(?!\w)"
)
_LAT = alternatives(*words("persons.lat"))
_LONG = alternatives(*words("persons.long"))
LABELLED = re.compile(
    rf"(?<!\w)(?:{_LAT}\W{{0,4}}{NUMBER}\D{{1,25}}?{_LONG}\W{{0,4}}{NUMBER}"
    rf"|{_LONG}\W{{0,4}}{NUMBER}\D{{1,25}}?{_LAT}\W{{0,4}}{NUMBER})"
)
# Few decimals, or none, are coordinates where both are named or both have a side.
_COARSE = r"[+-]?\d{1,3}(?:[.,]\d{1,12})?"
_NAMED_LAT = alternatives(*words("persons.named_lat"))
_NAMED_LONG = alternatives(*words("persons.named_long"))
_BETWEEN = rf"(?![\w%])\W{{0,3}}{SIDE}?\W{{1,6}}(?:(?:and|et|y|و) ?)?"
COARSE_LABELLED = re.compile(
    rf"(?<!\w)(?:{_NAMED_LAT}\W{{0,4}}{_COARSE}{_BETWEEN}{_NAMED_LONG}\W{{0,4}}{_COARSE}"
    rf"|{_NAMED_LONG}\W{{0,4}}{_COARSE}{_BETWEEN}{_NAMED_LAT}\W{{0,4}}{_COARSE})(?!\w)"
)
COARSE_SIDED = re.compile(
    r"(?<![\w.,])\d{1,2}[.,]\d{1,10} ?[NS][ ,;/]{1,3}\d{1,3}[.,]\d{1,10} ?[EWO](?!\w)"
)
LINKED = re.compile(
    r"geo:-?\d|@-?\d{1,2}\.\d{3,},-?\d{1,3}\.\d{3,}|"
    r"(?<!\w)[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?!\w)"
    r"|///\w{3,}\.\w{3,}\.\w{3,}|maps\.app\.goo\.gl/\w+|goo\.gl/maps/\w+"
)
_PLACE = alternatives(*words("persons.place_word"))
PLACE_WORD = re.compile(rf"(?<!\w)(?:{_PLACE}|{_LAT}|{_LONG})(?!\w)")
LOOSE_PAIR = re.compile(rf"(?<![\d.,/])({NUMBER})\D{{1,6}}?({NUMBER})(?![\d%])")


def find(reading, country):
    """Numbers of accounts, cards and people, then places."""
    low = reading.low
    for pattern in country.identifiers:
        for match in pattern.finditer(reading.text):
            yield "national_id", match.start(), match.end()
    if country.words:
        for match in any_of(*country.words).finditer(low):
            yield "listed_word", match.start(), match.end()
    for match in COARSE_SIDED.finditer(reading.text):
        yield "coordinates", match.start(), match.end()
    yield from _places(low)
    yield from _accounts(low)
    yield from _people(low)


def _accounts(low):
    for match in IBAN.finditer(low):
        if _holds_iban(match[0]) or near(IBAN_WORD, low, match.start(), match.end(), 40):
            yield "account", match.start(), match.end()
    for match in CARD.finditer(low):
        digits = re.sub(r"\D", "", match[0])
        if not 13 <= len(digits) <= 19:
            continue
        if (luhn.is_valid(digits) and digits[0] in "23456") or near(
            CARD_WORD, low, match.start(), match.end(), 40
        ):
            yield "account", match.start(), match.end()
    for match in ACCOUNT_NUMBER.finditer(low):
        digits = re.sub(r"\D", "", match[0])
        if 8 <= len(digits) <= 24 and near(ACCOUNT_WORD, low, match.start(), match.start(), 30):
            yield "account", match.start(), match.end()


def _holds_iban(run):
    """The check digits are right, of the whole or without what follows it."""
    pieces = re.split("[ -]", run)
    return any(iban.is_valid("".join(pieces[:end])) for end in range(len(pieces), 0, -1))


def _people(low):
    for match in NUMBERED.finditer(low):
        digits = re.sub(r"\D", "", match[1])
        if len(digits) >= 5 and not NOT_A_PERSON.search(match[0]):
            yield "national_id", match.start(1), match.end(1)
    for match in SHAPES.finditer(low):
        if not near(NOT_A_PERSON, low, match.start(), match.start(), 25):
            yield "national_id", match.start(), match.end()
    for match in DNI.finditer(low):
        number = int(match[1].replace(".", ""))
        if DNI_LETTERS[number % 23] == match[2]:
            yield "national_id", match.start(), match.end()


def _places(low):
    for pattern in (DEGREES, SIDED, LABELLED, COARSE_LABELLED, LINKED):
        for match in pattern.finditer(low):
            yield "coordinates", match.start(), match.end()
    for pattern in (PAIR, SIGNED):
        for match in pattern.finditer(low):
            if _on_earth(match[0]):
                yield "coordinates", match.start(), match.end()
    for match in LOOSE_PAIR.finditer(low):
        if near(PLACE_WORD, low, match.start(), match.start(), 40) and _on_earth(match[0]):
            yield "coordinates", match.start(), match.end()


def _on_earth(pair):
    first, second = (
        abs(float(number.replace(",", "."))) for number in re.findall(r"\d{1,3}[.,]\d+", pair)[:2]
    )
    return (first <= 90 and second <= 180) or (first <= 180 and second <= 90)
