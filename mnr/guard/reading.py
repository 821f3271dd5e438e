"""A text as a reader sees it: no hidden characters, one form of each letter, digit and sign.

Each character remembers where it came from, so that findings point into the text as it was typed.
"""

import unicodedata
from functools import lru_cache

# Letters of other scripts that look Latin. Greek and Cyrillic words become nonsense, which is
# harmless here: nothing is written back.
LOOK_ALIKES = dict(
    zip(
        "авекмнорстухіѕјһԁԛԝӏАВЕКМНОРСТУХІЅЈҺԚԜӀ" + "αβεικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ıɑɡłøđðŁØĐ",
        "abekmhopctyxisjhdqwlABEKMHOPCTYXISJHQWI"
        + "abeikvoptuxwABEZHIKMNOPTYX"
        + "iaglodd"
        + "LOD",
        strict=True,
    )
)
SIGNS = {
    "٫": ".", "。": ".", "．": ".", "•": ".", "٬": ",", "،": ",", "؛": ";", "؟": "?",
    "⁄": "/", "∕": "/", "−": "-", "‘": "'", "’": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "º": "°", "˚": "°", "ª": "°",
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ة": "ه", "ى": "ي", "ی": "ي",
    "ک": "ك", "ہ": "ه", "\u0640": "", "\u3164": "", "\u115f": "", "\u1160": "", "\uffa0": "",
}  # fmt: skip


class Reading:
    """The text to look at, `low` in small letters of equal length, and the way back."""

    def __init__(self, original: str):
        self.original = original
        pieces: list[str] = []
        origins: list[int] = []
        spaced = True
        for at, character in enumerate(original):
            for seen in folded(character):
                if seen == " " and spaced:
                    continue
                spaced = seen == " "
                pieces.append(seen)
                origins.append(at)
        self.text = "".join(pieces)
        self.low = "".join(map(small, pieces))
        self._origins = origins

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the text stands in the original."""
        return self._origins[start], self._origins[end - 1] + 1


@lru_cache(maxsize=4096)
def folded(character: str) -> str:
    """What a reader sees in one character; empty for what cannot be seen."""
    if character in SIGNS:
        return SIGNS[character]
    if character.isspace():
        return " "
    if unicodedata.category(character)[0] == "C":
        return ""
    seen = unicodedata.normalize("NFKD", character)
    return "".join(filter(None, map(_plain, seen)))


def fold(words: str) -> str:
    """Words of a vocabulary as they will stand in a reading's `low`."""
    return "".join(small(seen) for character in words for seen in folded(character))


def small(character: str) -> str:
    """The small letter, if it is one character too."""
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _plain(character):
    if character in SIGNS:
        return SIGNS[character]
    if unicodedata.category(character) in ("Mn", "Me"):
        return ""
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(int(digit))
    if unicodedata.category(character) == "Pd":
        return "-"
    return " " if character.isspace() else LOOK_ALIKES.get(character, character)
