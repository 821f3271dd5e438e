"""Files written as text: data URIs, base64, hexadecimal, digests, vectors of numbers."""

import re
from itertools import pairwise

from mnr.guard.vocabulary import any_of, words

DATA_URI = re.compile(
    r"\bdata ?: ?(?:(?:image|video|audio|application|text|font|multipart)/ ?[\w.+-]{1,60}"
    r"(?: ?; ?[\w=.-]{1,40}){0,4} ?[;,]|; ?base64|[\w/; =.+-]{0,60}\bbase64 ?,)"
)
MAGIC = re.compile(
    r"(?:/9j/4|iVBORw0KGgo|R0lGOD[dl]h|UklGR[\w+/]{6}|AAAA[\w+/]{2}ZnR5c|JVBERi0)[\w+/=]{8}"
)
HEX_DUMP = re.compile(r"(?<!\w)(?:(?:0x|\\x|%|=)?+[0-9a-f]{2,}+[ ,:;-]{0,2}+){2,}+|[0-9a-f]{200,}+")
SOLID = re.compile(r"[A-Za-z0-9+/=_-]{100,}")
TOKEN = re.compile(r"[A-Za-z0-9+/=_\\-]{4,}")
VECTOR = re.compile(r"(?<![\d.])(?:\d{1,3} ?[,;] ?){30,}\d{1,3}(?![\d.])")
# Shorter runs are encoded content if they have no words in them: kinds of sign change all the time.
SHORT_RUN = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{36,}+={0,2}(?![A-Za-z0-9])")
IN_LINK = re.compile(r"(?:://|www\.)[^\s]{0,300}$")
LONGEST_LINK = 320
LEAST_CHANGES, SURE_CHANGES = 0.4, 0.5
SHORTEST_PART = 9
LONGEST_CLEAN = 200
SHORTEST_PIECE = 16

HASH = re.compile(
    r"(?<![0-9a-z])(?:0x)?(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{56}"
    r"|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])"
)
BROKEN_HASH = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{4,16}[ :-]){3,15}[0-9a-f]{4,16}(?![0-9a-z])")
BYTES = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{2}[ :-]){15,}[0-9a-f]{2}(?![0-9a-z])")
ANY_HEX = re.compile(r"(?<![0-9a-z])(?:0x)?[0-9a-f]{20,199}(?![0-9a-z])")
SHORT_HASH = re.compile(r"(?<![0-9a-z])[0-9a-f]{16}(?![0-9a-z])")
BASE32_HASH = re.compile(r"(?<!\w)[A-Z2-7]{32}(?!\w)")
BLOB = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{27,120}={0,2}(?![\w+/=])")
OFFICIAL = any_of(*words("encoded.official"))
MATERIAL = any_of(*words("encoded.material"))
CONTEXT = 80


def find(reading, country):
    """Encoded content, the surest shapes first."""
    for match in DATA_URI.finditer(reading.low):
        yield "data_uri", match.start(), match.end()
    for pattern in (MAGIC, SOLID):
        for match in pattern.finditer(reading.text):
            if _is_noisy(match[0]):
                yield "encoded", match.start(), match.end()
    for match in SHORT_RUN.finditer(reading.text):
        if _has_no_words(match[0]) and not _is_in_link(reading.text, match.start()):
            yield "encoded", match.start(), match.end()
    for match in HEX_DUMP.finditer(reading.low):
        if len(re.sub(r"[^0-9a-f]", "", match[0])) > LONGEST_CLEAN and re.search("[a-f]", match[0]):
            yield "encoded", match.start(), match.end()
    for match in VECTOR.finditer(reading.text):
        yield "hash", match.start(), match.end()
    yield from _broken_runs(reading.text)
    yield from _hashes(reading)


def _is_noisy(run):
    """No word of a language: digits, small letters and capitals are mixed, or it never ends."""
    pieces = re.split("[-_/]", run)
    if len(run) / len(pieces) < SHORTEST_PIECE:
        return False  # words, as in the address of an article
    kinds = sum(bool(re.search(kind, run)) for kind in (r"\d", "[a-z]", "[A-Z]"))
    return kinds >= 2 or (len(set(run)) > 1 and run.isalpha())


def _has_no_words(run):
    """Capitals, small letters and digits take turns as they never do in words and numbers."""
    if max(map(len, re.split("[-_/+=]", run))) < SHORTEST_PART:
        return False
    kinds = [_kind(sign) for sign in run]
    pairs = [(one, next_) for one, next_ in pairwise(kinds) if one and next_]
    changes = sum(one != next_ for one, next_ in pairs) / len(pairs)
    if not {"small", "capital"} <= set(kinds):
        return False
    return changes >= SURE_CHANGES or ("digit" in kinds and changes >= LEAST_CHANGES)


def _kind(sign):
    if sign.isdigit():
        return "digit"
    if not sign.isalpha():
        return ""
    return "capital" if sign.isupper() else "small"


def _is_in_link(text, start):
    """Addresses of official documents hold such runs too."""
    return bool(IN_LINK.search(text[max(0, start - LONGEST_LINK) : start]))


def _is_mixed_hex(run):
    """Letters and digits throughout, not a number with a letter or two."""
    signs = run.removeprefix("0x")
    letters = sum(map(str.isalpha, signs))
    changes = sum(one.isdigit() != next_.isdigit() for one, next_ in pairwise(signs))
    return 0 < letters < len(signs) and (changes >= 3 or letters >= 0.3 * len(signs))


def _broken_runs(text):
    """Encoded content in many pieces: lines of equal length, or groups that are no words."""
    run: list[re.Match] = []
    for match in TOKEN.finditer(text):
        if run and match.start() - run[-1].end() > 1:
            yield from _run(run)
            run = []
        if run and len(match[0]) != len(run[0][0]) and not _may_end(run, match[0]):
            yield from _run(run)
            run = []
        run.append(match)
    yield from _run(run)


def _may_end(run, piece):
    return len(piece) >= 16 or len(piece) < len(run[0][0])


def _run(run):
    total = sum(len(match[0]) for match in run)
    if total <= LONGEST_CLEAN or len(run) < 2:
        return
    strange = sum(len(match[0]) for match in run if _is_strange(match[0]))
    if strange >= total * 0.6:
        yield "encoded", run[0].start(), run[-1].end()


def _is_strange(piece):
    inner = re.search("[a-z][A-Z]|[A-Za-z][0-9]|[0-9][A-Za-z]|[A-Z]{2}[a-z]|[+/=]", piece)
    return bool(inner) or len(piece) > 30


def _hashes(reading):
    found = [*HASH.finditer(reading.low), *BROKEN_HASH.finditer(reading.low)]
    found += [*BYTES.finditer(reading.low), *BASE32_HASH.finditer(reading.text)]
    found = [match for match in found if _is_digest(match[0])]
    known = {match.start() for match in found}
    found += [
        match
        for match in ANY_HEX.finditer(reading.low)
        if match.start() not in known and _is_mixed_hex(match[0])
    ]
    short = [match for match in SHORT_HASH.finditer(reading.low) if _is_digest(match[0])]
    blobs = [match for match in BLOB.finditer(reading.text) if _is_blob(match[0])]
    many = len(found) + (len(short) >= 3) * len(short) + len(blobs) >= 3
    for match in [*found, *(short if len(short) >= 3 else ()), *(blobs if many else ())]:
        if many or _tells_of_material(reading.low, match):
            yield "hash", match.start(), match.end()
    if not many:
        for match in [*short, *blobs]:
            if MATERIAL.search(_around(reading.low, match)):
                yield "hash", match.start(), match.end()


def _is_digest(run):
    signs = re.sub(r"[^0-9a-zA-Z]", "", run.removeprefix("0x"))
    return len(signs) >= 16 and bool(re.search(r"\d", signs)) and bool(re.search("[a-zA-Z]", signs))


def _is_blob(run):
    kinds = (r"\d", "[a-z]", "[A-Z]")
    return _is_noisy(run) and all(re.search(kind, run) for kind in kinds)


def _around(text, match):
    return text[max(0, match.start() - CONTEXT) : match.end() + CONTEXT]


def _tells_of_material(text, match):
    """A single digest is that of an official document, or it may be that of a picture."""
    around = _around(text, match)
    return bool(MATERIAL.search(around)) or not OFFICIAL.search(around)
