"""A published figure: a number, a bound, a range, a status or words, as somebody wrote it.

What is written stays as it is; beside it stand the least and the most that it can mean, so that
figures of every form are compared by one rule.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

MOST_DIGITS = 15
# A comma or a space stands between thousands, and nowhere else: 4,9 is not taken for 49.
NUMBER = r"-?(?:\d{1,3}(?:[,\u0020\u00a0\u2009\u202f]\d{3})+|\d+)(?:\.\d+)?"
DECIMAL_COMMA = re.compile(r"\d,\d")
BELOW = re.compile(rf"(?:<|less than|fewer than|under|below)\s*({NUMBER})", re.IGNORECASE)
AT_MOST = re.compile(rf"(?:≤|<=|up to|at most|no more than)\s*({NUMBER})", re.IGNORECASE)
ABOVE = re.compile(rf"(?:>|more than|over|above)\s*({NUMBER})", re.IGNORECASE)
AT_LEAST = re.compile(rf"(?:≥|>=|at least|no fewer than)\s*({NUMBER})", re.IGNORECASE)
RANGE = re.compile(rf"({NUMBER})\s*(?:-|–|—|to|\.\.)\s*({NUMBER})", re.IGNORECASE)
EXACT = re.compile(NUMBER)
YES, NO = ("yes", "true"), ("no", "false")


class Form(StrEnum):
    """How a value is given."""

    NUMBER = "number"
    BOUND = "bound"
    RANGE = "range"
    STATUS = "status"
    TEXT = "text"


@dataclass(frozen=True)
class Value:
    """A value as written, with the least and the most that it can mean; None where open.

    `is_open` says that the bound itself is not meant: `<5` is at most 4 where things are counted.
    """

    text: str
    form: Form
    low: Decimal | None = None
    high: Decimal | None = None
    is_open: bool = False

    @property
    def number(self) -> Decimal | None:
        """The value, if it is one number."""
        return self.low if self.form == Form.NUMBER else None

    @property
    def is_numeric(self) -> bool:
        """Whether it can be compared at all."""
        return self.form in (Form.NUMBER, Form.BOUND, Form.RANGE)


def read(text: str, choices: tuple[str, ...] = ()) -> Value:
    """What a text means. With choices it is one of them, or words that name none of them.

    Raises ValueError for a range whose ends are the wrong way round, and for numbers too long.
    """
    text = " ".join(str(text).split())
    if choices:
        return _chosen(text, choices)
    if EXACT.fullmatch(text):
        number = number_of(text)
        return Value(text, Form.NUMBER, number, number)
    if found := RANGE.fullmatch(text):
        low, high = number_of(found[1]), number_of(found[2])
        if low > high:
            raise ValueError("range")
        return Value(text, Form.RANGE, low, high)
    for pattern, is_upper, is_open in BOUNDS:
        if found := pattern.fullmatch(text):
            number = number_of(found[1])
            least, most = (None, number) if is_upper else (number, None)
            return Value(text, Form.BOUND, least, most, is_open)
    return Value(text, Form.TEXT)


BOUNDS = (
    (BELOW, True, True),
    (AT_MOST, True, False),
    (ABOVE, False, True),
    (AT_LEAST, False, False),
)


def _chosen(text, choices):
    """One of a list, in its spelling; its place in the list is what targets compare."""
    names = [name.casefold() for name in choices]
    word = text.casefold()
    if word not in names:
        return Value(text, Form.TEXT)
    place = Decimal(names.index(word))
    return Value(choices[names.index(word)], Form.STATUS, place, place)


def number_of(text: str) -> Decimal:
    """The number that is written with or without signs between its groups. Raises ValueError."""
    digits = re.sub(r"[,   ]", "", text)
    try:
        found = Decimal(digits)
    except InvalidOperation as error:
        raise ValueError("number") from error
    if len(digits.lstrip("-").replace(".", "")) > MOST_DIGITS:
        raise ValueError("number")
    return found


def count_range(value: Value) -> tuple[int, int | None] | None:
    """(least, most) of a count; most is None where it is open. None if it is no count."""
    if not value.is_numeric:
        return None
    low = 0 if value.low is None else int(value.low) + (value.is_open and value.high is None)
    if value.high is None:
        return low, None
    return low, int(value.high) - (value.is_open and value.low is None)
