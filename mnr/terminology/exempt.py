"""What is quoted and not said: text in quotation marks, and official titles of laws."""

import re
from collections.abc import Iterator

# Within one paragraph, and not too long: a mark that nobody closed hides no page.
INSIDE = r"(?:[^{marks}\n]|\n(?!\s*\n)){{1,1500}}?"


def _between(opening, closing):
    return opening + INSIDE.format(marks=opening + closing) + f"[{closing}]"


QUOTED = re.compile(
    "|".join(
        [
            _between("“", "”"),
            _between("„", "“”"),
            _between("«", "»"),
            _between("‹", "›"),
            _between("「", "」"),
            _between("『", "』"),
            r'(?<![\w"])"(?=\S)' + INSIDE.format(marks='"') + r'(?<=\S)"(?!\w)',
            r"(?<!\w)[‘‚](?:[^\n]){1,500}?[’‘](?!\w)",
            r"(?<![\w'])'(?=\S)(?:[^'\n]|(?<=\w)'(?=\w)){1,500}?(?<=\S)'(?!\w)",
            r"^>[^\n]*",
        ]
    ),
    re.MULTILINE,
)
TOKEN = re.compile(r"[\w’'-]+|[^\w\s]")
# Instruments whose English titles are written in capitals: Prevention of … Act 2009.
INSTRUMENT = re.compile(
    "Acts?|Amendment|Bill|Code|Convention|Decree|Directive|Law|Ordinance|Protocol|Regulations?"
    "|Rules|Statute|Treaty"
)
SMALL = re.compile("a|against|and|by|concerning|for|from|in|of|on|or|other|the|to|with|,")
# And of other languages: by the number that follows them, up to the end of the clause.
NUMBERED = re.compile(
    r"\b(?:loi|décret|ordonnance|code|ley|decreto|código|convenio|law|act)\s+"
    r"(?:(?:orgánica|orgánico|organique|modèle)\s+)?(?:n\s?[°º.o]\s?|no\.?\s|núm\.\s?)?\d+(?:[./-]\d+)*"
    r"[^.;:()\n]{0,200}"
    r"|(?:القانون|قانون|المرسوم|مرسوم)\s+(?:اتحادي\s+|الاتحادي\s+)?رقم\s*\(?[\d٠-٩]+\)?[^.؛:()\n]{0,200}",
    re.IGNORECASE,
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that are somebody else's words."""
    for pattern in (QUOTED, NUMBERED):
        yield from (found.span() for found in pattern.finditer(text))
    yield from _titles(text)


def _titles(text):
    """Runs of words in capitals around the name of an instrument."""
    tokens = list(TOKEN.finditer(text))
    last = -1
    for place, token in enumerate(tokens):
        if place > last and INSTRUMENT.fullmatch(token[0]):
            first, last = _run(tokens, place, -1), _run(tokens, place, 1)
            yield tokens[first].start(), tokens[last].end()


def _run(tokens, place, step):
    """The farthest token in capitals that joins on, over small words between."""
    farthest, at = place, place + step
    while 0 <= at < len(tokens) and _joins(tokens[at][0]):
        if _is_capital(tokens[at][0]):
            farthest = at
        at += step
    return farthest


def _joins(word):
    return _is_capital(word) or SMALL.fullmatch(word)


def _is_capital(word):
    return word[0].isupper() or word[0].isdigit()
