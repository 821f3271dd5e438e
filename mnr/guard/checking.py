"""The one function that looks for what must stay out."""

from collections.abc import Iterable

from mnr.guard import addresses, births, cases, children, counts, encoded, numbers, people, persons
from mnr.guard.country import Country, of_settings
from mnr.guard.finding import WORDS, Finding
from mnr.guard.reading import Reading

# In this order: what an earlier one has found is not found again by a later one.
DETECTORS = (
    encoded.find,
    addresses.find,
    persons.find,
    births.find,
    numbers.find,
    cases.find,
    people.find,
    children.find,
    counts.find,
)


def check(text: str, *, country: Country | None = None) -> list[Finding]:
    """What of the text must stay out, in the order of the text."""
    country = of_settings() if country is None else country
    reading = Reading(text)
    taken: list[tuple[str, int, int]] = []
    for find in DETECTORS:
        for part in find(reading, country):
            if _is_new(part, taken):
                taken.append(part)
    found = (
        Finding(kind, WORDS[kind].verdict, *reading.place(start, end)) for kind, start, end in taken
    )
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _is_new(part, taken: Iterable) -> bool:
    _kind, start, end = part
    return all(end <= other_start or start >= other_end for _k, other_start, other_end in taken)
