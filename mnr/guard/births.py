"""Dates of birth."""

import re

from mnr.guard.vocabulary import alternatives, words

MONTH = alternatives(*words("births.month"))
DAY = r"\d{1,2}(?:st|nd|rd|th|er|o|°)?"
DATE = (
    rf"(?:\d{{1,4}} ?[/.-] ?(?:\d{{1,2}}|{MONTH}) ?[/.-] ?\d{{2,4}}"
    rf"|{DAY}(?: of| de| من| شهر)? {MONTH}\.?,?(?: of| de| del| عام| سنه)? ?\d{{2,4}}"
    rf"|{MONTH}\.? {DAY},? \d{{2,4}}|\d{{2}} \d{{2}} \d{{4}}|(?:19|20)\d{{2}}(?:0[1-9]"
    rf"|1[0-2])[0-3]\d)"
)
WORD = alternatives(*words("births.word"))
# Rules speak of everybody born after a day; a person is born on one.
GENERAL = re.compile(alternatives(*words("births.general")))
BIRTH = re.compile(rf"(?<!\w){WORD}(?!\w)(?P<gap>[^;!?\d]{{0,45}}?)(?<!\d){DATE}(?!\d)")
BEFORE = re.compile(
    rf"(?<!\d){DATE}(?!\d)(?P<gap>[ ,:;(\-]{{0,4}})(?:\(|\[)? ?(?:date of birth|d\.?o\.?b\.?|ddn"
    rf"|birth ?date|date de naissance|fecha de nacimiento|تاريخ الميلاد|تاريخ الولاده)(?!\w)"
)
SIGN = re.compile(rf"(?<![a-z])[a-z]{{2,40}} ?[(,] ?(?:b\.|\*|°|n\.|ne le|née?|م\.?) ?{DATE}")
YEAR = re.compile(
    rf"(?<!\w){WORD}(?!\w)(?P<gap>[^;!?\d]{{0,25}}?)(?<!\d)(?:{MONTH}\.? (?:of |de |del |عام "
    rf"|سنه )?)?(?:19|20)\d\d(?![\d/-])"
)
NAMED = re.compile(r"(?<![\w'-])(?:[A-Z][\w'-]{1,30}+ ){1,3}[(,]? ?(?:\w{1,4} )?$")


def find(reading, country):
    """Dates that words call somebody's date of birth."""
    for pattern in (BIRTH, BEFORE, SIGN):
        for match in pattern.finditer(reading.low):
            if not _is_general(match):
                yield "birth_date", match.start(), match.end()
    for match in YEAR.finditer(reading.low):
        before = reading.text[max(0, match.start() - 50) : match.start()]
        if NAMED.search(before) and not _is_general(match):
            yield "birth_date", match.start(), match.end()


def _is_general(match):
    gap = match.groupdict().get("gap") or ""
    return any(re.search(rf"(?<!\w){GENERAL.pattern}(?!\w)", part) for part in (gap,))
