"""What an import would do with each row of a file, and what is wrong with it."""

import hashlib
import json
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.translation import gettext as _

from mnr import guard
from mnr.forms.text import echoed
from mnr.models.fields import is_key
from mnr.registers import layout
from mnr.registers.glossary import Advised
from mnr.registers.reading import Line
from mnr.services.entries import plain

LONGEST_VALUE = 60
NEW, CHANGED, SAME = "new", "changed", "same"
CHANGED_SINCE, WITHDRAWN_SINCE = "changed_since", "withdrawn_since"  # a row stored before
LEFT_ALONE = (SAME, CHANGED_SINCE, WITHDRAWN_SINCE)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands, and what to do."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


@dataclass
class Outcome:
    """What would become of one row."""

    line: Line
    what: str
    entry: object
    related: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    made_of: str = ""  # what the row says, if it names no entry
    planned: str = ""  # all that would be stored, and of which version


@dataclass
class Plan:
    """What would become of a whole file."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    advice: list[Advised] = field(default_factory=list)

    def count(self, *whats) -> int:
        return sum(outcome.what in whats for outcome in self.outcomes)

    def differing(self, shown: list[str]) -> list[Problem]:
        """A mistake for each row of which something else was shown."""
        words = _(
            "This entry was changed after you saw what would happen. Send the file in again and "
            "look once more."
        )
        pairs = zip(self.outcomes, shown, strict=True)
        return [
            problem(one.line, "", "", words) for one, planned in pairs if one.planned != planned
        ]


def content(entry, register, related=()) -> dict:
    """What people fill in of an entry, as plain data; `related` are rows that it is to have."""
    found = {}
    for name in register.entered:
        if name in entry.unread:
            continue
        column = register.field(name)
        if name in related:
            found[name] = sorted(layout.known_as(row) for row in related[name])
        elif column.many_to_many and entry._state.adding:
            found[name] = []
        else:
            found[name] = plain(entry, column)
    return found


def as_key(said: dict) -> str:
    """The content of an entry as a key."""
    return str(sorted(said.items()))


def digest_of_row(register, values: dict) -> str:
    """What a row says, whatever file it stands in; empty cells say nothing."""
    said = {name: _token(value) for name, value in values.items() if value not in (None, "", [])}
    return _digest(register.path, sorted(said.items()))


def digest_of_plan(what, entry, said: dict) -> str:
    """What would be stored for a row: which entry, which version of it, and all that it says."""
    is_stored = not entry._state.adding
    version = entry.version if what == CHANGED else 0
    return _digest(what, str(entry.pk) if is_stored else "", version, said)


def _token(value):
    if isinstance(value, list):
        return sorted(map(_token, value))
    return str(value.pk) if isinstance(value, Model) else str(value)


def _digest(*parts) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def problem(line, heading, raw, message) -> Problem:
    """A problem, which repeats a value only if the content guard has nothing against it."""
    value = told("" if raw is None else str(raw))
    return Problem(echoed(line.sheet, LONGEST_VALUE), line.number, heading, value, str(message))


def told(value: str) -> str:
    """A value as it can be repeated."""
    if guard.findings(value) and not is_key(value):
        return "…"
    return echoed(value, LONGEST_VALUE)


def told_changes(register, changes: dict) -> list:
    """[[heading, before, after]] of what a row changes, in the words of the file."""
    return [
        [register.label(name), *(told(_words(register.field(name), one)) for one in changes[name])]
        for name in register.entered
        if name in changes
    ]


def _words(field, value) -> str:
    if isinstance(value, list):
        return layout.SEPARATOR.join(map(str, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value) or "")
    return "" if value is None else str(value)
