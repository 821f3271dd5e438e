"""What stands in the tables of a `demo.toml`: an app's part of the demonstration's registers.

A table is one entry, under the name of its register, with the fields of the model and these words:

    organisation  short name of who keeps it; a list takes turns
    capability    if it is not the register's first
    since         0 to 1: the part of the periods after which it is entered (0: with the first)
    every         it is entered again after so many periods; returns are entered in each
    gap           of returns: among those of which one is missing in each period
    ref           a name by which later tables mean it
    later         [{after = periods, field = value …}]: what becomes of it; withdrawn = "why"

A date may be a number: so many days after the period in which it is entered ends. A number may be
[first, last], its course over the periods, or ["field", first, last], as a part of another field
above it, or "ref.field", the same as in another entry.
A list of texts is, in returns, the steps of a course; elsewhere, taken in turns.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import models

UNEVEN = 0.05  # so far a figure lies above or below its course


@dataclass
class Reading:
    """The values of one entry, read field by field in the order of its table."""

    day: date  # from which dates are counted
    progress: float  # from 0 in the first period to 1 in the open one
    turn: int  # how often the table has been read before
    is_return: bool
    chance: Random
    rows: dict  # organisations and entries by their names
    regions: dict
    read: dict = field(default_factory=dict)

    def value(self, column, said):
        """The value of a column."""
        found: Any
        if column.many_to_many:
            found = [self.regions[name] for name in said]
        elif column.is_relation:
            found = self.rows[self._one_of(said) if isinstance(said, list) else said]
        elif isinstance(column, models.DateField):
            found = self.day + timedelta(days=said) if isinstance(said, int) else said
        elif isinstance(column, models.IntegerField | models.DecimalField):
            found = self._number(column, said)
        else:
            found = self._one_of(said) if isinstance(said, list) else said
        self.read[column.name] = found
        return found

    def _number(self, column, said):
        if isinstance(said, str):
            number = self._same(said)
        elif not isinstance(said, list):
            number = said
        elif isinstance(said[0], str):
            number = min(self.read[said[0]], int(self.read[said[0]] * self._between(*said[1:])))
        else:
            number = round(self._between(*said))
        if isinstance(column, models.DecimalField):
            return Decimal(str(number)).quantize(Decimal(1).scaleb(-column.decimal_places))
        return number

    def _same(self, said):
        """The number of another entry, which was read before: "its ref.field"."""
        ref, _dot, name = said.partition(".")
        return getattr(self.rows[ref], name)

    def _between(self, first, last):
        course = first + (last - first) * self.progress
        return course * self.chance.uniform(1 - UNEVEN, 1 + UNEVEN)

    def _one_of(self, said):
        """Of a return the step that has been reached; of what is repeated, one after the other."""
        if self.is_return:
            return said[min(len(said) - 1, int(self.progress * len(said)))]
        return said[self.turn % len(said)]
