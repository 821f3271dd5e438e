"""The content guard: what must stay out is found here, at every door, by one function."""

from mnr.guard.checking import check
from mnr.guard.country import Country
from mnr.guard.door import (
    CODE,
    KeptOut,
    Refusal,
    findings,
    refusals,
    refuse,
    refuse_beside_name,
    refuse_in_contact,
    refuse_link,
)
from mnr.guard.finding import (
    ASK,
    ASKED,
    BLOCK,
    BLOCKED,
    KINDS,
    WORDS,
    Finding,
    asks,
    blocks,
    kinds_of,
    sentence,
    sentences,
)

__all__ = [
    "ASK",
    "ASKED",
    "BLOCK",
    "BLOCKED",
    "CODE",
    "KINDS",
    "WORDS",
    "Country",
    "Finding",
    "KeptOut",
    "Refusal",
    "asks",
    "blocks",
    "check",
    "findings",
    "kinds_of",
    "refusals",
    "refuse",
    "refuse_beside_name",
    "refuse_in_contact",
    "refuse_link",
    "sentence",
    "sentences",
]
