"""Reading bodies: JSON in one meaning only."""

import json

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

DEEPEST = 12


class StrictJSONParser(JSONParser):
    """Refuses what two readers could read in two ways: doubled keys, NaN, other encodings."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            text = stream.read().decode("utf-8")
            found = json.loads(
                text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant
            )
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not proper JSON: %s") % error) from error
        if not isinstance(found, dict):
            raise ParseError(_("The body must be a JSON object."))
        return found


def _without_doubles(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _refuse_constant(name):
    raise ValueError(f"{name} is no number")
