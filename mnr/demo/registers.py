"""What the demonstration's organisations keep in the registers, from each app's `demo.toml`."""

import math
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.apps import apps

from mnr.demo import texts
from mnr.demo.cast import Cast
from mnr.demo.dates import Slot, dated, moment
from mnr.demo.dice import Dice
from mnr.demo.values import Reading
from mnr.models import Capability, Region, Term
from mnr.registers import Register, registry
from mnr.services import audit, entries

FILLED_IN_TIME = 0.6  # the part of the open period's returns that is there already
OURS = ("organisation", "capability", "ref", "since", "every", "gap", "later", "withdrawn")


@dataclass
class Table:
    """A table of a file: an entry, one that is repeated, or the returns of an organisation."""

    register: Register
    said: dict
    place: int
    turn: int = 0

    @property
    def key(self):
        return f"{self.register.path} {self.place}"

    def is_due(self, slot: Slot, last: int) -> bool:
        """Whether the period sees an entry of it: the first one, or the next in the row."""
        age = slot.index - _first(self.said.get("since", 0), last)
        every = 1 if self.register.is_return else self.said.get("every", 0)
        return age == 0 or (every > 0 and age > 0 and age % every == 0)


@dataclass
class Standing:
    """An entry with what is still to become of it, by the index of the period."""

    entry: object
    becomes: dict


class Registers:
    """Writes entries period by period, before each is frozen."""

    def __init__(self, cast: Cast, dice: Dice, last: int, today):
        self.cast, self.dice, self.last, self.today = cast, dice, last, today
        self.capabilities = {row.number: row for row in Capability.objects.current()}
        self.rows, self.regions = dict(cast.organisations), _regions()
        self.rows |= {term.key: term for term in Term.objects.current()}
        self.tables = [table for register in registry for table in _tables(register)]
        self.gaps = [table.key for table in self.tables if table.said.get("gap")]
        self.standing: list[Standing] = []

    def write(self, slot: Slot, period):
        """What the organisations enter and change in this period."""
        day = min(slot.dates["ends_on"], self.today - timedelta(days=2))
        self._change(slot, day)
        for place, register in enumerate(registry):
            tables = [table for table in self.tables if table.register is register]
            due = [table for table in tables if self._is_written(table, slot)]
            made = [self._entry(table, slot, period, day) for table in due]
            at = self._at(slot, place)
            self._save(register, [entry for entry, _many in made], at)
            self._relate(made)
            self._record(entries.actions_on(register.model).create, made, at)
            for table in due:
                table.turn += 1

    def _is_written(self, table, slot):
        if not table.is_due(slot, self.last):
            return False
        if not table.register.is_return:
            return True
        if self.gaps and table.key == self.gaps[slot.index % len(self.gaps)]:
            return False
        chance = self.dice.at("return", slot.code, table.key)
        return not slot.is_open or chance.random() < FILLED_IN_TIME

    def _entry(self, table, slot, period, day):
        register, said = table.register, table.said
        reading = self._reading(table, slot, day)
        organisation = self.cast.organisations[_in_turn(said["organisation"], table.turn)]
        number = said.get("capability", register.capabilities[0])
        entry = register.model(
            id=self.dice.key("entry", slot.code, table.key),
            organisation=organisation,
            capability=self.capabilities[number],
            recorded_by=self.cast.writers[organisation.pk][0],
        )
        if register.is_return:
            entry.period = period
        many = self._fill(entry, said, reading)
        self._remember(entry, table, slot, day)
        return entry, many

    def _reading(self, table, slot, day):
        return Reading(
            day=day,
            progress=slot.index / max(self.last, 1),
            turn=table.turn,
            is_return=table.register.is_return,
            chance=self.dice.at("values", slot.code, table.key),
            rows=self.rows,
            regions=self.regions,
        )

    def _fill(self, entry, said, reading):
        """Sets what is said of an entry. Returns the rows that it is related to, by field."""
        many = {}
        for name, value in said.items():
            if name in OURS:
                continue
            column = entry._meta.get_field(name)
            found = reading.value(column, value)
            if column.many_to_many:
                many[name] = found
            else:
                setattr(entry, name, found)
        return many

    def _remember(self, entry, table, slot, day):
        if "ref" in table.said:
            self.rows[table.said["ref"]] = entry
        becomes = {slot.index + step["after"]: step for step in table.said.get("later", [])}
        if becomes:
            self.standing.append(Standing(entry, becomes))

    def _save(self, register, rows, at):
        """In bulk: the database holds the rules, and a test reads all of them again one by one."""
        register.model.objects.bulk_create(rows)  # which sets both times to now
        times = {"recorded_at": at, "changed_at": at}
        register.model.objects.filter(pk__in=[entry.pk for entry in rows]).update(**times)
        for entry in rows:
            entry.recorded_at = at  # else a later change would say that it was made just now

    def _relate(self, made):
        for entry, many in made:
            for name, rows in many.items():
                getattr(entry, name).set(rows)

    def _record(self, action, made, at):
        audit.record_many(
            [
                audit.Entry(
                    action,
                    entry,
                    entry.recorded_by,
                    audit.changed({}, entries.entry_content(entry)) | dated(at),
                )
                for entry, _many in made
            ]
        )

    def _change(self, slot, day):
        """What became of entries that stand already: changed, or withdrawn with a reason."""
        for standing in self.standing:
            if step := standing.becomes.get(slot.index):
                self._step(standing.entry, step, slot, day)

    def _step(self, entry, step, slot, day):
        before, at = entries.entry_content(entry), moment(day)
        actions = entries.actions_on(type(entry))
        entry.version += 1
        if because := step.get("withdrawn"):
            entry.withdrawn_on, entry.withdrawn_because = day, because
            action, changes = actions.withdraw, {"withdrawn_on": [None, day.isoformat()]}
        else:
            table = Table(registry.of(type(entry)), step, 0)
            said = {name: value for name, value in step.items() if name != "after"}
            self._fill(entry, said, self._reading(table, slot, day))
            action, changes = actions.edit, audit.changed(before, entries.entry_content(entry))
        entry.save()
        type(entry).objects.filter(pk=entry.pk).update(changed_at=at)
        audit.record(action, entry, entry.recorded_by, changes | dated(at))

    def _at(self, slot, place):
        """Within the days on which people write, one after the other."""
        opens = slot.dates["opens_on"]
        last = min(slot.dates["due_on"], self.today - timedelta(days=1))
        days = max(0, (last - opens).days - 1)
        return moment(opens + timedelta(days=place % (days + 1)), 60 + 7 * place % 400)


def _first(since, last):
    """The index of the period that an entry first stands in."""
    return math.ceil(since * last)


def _in_turn(said, turn):
    return said[turn % len(said)] if isinstance(said, list) else said


def _tables(register):
    """The tables of a register, from the file of its app."""
    path = Path(apps.get_app_config(register.app_label).path) / "demo.toml"
    if not path.exists():
        return []
    with path.open("rb") as stream:
        found = tomllib.load(stream).get(register.slug, [])
    return [Table(register, said, place) for place, said in enumerate(found)]


def _regions():
    """{name: Region} of two levels."""
    found = {}
    for table in texts.read("regions")["regions"]:
        whole = Region.objects.create(code=table["code"], name=table["name"])
        found[whole.name] = whole
        for place, name in enumerate(table["parts"], start=1):
            code = f"{whole.code}{place}"
            found[name] = Region.objects.create(code=code, name=name, within=whole)
    return found
