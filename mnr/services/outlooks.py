"""What the next edition would tell as things stand: layers above reckon it, and register here."""

from collections.abc import Callable

from mnr.models import Observation

_RECKONERS: list[Callable[[Observation], bool | None]] = []


def reckoner(is_hidden: Callable[[Observation], bool | None]):
    """Decorator: the function says whether the next edition would hide a value."""
    _RECKONERS.append(is_hidden)
    return is_hidden


def is_hidden(value: Observation) -> bool | None:
    """Whether the next edition would hide a value; None where nobody can say."""
    found = (ask(value) for ask in _RECKONERS)
    return next((answer for answer in found if answer is not None), None)
