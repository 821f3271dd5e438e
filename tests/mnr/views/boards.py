"""The words of a board, and periods for it."""

import re

from tests import factories


def words(response):
    """The text of a page, its spaces evened out."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def row_of(response, body):
    """The words of the row of an organisation."""
    rows = re.findall(r"<tr.*?</tr>", response.text, flags=re.S)
    found = next(row for row in rows if f">{body.short_name}<" in row)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def future():
    """The later days of a period that is not due yet."""
    return {
        "due_on": factories.ago(-9),
        "review_due_on": factories.ago(-19),
        "freeze_on": factories.ago(-20),
        "meeting_on": None,
    }
