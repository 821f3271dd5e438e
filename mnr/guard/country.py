"""What a country tells the guard about itself."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings


@dataclass(frozen=True)
class Country:
    """Region of telephone numbers, patterns of identifiers, the smallest count that is no hint."""

    region: str = ""
    identifiers: tuple[re.Pattern, ...] = ()
    public_numbers: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    threshold: int = 5


def of_settings() -> Country:
    """The country of this installation."""
    return _made(
        settings.MNR_GUARD_REGION,
        tuple(settings.MNR_GUARD_IDENTIFIERS),
        (settings.MNR_HELPLINE, *settings.MNR_GUARD_PUBLIC_NUMBERS),
        tuple(settings.MNR_GUARD_WORDS),
        settings.MNR_SMALL_COUNT,
    )


@lru_cache(maxsize=8)
def _made(region, identifiers, numbers, words, threshold):
    digits = ("".join(filter(str.isdigit, number)) for number in numbers)
    return Country(
        region=region,
        identifiers=tuple(re.compile(pattern, re.IGNORECASE) for pattern in identifiers),
        public_numbers=frozenset(filter(None, digits)),
        words=words,
        threshold=threshold,
    )
