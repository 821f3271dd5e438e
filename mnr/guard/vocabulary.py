"""Words of four languages that the detectors know, folded as a reading folds them."""

import re
import tomllib
from functools import cache
from pathlib import Path

from mnr.guard.reading import fold

ARABIC_START = "(?:[وفبكل]?(?:ال|لل)?)"


@cache
def _topic(topic):
    path = Path(__file__).parent / "words" / f"{topic}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words(key: str) -> tuple[str, ...]:
    """A list of words by its file and name, such as "births.month"."""
    topic, name = key.split(".")
    return tuple(word.strip() for word in _topic(topic)[name].split(",") if word.strip())


def alternatives(*words: str) -> str:
    """A pattern for any of the words; Arabic ones also with what Arabic writes before them."""
    latin = sorted({fold(word) for word in words if not _is_arabic(word)}, key=len, reverse=True)
    arabic = sorted({fold(word) for word in words if _is_arabic(word)}, key=len, reverse=True)
    parts = ["|".join(map(_escaped, latin))] if latin else []
    if arabic:
        parts.append(f"{ARABIC_START}(?:{'|'.join(map(_escaped, arabic))})")
    return f"(?:{'|'.join(parts)})"


def any_of(*words: str) -> re.Pattern:
    """Any of the words, standing alone."""
    return re.compile(rf"(?<!\w){alternatives(*words)}(?!\w)")


def near(pattern: re.Pattern, text: str, start: int, end: int, before: int, after: int = 0) -> bool:
    """Whether the pattern occurs within so many characters around a place of the text."""
    return bool(pattern.search(text[max(0, start - before) : end + after]))


def _is_arabic(word):
    return any("\u0600" <= character <= "\u06ff" for character in word)


def _escaped(word):
    return re.escape(word).replace(r"\ ", " ")


ONE_TO_NINETEEN = {
    1: "one un une uno una واحد واحدة",
    2: "two deux dos اثنان اثنين اثنتان اثنتين",
    3: "three trois tres ثلاث ثلاثة",
    4: "four quatre cuatro أربع أربعة",
    5: "five cinq cinco خمس خمسة",
    6: "six six seis ست ستة",
    7: "seven sept siete سبع سبعة",
    8: "eight huit ocho ثمان ثماني ثمانية",
    9: "nine neuf nueve تسع تسعة",
    10: "ten dix diez عشر عشرة",
    11: "eleven onze once",
    12: "twelve douze doce",
    13: "thirteen treize trece",
    14: "fourteen quatorze catorce",
    15: "fifteen quinze quince",
    16: "sixteen seize dieciseis",
    17: "seventeen dix-sept diecisiete",
    18: "eighteen dix-huit dieciocho",
}
NUMBER_WORDS = {
    fold(word): number for number, words in ONE_TO_NINETEEN.items() for word in words.split()
} | {
    fold(f"{unit} عشر{end}"): number
    for number, unit in zip(
        range(11, 19),
        "إحدى اثنتا ثلاث أربع خمس ست سبع ثماني".split(),  # noqa: SIM905
        strict=True,
    )
    for end in ("", "ة")
}
ORDINALS = words("shared.ordinals")

# A number of years: digits that are no part of a longer number, or a word.
AGE = rf"(?:(?<![\d.,/-])\d{{1,2}}(?![\d%])(?![.,/]\d)|(?<!\w){alternatives(*NUMBER_WORDS)}(?!\w))"

CHILD = words("shared.child")
