"""Telephone numbers. Public helplines may be named: short codes, freephone, the country's own."""

import re

import phonenumbers

from mnr.guard.vocabulary import any_of, near, words

SEPARATOR = r"(?: ?[-./] ?| ?\( ?| ?\) ?| )"
CANDIDATE = re.compile(
    rf"(?<![\w.,/+-])(?:\+ ?\(?|\()?\d(?:{SEPARATOR}{{0,2}}\d){{5,16}}\+?(?![\w%])(?![.,/-]\d)"
)
CALL = any_of(*words("numbers.call"))
HELPLINE = any_of(*words("numbers.helpline"))
FREE = re.compile(r"^(?:0?80\d|0?90\d|18[0-8]{2}|1?8(?:00|88|77|66|55|44|33)|00?800)")
OFFICIAL = any_of(*words("numbers.official"))
MONEY = any_of(*words("numbers.money"))
MONEY_SIGN = re.compile(r"[€$£¥₦₹₵]|rs\.?$")
DATES = re.compile(
    r"^(?:\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d|(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}"
    r"|(?:19|20)\d\d ?[-/.] ?(?:19|20)?\d\d|(?:19|20)\d\d(?:[ -]+(?:19|20)\d\d)+"
    r"|(?:19|20)\d{6}|\d{1,5} ?/ ?(?:19|20)\d\d)$"
)
SECTIONS = re.compile(r"(?<!\d)\d\.\d{1,2}\.\d{1,2}(?!\d)")
GROUPED = re.compile(r"^[+]?[1-9]\d{0,2}(?:[ .]\d{3})+$")
LOCAL = re.compile(
    r"^(?:\(\d{1,5}\)[ -]?\d[\d .-]{4,12}|\d{3}[-. ]\d{3}[-. ]\d{4}"
    r"|1[-. ]\d{3}[-. ]\d{3}[-. ]\d{4}|\d{2,4}[ -]\d{3,4}[ -]\d{4}|\d[ -]\d{4}[ -]\d{4}"
    r"|\d{4}-\d{4}|\d{3}-\d{4}|\d{2,3}(?:[ .-]\d{2}){3,4}|\d{2}[ .-]\d{3}(?:[ .-]\d{2}){2}"
    r"|\d{3}-\d{3}-\d{3,4}|\d{3}-\d{6,7}|\d{3}-\d{2}-\d{2}-\d{2})$"
)
TRUNK = re.compile(r"^\(?0[1-9](?:[ .()/-]*\d){6,9}$")
YEAR = re.compile(r"(?:^|[ -])(?:19|20)\d\d(?:$|[ -])")


def find(reading, country):
    """Numbers that somebody can be called by."""
    for match in CANDIDATE.finditer(reading.low):
        shown = match[0].strip(" +") if not match[0].startswith("+") else match[0]
        digits = re.sub(r"\D", "", shown)
        if _is_public(digits, match, reading.low, country):
            continue
        if _is_phone(shown, digits, match, reading.low, country):
            yield "phone", match.start(), match.end()


def _is_public(digits, match, low, country):
    """What a country wants everybody to know."""
    if len(digits) <= 6 or digits in country.public_numbers:
        return True
    if re.fullmatch(
        r"(116 ?\d{3}|\d{3,5})(?:[ /,.-]+(?:116 ?\d{3}|\d{3,5}))+", match[0].strip()
    ) and near(HELPLINE, low, match.start(), match.end(), 60, 30):
        return True
    return bool(FREE.match(digits)) and near(HELPLINE, low, match.start(), match.end(), 60, 40)


def _is_phone(shown, digits, match, low, country):
    if DATES.match(shown) or SECTIONS.search(shown) or not 6 < len(digits) <= 16:
        return False
    call = near(CALL, low, match.start(), match.start(), 40) or near(
        CALL, low, match.end(), match.end(), 0, 25
    )
    if _counts_something(match, low):
        return False
    if call and len(digits) <= 15 and not _is_official(match, low):
        return True
    if re.match(r"\(?\+|00 ?[1-9]", shown) and len(digits) >= 9 - shown.startswith("+"):
        return _is_international(shown, digits)
    if _is_official(match, low):
        return False
    if LOCAL.match(shown) and not YEAR.search(shown):
        return True
    if TRUNK.match(shown):
        return True
    return _is_national(shown, country.region)


def _counts_something(match, low):
    before, after = (
        low[max(0, match.start() - 8) : match.start()],
        low[match.end() : match.end() + 22],
    )
    if MONEY_SIGN.search(before[-2:].strip()) or MONEY_SIGN.match(after.strip()[:1]):
        return True
    follows = re.match(r" ?(?:de |d'|of )?(?:\w+ )?", after)
    next_words = after[: follows.end() + 14] if follows else after
    if MONEY.search(" ".join(re.findall(r"[\w']+", before))) or MONEY.match(after.strip()):
        return True
    return bool(GROUPED.match(match[0])) and bool(MONEY.search(next_words))


def _is_official(match, low):
    before = low[max(0, match.start() - 26) : match.start()]
    words = re.findall(r"[\w°'-]+", before)[-5:]
    official = bool(OFFICIAL.search(" ".join(words)) or re.search(r"\bno\.? $", before))
    return official and not CALL.search(before)


def _is_international(shown, digits):
    number = shown if shown.startswith("+") else f"+{digits[2:]}"
    if GROUPED.match(shown) and len(digits) < 9:
        return False
    return _parsed(number, None) is not None or len(digits) >= 10


def _is_national(shown, region):
    if not region or GROUPED.match(shown):
        return False
    number = _parsed(shown, region)
    return number is not None and phonenumbers.is_valid_number(number)


def _parsed(number, region):
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None
