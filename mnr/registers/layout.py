"""One layout for every file of a register: what stands in its columns, out and in.

A heading is the label of a field; on the way in its name does as well. Related rows stand by the
code or the name that people know them by. Empty cells are empty fields.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from mnr.forms.dates import DateField, western_digits
from mnr.forms.text import compose, refuse_hidden_characters, without_direction_controls
from mnr.models import Indicator, Organisation, RegisterEntry
from mnr.registers.linked import offered
from mnr.services.entries import code_of

IDENTIFIER, VERSION = "id", "version"  # given by the platform
SEPARATOR = "; "
FORMULA = re.compile("^'*[=+\\-@\t\r\n\0＝＋－＠]")  # what a spreadsheet would take for a formula
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
LARGEST = 2**31 - 1


class Wrong(Exception):
    """A cell that cannot be taken; its words say how to mend it."""


@dataclass(frozen=True)
class Column:
    """A field of an entry as a column."""

    name: str
    label: str
    field: models.Field


def columns(register) -> list[Column]:
    """The columns of a register's files, what the platform gives first."""
    found = [
        Column(IDENTIFIER, _("Identifier"), register.field(IDENTIFIER)),
        Column(VERSION, _("Version"), register.field(VERSION)),
    ]
    return found + [
        Column(name, register.label(name), register.field(name)) for name in register.entered
    ]


def row_of(register, entry) -> list:
    """An entry as cells: text, numbers, days and nothing."""
    own = [cell_of(entry, register.field(name)) for name in register.entered]
    return [str(entry.pk), entry.version, *own]


def cell_of(entry, field):
    """One field as a cell."""
    if field.many_to_many:
        return SEPARATOR.join(sorted(code_of(row) for row in getattr(entry, field.name).all()))
    if field.is_relation:
        row = getattr(entry, field.name)
        return "" if row is None else known_as(row)
    value = getattr(entry, field.attname)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value) or "")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else value


def known_as(row) -> str:
    """What files call a related row: by its code, and an organisation or entry by its name."""
    if isinstance(row, RegisterEntry):
        return f"{row} [{str(row.pk)[:8]}]"  # several may have one name
    return row.name if isinstance(row, Organisation) else code_of(row)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `meant` takes it back."""
    return f"'{text}" if FORMULA.match(text) else text


def meant(text: str) -> str:
    """What somebody wrote, without the sign that made it harmless."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


class Cells:
    """Reads cells of one register, with all that they may name looked up once."""

    def __init__(self, register, reader):
        self.register, self.reader = register, reader

    def value(self, field, raw, stored=None):
        """The value of a cell: a list of rows for several. Raises Wrong.

        A link that is stored is taken, though its entry counts no more or is hidden by now.
        """
        if field.many_to_many:
            return self._rows(field, raw)
        if is_empty(raw):
            return None if field.null or field.is_relation else ""
        if stored is not None and self._is_link(field):
            linked = getattr(stored, field.name)
            if linked is not None and _text_of(raw).casefold() in _names(linked):
                return linked
        return self._reader(field)(field, raw)

    @cached_property
    def _known(self):
        """{field: {what people may call a row: the row}}, one query for each related model."""
        return {
            field.name: self._calls(field)
            for field in map(self.register.field, self.register.entered)
            if field.is_relation
        }

    def _calls(self, field):
        found: dict = {}
        for row in self._offered(field):
            for name in _names(row):
                found.setdefault(name, []).append(row)
        return found

    def _is_link(self, field):
        return field.is_relation and issubclass(field.related_model, RegisterEntry)

    def _offered(self, field):
        """The rows that may be named: of entries, those that count and that the reader may see."""
        if self._is_link(field):
            return offered(field, self.reader)
        rows = field.related_model._default_manager.all()
        return rows.select_related("adoption") if field.related_model is Indicator else rows

    def _reader(self, field) -> Callable:
        if field.is_relation:
            return self._row
        if field.choices:
            return _choice
        return next(reader for kind, reader in READERS if isinstance(field, kind))

    def _row(self, field, raw):
        rows = self._known[field.name].get(_text_of(raw).casefold(), [])
        if len(rows) > 1:
            raise Wrong(_("Several have this name: write the identifier of the one that is meant."))
        if not rows:
            raise Wrong(_("There is none of this name. Copy it from the sheet “Choices”."))
        return rows[0]

    def _rows(self, field, raw):
        parts = re.split(r"[;\n]", _text_of(raw)) if raw is not None else []
        return [self._one_of(field, part) for part in parts if part.strip()]

    def _one_of(self, field, part):
        """One of several rows; a comma between two of them is named."""
        known = self._known[field.name]
        names = [name.strip().casefold() for name in part.split(",")]
        if part.strip().casefold() not in known and len(names) > 1 and set(names) & known.keys():
            raise Wrong(_("Write a semicolon between several, such as “North; South”."))
        return self._row(field, part)


def _names(row) -> set[str]:
    """What people may call a related row."""
    names = {known_as(row), str(row), str(row.pk), getattr(row, "label", "")}
    return {name.casefold() for name in names - {""}}


def is_empty(raw) -> bool:
    """Whether nothing stands in a cell."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _text_of(raw) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return meant(str(raw)).strip()


def _text(field, raw):
    text = compose(_text_of(raw))
    if isinstance(field, models.TextField) or getattr(field, "max_length", 0) > 500:
        text = without_direction_controls(text)
        if "\0" in text:
            raise Wrong(_("This holds characters that cannot be seen. Type it again by hand."))
        return text
    try:
        refuse_hidden_characters(text)
    except ValidationError as error:
        raise Wrong(error.messages[0]) from error
    return text


def _choice(field, raw):
    word = _text_of(raw).casefold()
    for value, label in field.flatchoices:
        if word in (str(value).casefold(), str(label).casefold()):
            return value
    labels = SEPARATOR.join(str(label) for _value, label in field.flatchoices)
    raise Wrong(_("Choose one of: %(choices)s.") % {"choices": labels})


def _flag(field, raw):
    if isinstance(raw, bool):
        return raw
    word = _text_of(raw).casefold()
    if word in YES or word == _("Yes").casefold():
        return True
    if word in NO or word == _("No").casefold():
        return False
    raise Wrong(_("Write Yes or No."))


def number(field, raw):
    """A whole number. Raises Wrong."""
    wrong = Wrong(_("Write a whole number without signs or separators, such as 1240."))
    if isinstance(raw, bool | datetime.date):
        raise wrong
    text = western_digits(_text_of(raw)).replace("\u00a0", "").replace(" ", "")
    if not re.fullmatch(r"\d{1,10}(\.0+)?", text) or int(float(text)) > LARGEST:
        raise wrong
    return int(text.partition(".")[0])


def _amount(field, raw):
    if isinstance(raw, bool | datetime.date):
        raise Wrong(_("Write a number with a point, such as 1240.50."))
    try:
        found = Decimal(western_digits(_text_of(raw)).replace(" ", ""))
        if not found.is_finite() or found < 0:
            raise InvalidOperation
        return field.to_python(round(found, field.decimal_places))
    except (InvalidOperation, ValidationError, OverflowError) as error:
        raise Wrong(_("Write a number with a point, such as 1240.50.")) from error


def _day(field, raw):
    if isinstance(raw, bool | int | float):
        raise Wrong(_("Write the day as in 2026-09-30."))
    try:
        return DateField(label=str(field.verbose_name)).to_python(
            raw if isinstance(raw, datetime.date) else _text_of(raw)
        )
    except ValidationError as error:
        if error.code in ("two_days", "no_such_day"):
            raise Wrong(error.messages[0]) from error
        raise Wrong(_("Write the day as in 2026-09-30.")) from error


READERS: tuple[tuple[type, Callable], ...] = (
    (models.BooleanField, _flag),
    (models.IntegerField, number),
    (models.DecimalField, _amount),
    (models.DateField, _day),
    (models.Field, _text),
)
