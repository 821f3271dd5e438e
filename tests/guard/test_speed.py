"""No text makes the guard slow: patterns are tried on what drives bad ones mad.

What counts is how the work grows with the text. How many milliseconds a text takes is measured by
`manage.py measure_guard`, on a machine that has nothing else to do.
"""

import importlib
import re
import time

import pytest

from mnr import guard
from mnr.guard.checking import DETECTORS

LENGTH = 4096
SHORT = 512
NOT_WORTH_A_LOOK_MS = 50
# Eight times the text may take eight times as long, and three times that on a machine that is busy
# with other work; a pattern that goes mad takes sixty-four times as long, or more.
MOST_GROWTH = 3
PIECES = [
    "a", "1", "1 ", "0-", "a.", "a@", "a b ", "girl ", "girl a ", "1.", "1.1 ", "1:", "Aa ",
    "Aa Bb ", "AA", "طفل ", "طفل في ", "two ", "2 girls in ", "2 girls a ", "case no ",
    "case a/1", "a/", "1/", "born ", "born a ", "ff ", "ff:", "Z2", "(", "( 1", "+1 ",
    "data: a/", "https://a/", "/img", "a.onion", " dot ", "[.]", "@ a", ". ", "--", "de ",
    "de la ", "id ", "id 1", "GB82 AAAA ", "lat 1.2 ", "1.2345 ", "1,2345, ", "1° ",
    "in Mombasa ", "aged 9 ", "9-year-old ", "A'", "السيدة ", "عمرها ", "=", "%a", "12,",
    "255,", "abcd2345 ", "aB1/", "aB1",
    "bit.ly/", "facebook.com/", "a @ ", "lat 1 lon ", "A b (1) ",
    "Aa, aged ", "Aaa, aged 9 ", "Aaa Bbb, born 2017 ", "Aaa-", "AA-", "Aa'a-", "A.-",
    "AB2c ", "\u200b", "e\u0301", "ﷺ", "one ", "AaBb1",
]  # fmt: skip
PATTERNS = [
    (module, name)
    for module in sorted({find.__module__ for find in DETECTORS})
    for name, value in vars(importlib.import_module(module)).items()
    if isinstance(value, re.Pattern)
]


def _milliseconds(call):
    """Of the processor, once."""
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1000


def goes_mad(call, piece, short=SHORT, long=LENGTH):
    """Whether the work grows faster than the text. How fast the machine is decides nothing."""
    texts = [(piece * length)[:length] for length in (short, long)]
    least = [float("inf"), float("inf")]
    for _try in range(5):
        for at, text in enumerate(texts):
            least[at] = min(least[at], _milliseconds(lambda text=text: call(text)))
        if least[1] < max(NOT_WORTH_A_LOOK_MS, MOST_GROWTH * long / short * least[0]):
            return False
    return True


def test_a_pattern_that_goes_mad_is_noticed():
    mad = re.compile("(?:a+)+b")
    assert goes_mad(mad.search, "a", short=10, long=24)


@pytest.mark.parametrize(("module", "name"), PATTERNS)
def test_no_pattern_is_slow(module, name):
    pattern = getattr(importlib.import_module(module), name)
    slow = [
        piece
        for piece in PIECES
        if goes_mad(lambda text: sum(1 for _match in pattern.finditer(text)), piece)
    ]
    assert slow == []


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_of_the_greatest_length_is_slow(piece):
    country = guard.Country()
    assert not goes_mad(
        lambda text: guard.check(text, country=country), piece, short=150, long=1500
    )
