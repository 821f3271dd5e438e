"""Several values of indicators at once: all of them, or none."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from mnr.models import Observation
from mnr.services.entries import save_entry
from mnr.services.errors import Refused
from mnr.services.held_entries import hold_entry


@dataclass(frozen=True)
class Typed:
    """A value to be entered. `reason` says why its words are meant, where the guard asks."""

    entry: Observation
    reason: str = ""


class NotEntered(Exception):
    """Some could not be entered, so none was. `errors` is {key: {field: messages}}."""

    def __init__(self, errors):
        super().__init__(", ".join(map(str, errors)))
        self.errors = errors


@transaction.atomic
def enter_values(*, values: Mapping[str, Typed], by) -> int:
    """Enter each, or hold it until somebody has released its words; how many are held.

    Raises Denied, WrongState, NotEntered.
    """
    errors = {}
    for key, typed in values.items():
        try:
            with transaction.atomic():
                _enter(typed, by)
        except ValidationError as error:
            errors[key] = _by_field(error)
        except Refused as refusal:
            errors[key] = {refusal.field or NON_FIELD_ERRORS: [str(refusal.message)]}
    if errors:
        raise NotEntered(errors)
    return sum(bool(typed.reason) for typed in values.values())


def _enter(typed, by):
    if typed.reason:
        typed.entry.derive()
        hold_entry(entry=typed.entry, related={}, version=None, reason=typed.reason, by=by)
    else:
        save_entry(entry=typed.entry, by=by)


def _by_field(error):
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}
