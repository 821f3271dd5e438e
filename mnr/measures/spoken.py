"""Which whole numbers a text tells: in digits of any script, in English words, in Roman ones."""

import re
import unicodedata

ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: number for number, word in enumerate([*ONES, *TEENS])}
SMALL |= {word: 10 * place for place, word in enumerate(TENS, 2)}
GROUPS = {"single": 1, "sole": 1, "lone": 1, "couple": 2, "pair": 2, "twosome": 2, "both": 2}
GROUPS |= {"trio": 3, "threesome": 3, "triplets": 3, "quartet": 4, "foursome": 4, "quintet": 5}
GROUPS |= {"once": 1, "twice": 2, "thrice": 3, "dozen": 12}
SMALL |= {"a": 1, "an": 1, **GROUPS}

_BELOW_100 = rf"(?:(?:{'|'.join(TENS)})(?: (?:{'|'.join(ONES)}))?|{'|'.join([*TEENS, *ONES])})"
_BELOW_1000 = rf"(?:(?:a|{'|'.join(ONES)}) hundred(?: {_BELOW_100})?|{_BELOW_100})"
WORDS = re.compile(
    rf"\b(?:(?:a|{_BELOW_1000}) thousand(?: {_BELOW_1000})?|{_BELOW_1000}|{'|'.join(GROUPS)})\b"
)
ROMAN = re.compile(r"\b(?=[XVI]{2})(X{0,3})(IX|IV|V?I{0,3})\b")  # a letter alone is a word
ROMAN_ONES = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")
GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[,.'’٬\s]\d{3})+(?!\d)")
NO_DIGITS = re.compile(r"\D+")
YEARS = range(1900, 2101)  # from one to another is no count of people


def numbers_in(text: str) -> set[int]:
    """Every number in a text; 1 234 is all that it may mean: 1234, or 1 and 234."""
    plain = unicodedata.normalize("NFKC", DAY.sub(" ", text)).casefold()
    found = {int(run) for run in re.findall(r"\d+", plain)}
    found |= {int(NO_DIGITS.sub("", run)) for run in GROUPED.findall(plain)}
    words = " ".join(re.findall(r"[^\W\d_]+", plain))
    words = re.sub(r"(?<=hundred) and\b|(?<=thousand) and\b", "", words)
    found |= {10 * len(tens) + ROMAN_ONES.index(ones) for tens, ones in ROMAN.findall(text)}
    return found | {_meant(run[0]) for run in WORDS.finditer(words)}


def tells(text: str, number: int) -> bool:
    """Whether a text says a number, or two numbers that make it: 2 + 2, 10 less 6, twice two."""
    found = numbers_in(text)
    parts = [one for one in found if one not in YEARS]
    made = {n for a in parts for b in parts for n in (a + b, a - b, a * b)}
    return number in found | made


def _meant(words: str) -> int:
    """three hundred seventeen is 317."""
    total = current = 0
    for word in words.split():
        if word == "hundred":
            current *= 100
        elif word == "thousand":
            total, current = current * 1000, 0
        else:
            current += SMALL[word]
    return total + current
