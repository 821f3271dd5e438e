"""Log lines."""

import json
import logging
import sys

from mnr.logs import JsonFormatter


def line(message, *arguments, exception=None):
    record = logging.LogRecord("mnr", logging.ERROR, __file__, 1, message, arguments, exception)
    return JsonFormatter().format(record)


def test_one_line_an_object():
    text = line("two\nlines of %s", "text")
    assert "\n" not in text
    assert json.loads(text)["message"] == "two\nlines of text"


def test_exceptions_come_without_variables():
    hidden = "hush"
    try:
        raise ValueError(len(hidden))
    except ValueError:
        text = line("failed", exception=sys.exc_info())
    assert "ValueError: 4" in text
    assert "= 'hush'" not in text
