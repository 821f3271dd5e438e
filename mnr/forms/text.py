"""What free text may hold: composed characters, and no hidden changes of direction."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Embeddings, overrides and isolates. The marks LRM, RLM and ALM stay: mixed scripts need them.
DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def compose(value):
    """Text in Unicode's composed form (NFC), with one character for each new line."""
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")


def without_direction_controls(value):
    """Text of several lines, freed of characters that reorder what follows them."""
    return DIRECTION_CONTROLS.sub("", value)


def refuse_direction_controls(value):
    """A validator for single lines, where such a character can only disguise something."""
    if isinstance(value, str) and DIRECTION_CONTROLS.search(value):
        raise ValidationError(
            _("This holds hidden characters that change the direction of reading."),
            code="direction_controls",
        )
