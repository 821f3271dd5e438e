"""Numbers of cases: what leads to a file of police, court or social services."""

import re

from mnr.guard.vocabulary import alternatives, words

_CASE = alternatives(*words("cases.case"))
_NUMBER = (
    r"(?:no\.?|nos\.?|nr\.?|num\.?|number|#|ref\.?|reference|id|n°|n\.°|n\.o\.?|no|numero|nro\.?"
    r"|num|nº|reg\.?|registre|رقم|عدد|رقمها|رقمه|مرجع|تحت رقم|رمز|:|-)"
)
_ID = (
    r"(?:[a-z]{1,8}[/. -]?){0,3}\d{1,8}"
    r"(?:(?:[/._-]{1,2}| (?=[a-z]{0,4}\d))[a-z0-9]{1,10}){0,5}"
)
NUMBERED = re.compile(
    rf"(?<![\w-]){_CASE}(?!\w)(?:,? ?(?:file|reference|record|report|criminal|civil|court"
    rf"|pénale?|penal|criminelle?|judiciaire|judicial|de police|police|registered|under|with"
    rf"|enregistree?|inscrite?|sous|le|la|bajo|con|el|جنايات|جنح|جنائيه|المسجله|المقيده|تحت"
    rf"|مسجله|القضائيه|ذات|ال)(?: ))?"
    rf"(?:,? ?(?:file|record|reference|de|del|du|la|le|el|ذات"
    rf"|ال) ?)?[ (,]{{0,2}}{_NUMBER}[ .:°]{{0,3}}(?:{_NUMBER}[ .:]{{0,2}})?(?P<id>{_ID})"
    rf"(?!\w)"
)
FAR = re.compile(
    rf"(?<![\w-]){_CASE}(?!\w)[^.;!?\d]{{1,45}}?(?<!\w){_NUMBER}[ .:°]{{0,3}}"
    r"(?P<id>(?:[a-z]{1,6}[/.-]){0,2}\d{1,8}(?:[/_-][a-z0-9]{1,10}){1,4}|\d{4,10})(?!\w)"
)
PLAIN = re.compile(
    rf"(?<![\w-]){_CASE}(?!\w)(?: (?:judicial|penal|criminal|judiciaire|penale?|civil|جنائيه))?"
    rf" [(]?(?P<id>(?:[a-z]{{1,6}}[/.-]?){{0,3}}\d{{1,8}}"
    rf"(?:[/_-][a-z0-9]{{1,10}}){{1,5}}|[a-z]{{1,5}}[/-]\d{{2,8}}|\d{{4,10}})(?!\w)"
)
OF_YEAR = re.compile(
    rf"(?<![\w-]){_CASE}(?!\w)[ (:]{{1,2}}"
    r"(?P<id>\d{1,6} (?:of|for|de|لسنه|لعام) (?:19|20)\d\d)(?!\w)"
)
SHAPE = re.compile(
    r"(?<![\w/-])(?:(?:cr|cc|crc|scc|hcc|ob|fir|rg|pv|exp|inv|caso|case|dossier|aff|sp|ncmec"
    r"|cid|cpu|gbv|so|soa|dp|pa|nuc|ruc|ci|carpeta|ipp|cas|expte|proc|dil|den)[ ./#-]{1,2}"
    r"(?:n[o°]\.? ?)?(?:[a-z]{1,5}[/-])?\d{1,7}[/-]\d{1,7}(?:[/-]\w{1,8}){0,3})(?![\w/-])"
)
_DOCUMENT = alternatives(*words("cases.document"))
DOCUMENT = re.compile(rf"(?<!\w){_DOCUMENT}(?!\w)(?: \w+){{0,1}} ?$")
YEAR = re.compile(r"(?:19|20)\d\d")
WEAK = re.compile(alternatives(*words("cases.weak")))


def find(reading, country):
    """Words for cases with a number, and the shapes that such numbers have."""
    for pattern in (NUMBERED, PLAIN, FAR, OF_YEAR):
        for match in pattern.finditer(reading.low):
            if _is_case(match, reading.low):
                yield "case_number", match.start(), match.end()
    for match in SHAPE.finditer(reading.low):
        if not DOCUMENT.search(reading.low[max(0, match.start() - 40) : match.start()]):
            yield "case_number", match.start(), match.end()


def _is_case(match, low):
    if DOCUMENT.search(low[max(0, match.start() - 40) : match.start()]):
        return False
    number = match["id"].strip()
    if YEAR.fullmatch(number) or (number.isdigit() and len(number) < 3 and not _says_number(match)):
        return False
    word = re.split(r"[ (,:#]", match[0])[0]
    return not (WEAK.fullmatch(word) and number.isdigit() and len(number) < 2)


def _says_number(match):
    return bool(re.search(r"no\b|number|#|n°|num|nro|رقم|عدد|ref", match[0]))
