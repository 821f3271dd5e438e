"""What free text may hold: composed characters, and no hidden changes of direction."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Embeddings, overrides and isolates. The marks LRM, RLM and ALM stay: mixed scripts need them.
LONGEST_QUOTED, AROUND = 80, 20
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def compose(value):
    """Text in Unicode's composed form (NFC), with one character for each new line."""
    return unicodedata.normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")


def without_direction_controls(value):
    """Text of several lines, freed of characters that reorder what follows them."""
    return DIRECTION_CONTROLS.sub("", value)


def echoed(text: str, longest: int) -> str:
    """A text that is refused, as it can be told: nothing unseen in it, and no longer than that."""
    seen = "".join(
        character
        for character in without_direction_controls(text)
        if character.isspace() or unicodedata.category(character) not in UNSEEN
    )
    return f"{seen[:longest]}…" if len(seen) > longest else seen


def refuse_hidden_characters(value):
    """A validator for single lines, where hidden characters can only disguise something."""
    if not isinstance(value, str):
        return
    if DIRECTION_CONTROLS.search(value):
        raise ValidationError(
            _("This holds hidden characters that change the direction of reading."),
            code="direction_controls",
        )
    kinds = {unicodedata.category(character) for character in value}
    if kinds & {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}:
        raise ValidationError(
            _("This holds characters that cannot be seen. Type it again by hand."), code="hidden"
        )
    if value and not any(kind[0] in "LNPSM" for kind in kinds):
        raise ValidationError(_("Write something that can be seen."), code="invisible")


def excerpt(text: str, start: int, end: int) -> dict[str, str]:
    """A place of a text with what stands around it, short enough for a line or two."""
    found = text[start:end]
    if len(found) > LONGEST_QUOTED:
        found = f"{found[: LONGEST_QUOTED - 1]}…"
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return {
        "before": f"…{before}" if start > AROUND else before,
        "found": found,
        "after": f"{after}…" if end + AROUND < len(text) else after,
    }
