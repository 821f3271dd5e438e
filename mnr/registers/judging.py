"""Judges the rows of a file, one after another, against what is stored and what the file says.

Judged in memory, so that thousands of rows take a constant number of queries for each five hundred.
"""

import copy

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr import permissions
from mnr.models import ImportedRow
from mnr.models.entry_rules import field_of
from mnr.models.fields import is_key
from mnr.registers import layout, outcomes, rules
from mnr.registers.outcomes import CHANGED, CHANGED_SINCE, NEW, SAME, WITHDRAWN_SINCE, Outcome
from mnr.registers.refusing import asked_of, refusals

BATCH = 500
NO_VERSION = gettext_lazy(
    "Write the version that the export gives beside this identifier, so that nobody’s change is "
    "lost; or take the file anew, and change that one."
)
GIVEN = (layout.IDENTIFIER, layout.VERSION)


class Judge:
    """Judges rows of one register for one person. `wanted` is {heading as written: column}."""

    def __init__(self, register, by, wanted):
        self.register, self.by, self.wanted = register, by, wanted
        self.headings = {column.name: heading for heading, column in wanted.items()}
        self.cells = layout.Cells(register, by)
        self.stored: dict = {}
        self.seen: dict = {}  # what makes an entry unique: the row that has it
        self.offered: dict = {}  # the codes of reference data that a field may newly name
        self.named: dict = {}  # entries that a row named: the row, and what it makes of them
        self.taken = {
            constraint.name: {
                tuple(row): pk
                for pk, *row in register.model._default_manager.standing().values_list(
                    "pk", *map(self._attname, constraint.fields)
                )
            }
            for constraint in rules.unique_sets(register.model)
        }
        self.equal = self._standing_by_content()

    def look_up(self, batch):
        """The stored entries that a batch names."""
        keys = {self._key(line) for line in batch}
        rows = self.register.visible(self.by).filter(pk__in=filter(is_key, keys))
        self.stored = {str(row.pk): row for row in rows}

    def outcome(self, line, problems) -> Outcome | None:
        """What becomes of a row; problems are added to the list."""
        key = self._key(line)
        if key and key not in self.stored:
            what = _("There is no such entry that you may see. Leave it empty for a new entry.")
            problems.append(self._problem(line, layout.IDENTIFIER, what))
            return None
        values, unread = self._values(line, self.stored.get(key), problems)
        made_of = "" if key or unread else outcomes.digest_of_row(self.register, values)
        if (known := self.remembered.get(made_of)) is not None:
            return self._known(line, known, values)
        stored = self.stored.get(key) or self._same_return(values)
        unread |= self._lacking(line, stored, values, unread, problems)
        refused = self._refused(stored)  # asked before the row puts it elsewhere
        entry, related, changes = self._changed(stored, values, frozenset(unread))
        found = Outcome(line, CHANGED if stored else NEW, entry, related, changes, made_of)
        if unread:
            self._ask(found, stored, refused, problems)
            return None
        return self._settled(found, stored, refused, problems)

    def _settled(self, found, stored, refused, problems) -> Outcome | None:
        """The outcome of a row that can be read, if no rule forbids it."""
        line, entry = found.line, found.entry
        said = outcomes.content(entry, self.register, found.related)
        said_key = outcomes.as_key(said)
        if stored is not None and self._is_named_before(line, stored, said_key, problems):
            return None if problems else self._planned(Outcome(line, SAME, entry), said)
        if stored is not None and not found.changes:
            return self._planned(Outcome(line, SAME, entry), said)
        if stored is None and (same := self.equal.get(said_key)):
            return self._planned(Outcome(line, SAME, same), said)
        if not self._ask(found, stored, refused, problems):
            return None
        if stored is None:
            self.equal[said_key] = entry
        return self._planned(found, said)

    def _ask(self, found, stored, refused, problems) -> bool:
        """Ask all rules of a row, unless what is stored is none that the person may change."""
        if refused:
            problems += [self._problem(found.line, *each) for each in refused]
            return False
        before = len(problems)
        self._version(found.line, stored, problems)
        if len(problems) == before:
            self._judge(found, stored, problems)
        return True

    def _planned(self, outcome, said):
        outcome.planned = outcomes.digest_of_plan(outcome.what, outcome.entry, said)
        return outcome

    def _key(self, line) -> str:
        raw = line.cells.get(self.headings.get(layout.IDENTIFIER, ""))
        return str(raw or "").strip().lower()

    def _problem(self, line, name, message):
        """A mistake in the column of a field, or in none."""
        heading = self._heading(name)
        return outcomes.problem(line, heading, line.cells.get(heading), message)

    def _heading(self, name) -> str:
        if name in ("", *self.headings):
            return self.headings.get(name, "")
        # A column that the file lacks; nobody fills in the identifier of a row without one.
        return "" if name == layout.IDENTIFIER else self.register.label(name)

    def _changed(self, stored, values, unread=frozenset()):
        """The entry with what the row says, the rows it is related to, and what that changes.

        What is stored stays as it is, for other rows may name it.
        """
        entry = copy.copy(stored) if stored else self.register.model()
        entry.unread = unread
        before = outcomes.content(entry, self.register) if stored else {}
        related = {n: value for n, value in values.items() if isinstance(value, list)}
        for name, value in values.items():
            if name not in related:
                setattr(entry, name, value)
        entry.derive()
        after = outcomes.content(entry, self.register, related)
        changes = {n: [before.get(n), after[n]] for n in after if before.get(n) != after[n]}
        return entry, related, changes

    def _values(self, line, stored, problems) -> tuple[dict, set[str]]:
        """What stands in the cells of a row, and the fields whose cells cannot be read."""
        found, unread, left_out = {}, set(), self._left_out(stored)
        for heading, column in self.wanted.items():
            if column.name in left_out:
                continue
            try:
                raw = line.cells.get(heading)
                found[column.name] = self.cells.value(column.field, raw, stored)
            except layout.Wrong as wrong:
                unread.add(column.name)
                problems.append(self._problem(line, column.name, str(wrong)))
        return found, unread

    def _left_out(self, stored):
        """The columns that are not taken: no export has the notes that somebody may not read."""
        read = self.register.actions.read_internal
        if stored is None or permissions.can(self.by, read, stored):
            return GIVEN
        return (*GIVEN, "internal_note")

    def _lacking(self, line, stored, values, unread, problems) -> set[str]:
        """What the row does not name and an entry must lead to, such as whose it is."""
        lacking = set()
        for name in self.register.entered:
            column = self.register.field(name)
            if not column.is_relation or column.many_to_many or column.blank or name in unread:
                continue
            if values.get(name, getattr(stored, column.attname, None)) is None:
                lacking.add(name)
                problems.append(self._problem(line, name, _("Fill this in.")))
        return lacking

    def _version(self, line, stored, problems):
        """A file that was made before somebody changed the entry changes nothing of it."""
        raw = line.cells.get(self.headings.get(layout.VERSION, ""))
        if stored is None:
            return
        if layout.is_empty(raw):
            if self._key(line):
                problems.append(self._problem(line, layout.VERSION, NO_VERSION))
            return
        try:
            is_current = layout.number(None, raw) == stored.version
        except layout.Wrong as wrong:
            problems.append(self._problem(line, layout.VERSION, str(wrong)))
            return
        if not is_current:
            what = _(
                "The entry was changed since this file was made. Take the file anew, and change "
                "that one."
            )
            problems.append(self._problem(line, layout.VERSION, what))

    def _is_named_before(self, line, stored, said, problems) -> bool:
        """Whether another row of the file is about the same entry; a mistake if it differs."""
        first, before = self.named.setdefault(stored.pk, (line.number, said))
        if first == line.number:
            return False
        if before != said:
            what = _("Row %(row)d says something else of the same entry: keep one of them.")
            problems.append(self._problem(line, layout.IDENTIFIER, what % {"row": first}))
        return True

    def _judge(self, found, stored, problems):
        line, entry = found.line, found.entry
        broken = [*self.register.broken(entry), *rules.broken(entry, found.related)]
        for name, message in [*broken, *self._out_of_use(found)]:
            if name not in entry.unread:
                problems.append(self._problem(line, name, message))
        if entry.unread & asked_of(self.register):
            return
        # Who may not write it is not told either whether there is one already.
        if refused := self._refused(entry, is_new=stored is None):
            problems += [self._problem(line, *each) for each in refused]
        else:
            self._unique(line, entry, problems)

    def _out_of_use(self, found):
        """(field, what to do) where a row newly names reference data that is no longer offered."""
        words = _("No longer in use: %(codes)s. Name what is still in use.")
        for name, (before, after) in found.changes.items():
            if name in (*self.register.regional, *self.register.coded):
                kept, named = (
                    each if isinstance(each, list) else [each] for each in (before, after)
                )
                gone = set(named) - set(kept) - {None} - self._in_use(name)
                if gone:
                    yield name, words % {"codes": ", ".join(sorted(gone))}

    def _refused(self, entry, *, is_new=False) -> list[tuple[str, str]]:
        """Why the person may not write this; empty if they may, or if there is nothing yet."""
        return refusals(self.register, self.by, entry, is_new=is_new) if entry else []

    def _unique(self, line, entry, problems):
        for constraint in rules.unique_sets(self.register.model):
            if entry.unread.intersection(constraint.fields):
                continue
            key = tuple(getattr(entry, self._attname(name)) for name in constraint.fields)
            name = field_of(constraint, self.register.model)
            if self.taken[constraint.name].get(key, entry.pk) != entry.pk:
                message = str(constraint.get_violation_error_message())
                problems.append(self._problem(line, name, message))
            first = self.seen.setdefault((constraint.name, key), line.number)
            if first != line.number:
                twice = _("Row %(row)d says the same: keep one of them.") % {"row": first}
                problems.append(self._problem(line, name, twice))

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

    def _known(self, line, entry, values) -> Outcome:
        """A row that made an entry before: the entry stays as it is, whatever became of it."""
        _entry, _related, changes = self._changed(entry, values)
        what = WITHDRAWN_SINCE if entry.is_withdrawn else CHANGED_SINCE if changes else SAME
        return self._planned(Outcome(line, what, entry), {})

    @property
    def own(self):
        """The organisations that the person may write for."""
        return permissions.standing(self.by).own_organisations

    @cached_property
    def remembered(self) -> dict:
        """The entries that rows of earlier files made, by what those rows said."""
        made = ImportedRow.objects.filter(register=self.register.path, organisation__in=self.own)
        keys = dict(made.values_list("digest", "entry"))
        rows = self.register.visible(self.by).filter(pk__in=set(keys.values())) if keys else ()
        entries = {row.pk: row for row in rows}
        return {digest: entries[pk] for digest, pk in keys.items() if pk in entries}

    def _standing_by_content(self) -> dict:
        """Own entries by what they say: a file that is sent twice is stored once."""
        rows = self.register.rows().standing().filter(organisation__in=self.own)
        return {
            outcomes.as_key(outcomes.content(row, self.register)): row
            for row in rows.iterator(chunk_size=BATCH)
        }

    def _in_use(self, name) -> set[str]:
        """The codes that a field of reference data may newly name."""
        if name not in self.offered:
            rows = self.register.offered(self.register.field(name))
            self.offered[name] = set(map(layout.known_as, rows))
        return self.offered[name]

    def _attname(self, name):
        return self.register.field(name).attname
