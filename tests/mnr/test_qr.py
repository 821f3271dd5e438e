"""QR codes as drawings."""

import re

import pytest
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from mnr.charts import qr

TEXT = "https://mnr.example/verify/" + "0123456789abcdef" * 4 + "/"


def modules(drawing, count):
    """The drawing read back, square by square."""
    size = 100 / count
    found = [[False] * count for _row in range(count)]
    for x, y, across in re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)", drawing):
        column, row, length = (round(float(each) / size) for each in (x, y, across))
        for place in range(column, column + length):
            found[row][place] = True
    return found


@pytest.fixture
def drawing():
    return qr.code(TEXT, size=100, title="Check <this>", description=TEXT, key="check")


def test_it_draws_what_the_library_makes(drawing):
    wanted = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    wanted.add_data(TEXT)
    rows = wanted.get_matrix()
    assert modules(drawing, len(rows)) == rows


def test_it_has_its_words_and_no_mark_up_of_theirs(drawing):
    assert "<title" in drawing
    assert "Check &lt;this&gt;" in drawing
    assert TEXT in drawing
