"""Registers for tests of the API: their addresses, what is sent, and the condition of a change."""

from mnr.registers import registry
from tests.factories import entries

ALL = registry.everything
# A return in the domain that somebody leads, an entry in another; they lead to no other entry.
FEW = [
    next(r for r in ALL if (r.app_label, r.is_return) == sort and not r.linked)
    for sort in (("criminal_justice", True), ("victim_services", False))
]
EMAIL = "Write to amina.okafor@example.org about it."
GIRL = "The girl aged 9 quoted in the published judgment is not named."


def path(register, entry=None, step=""):
    return "/".join(
        [register.path, *([str(entry.pk)] if entry else []), *([step] if step else []), ""]
    )


def wanted(register, body, **fields):
    return entries.sent(register, entries.values(register, body, **fields))


def match(asks, register, entry):
    """The condition that names the version that stands."""
    return {"HTTP_IF_MATCH": asks.get(path(register, entry)).headers["ETag"]}
