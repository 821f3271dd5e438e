"""Reading bodies: JSON in one meaning only."""

import json
import math
import re

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

LONGEST_NUMBER = 40  # no column of ours holds as many digits
DEEPEST = 8  # no body of ours nests deeper than four
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no column and no answer can hold these


class StrictJSONParser(JSONParser):
    """Refuses what two readers could read in two ways: doubled keys, NaN, other encodings."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            text = stream.read().decode("utf-8")
            found = json.loads(
                text,
                object_pairs_hook=_without_doubles,
                parse_constant=_refuse_constant,
                parse_float=_finite,
                parse_int=_whole,
            )
        except UnicodeDecodeError as error:
            raise ParseError(_("The body must be text in UTF-8.")) from error
        except RecursionError as error:
            raise ParseError(_("The body is nested too deeply.")) from error
        except ValueError as error:
            raise ParseError(_("The body is not proper JSON: %s") % error) from error
        if not isinstance(found, dict):
            raise ParseError(_("The body must be a JSON object."))
        _refuse_unfit(found, DEEPEST)
        return found


def _without_doubles(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("a key stands there twice"))
    return found


def _refuse_constant(name):
    raise ValueError(_("%s is no number") % name)


def _finite(text):
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(_("a number is too large"))
    return number


def _whole(text):
    if len(text) > LONGEST_NUMBER:
        raise ValueError(_("a number is too large"))
    return int(text)


def _refuse_unfit(value, depth):
    """Characters that cannot be stored, and nesting that nothing of ours has."""
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            raise ParseError(_("The body holds a character that cannot be stored."))
    elif isinstance(value, dict | list):
        if not depth:
            raise ParseError(_("The body is nested too deeply."))
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        for part in parts:
            _refuse_unfit(part, depth - 1)
