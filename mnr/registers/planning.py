"""What an import would do: which rows make an entry, which change one, and what is wrong where.

Judged in memory, so that thousands of rows take a constant number of queries for each five hundred.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mnr import guard, permissions
from mnr.registers import layout, rules
from mnr.registers.glossary import Advised, advised, lexicon
from mnr.registers.reading import Line, Unreadable
from mnr.services.entries import plain
from mnr.services.errors import Refused

BATCH = 500
LONGEST_VALUE = 60
NEW, CHANGED, SAME = "new", "changed", "same"


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
    related: dict
    changes: dict


@dataclass
class Plan:
    """What would become of a whole file."""

    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    advice: list[Advised] = field(default_factory=list)

    def count(self, what) -> int:
        return sum(outcome.what == what for outcome in self.outcomes)


def plan(register, lines: list[Line], by, progress=lambda percent: None) -> Plan:
    """Judge every row. Raises Unreadable where the headings are not the register's."""
    wanted = _columns(register, lines)
    found, judge, words = Plan(), _Judge(register, by), lexicon()
    for start in range(0, len(lines), BATCH):
        batch = lines[start : start + BATCH]
        judge.look_up(batch, wanted)
        for line in batch:
            problems: list[Problem] = []
            outcome = judge.outcome(line, wanted, problems)
            found.problems += problems
            if not problems and outcome is not None:
                found.outcomes.append(outcome)
                if outcome.what != SAME:
                    found.advice += advised(register, line, outcome.entry, words)
        progress(round(100 * (start + len(batch)) / len(lines)))
    return found


def _columns(register, lines) -> dict:
    """{heading as written: column}."""
    known = {}
    for column in layout.columns(register):
        known[column.label.casefold()] = known[column.name.casefold()] = column
    headings = {heading for line in lines for heading in line.cells}
    strange = sorted(heading for heading in headings if heading.casefold() not in known)
    if strange:
        raise Unreadable(
            _("This register has no column “%(name)s”. Its columns are: %(columns)s.")
            % {
                "name": strange[0][:LONGEST_VALUE],
                "columns": ", ".join(column.label for column in layout.columns(register)),
            }
        )
    return {heading: known[heading.casefold()] for heading in headings}


class _Judge:
    """Judges rows of one register for one person."""

    def __init__(self, register, by):
        self.register, self.by = register, by
        self.cells = layout.Cells(register, by)
        self.stored: dict = {}
        self.seen: dict = {}  # what makes an entry unique: the row that has it
        self.taken = {
            constraint.name: {
                tuple(row)
                for row in register.model._default_manager.standing().values_list(
                    *map(_attname(register), constraint.fields)
                )
            }
            for constraint in rules.unique_sets(register.model)
        }
        self.equal = self._standing_by_content()

    def look_up(self, batch, wanted):
        """The stored entries that a batch names."""
        heading = next((h for h, c in wanted.items() if c.name == layout.IDENTIFIER), None)
        keys = {str(line.cells.get(heading) or "").strip() for line in batch} if heading else set()
        rows = self.register.visible(self.by).filter(pk__in=[k for k in keys if _is_key(k)])
        self.stored = {str(row.pk): row for row in rows}

    def outcome(self, line, wanted, problems):
        """What becomes of a row; problems are added to the list."""
        heading = next((h for h, c in wanted.items() if c.name == layout.IDENTIFIER), "")
        key = str(line.cells.get(heading) or "").strip().lower()
        if key and key not in self.stored:
            what = _("There is no such entry that you may see. Leave it empty for a new entry.")
            problems.append(_problem(line, heading, key, what))
        values = self._values(line, wanted, problems) if not problems else {}
        if problems:
            return None
        stored = self.stored.get(key) or self._same_return(values)
        refusal = self._refusal(stored)  # asked before the row puts it elsewhere
        entry, related, changes = self._changed(stored, values)
        if stored is not None and not changes:
            return Outcome(line, SAME, entry, related, {})
        said = _key(_content(entry, self.register, related))
        if stored is None and (same := self.equal.get(said)):
            return Outcome(line, SAME, same, related, {})
        if refusal:
            problems.append(_problem(line, "", "", refusal))
            return None
        self._judge(line, wanted, entry, stored, related, problems)
        if stored is None:
            self.equal[said] = entry
        return Outcome(line, CHANGED if stored else NEW, entry, related, changes)

    def _changed(self, stored, values):
        """The entry with what the row says, the rows it is related to, and what that changes."""
        entry = stored or self.register.model()
        before = _content(entry, self.register) if stored else {}
        related = {n: values.pop(n) for n in list(values) if isinstance(values[n], list)}
        for name, value in values.items():
            setattr(entry, name, value)
        entry.derive()
        after = _content(entry, self.register, related)
        changes = {n: [before.get(n), after[n]] for n in after if before.get(n) != after[n]}
        return entry, related, changes

    def _values(self, line, wanted, problems) -> dict:
        found = {}
        for heading, column in wanted.items():
            if column.name == layout.IDENTIFIER:
                continue
            raw = line.cells.get(heading)
            try:
                found[column.name] = self.cells.value(column.field, raw)
            except layout.Wrong as wrong:
                problems.append(_problem(line, heading, raw, str(wrong)))
        return found

    def _judge(self, line, wanted, entry, stored, related, problems):
        headings = {column.name: heading for heading, column in wanted.items()}
        for name in self.register.entered:
            column = self.register.field(name)
            is_empty = column.is_relation and not column.many_to_many
            if is_empty and not column.null and getattr(entry, column.attname) is None:
                problems.append(_problem(line, self.register.label(name), "", _("Fill this in.")))
        if problems:
            return
        for name, message in [*self.register.broken(entry), *rules.broken(entry, related)]:
            heading = headings.get(name, "")
            problems.append(_problem(line, heading, line.cells.get(heading), message))
        self._unique(line, entry, stored, problems)
        self._permission(line, entry, stored, problems)

    def _permission(self, line, entry, stored, problems):
        if refusal := self._refusal(entry, is_new=stored is None):
            problems.append(_problem(line, "", "", refusal))

    def _refusal(self, entry, *, is_new=False) -> str:
        """Why the person may not write this; empty if they may, or if there is nothing yet."""
        if entry is None:
            return ""
        actions = self.register.actions
        try:
            permissions.require(self.by, actions.create if is_new else actions.edit, entry)
        except (permissions.Denied, permissions.WrongState) as refusal:
            return refusal.reason
        return ""

    def _unique(self, line, entry, stored, problems):
        for constraint in rules.unique_sets(self.register.model):
            taken = self.taken[constraint.name]
            key = tuple(getattr(entry, _attname(self.register)(n)) for n in constraint.fields)
            message = str(constraint.get_violation_error_message())
            if stored is None and key in taken:
                problems.append(_problem(line, "", "", message))
            first = self.seen.setdefault((constraint.name, key), line.number)
            if first != line.number:
                twice = _("Row %(row)d says the same: keep one of them.") % {"row": first}
                problems.append(_problem(line, "", "", twice))

    def _same_return(self, values):
        """The return that a row without identifier means: one for each period."""
        if not self.register.is_return:
            return None
        for constraint in rules.unique_sets(self.register.model):
            wanted = {name: values.get(name) for name in constraint.fields}
            if None in wanted.values():
                continue
            key = tuple(getattr(v, "pk", v) for v in wanted.values())
            if key in self.taken[constraint.name]:
                rows = self.register.visible(self.by).standing()
                return rows.filter(**wanted).first()
        return None

    def _standing_by_content(self) -> dict:
        """Own entries by what they say: a file that is sent twice is stored once."""
        who = permissions.standing(self.by)
        rows = self.register.rows().standing().filter(organisation__in=who.own_organisations)
        return {_key(_content(row, self.register)): row for row in rows.iterator(chunk_size=BATCH)}


def check(plan_made: Plan) -> None:
    """Raises Refused if anything is wrong."""
    if plan_made.problems:
        raise Refused(_("The file has mistakes: nothing was stored."))


def _attname(register):
    return lambda name: register.field(name).attname


def _content(entry, register, related=None) -> dict:
    found = {}
    for name in register.entered:
        column = register.field(name)
        if related is not None and column.many_to_many:
            found[name] = sorted(layout.known_as(row) for row in related.get(name, []))
        else:
            found[name] = plain(entry, column)
    return found


def _key(content) -> str:
    return str(sorted(content.items()))


def _problem(line, heading, raw, message) -> Problem:
    """A problem, which repeats a value only if the content guard has nothing against it."""
    value = "" if raw is None else str(raw)
    if guard.findings(value) and not _is_key(value):
        value = "…"
    elif len(value) > LONGEST_VALUE:
        value = f"{value[:LONGEST_VALUE]}…"
    return Problem(line.sheet, line.number, heading, value, str(message))


def _is_key(text) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def lines_of(rows: Iterable) -> list[Line]:
    """Rows as they were kept between the look and the confirmation."""
    return [Line(sheet, number, cells) for sheet, number, cells in rows]
