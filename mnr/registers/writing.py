"""Writes the files of a register: CSV, workbooks, and the workbook to fill in."""

import csv
import datetime
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from mnr.models import RegisterEntry
from mnr.registers import layout
from mnr.registers.assigned import pairs_of
from mnr.registers.base import KEEPING
from mnr.registers.linked import offered
from mnr.registers.reading import ENTRIES

MARK = "\ufeff"  # else spreadsheets take it for another encoding
FILLED = 1_000  # rows of the template that offer choices
BOLD = Font(bold=True)
FIRST_DAY = datetime.date(1900, 3, 1)  # spreadsheets know no earlier one, or another one by it


def as_csv(register, entries: Iterable, reader=None) -> bytes:
    """The entries as CSV in UTF-8, as `layout` says."""
    stream = io.StringIO()
    rows = csv.writer(stream)
    rows.writerow([column.label for column in layout.columns(register)])
    for entry in entries:
        rows.writerow([_plain(cell) for cell in layout.row_of(register, entry)])
    return (MARK + stream.getvalue()).encode()


def as_workbook(register, entries: Iterable, reader=None) -> bytes:
    """The entries as a workbook: the same cells, with help and choices beside them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(ENTRIES)
    columns = layout.columns(register)
    sheet.freeze_panes = "B2"
    for place, column in enumerate(columns, start=1):
        width = 38 if column.name == layout.IDENTIFIER else max(14, min(len(column.label) + 4, 40))
        sheet.column_dimensions[get_column_letter(place)].width = width
    pairs = pairs_of(register, reader) if reader else set()
    choices = {column.name: _choices(register, column, reader, pairs) for column in columns}
    _offer(sheet, columns, choices)
    sheet.append([_cell(sheet, column.label, font=BOLD) for column in columns])
    for entry in entries:
        sheet.append([_cell(sheet, value) for value in layout.row_of(register, entry)])
    _explain(book, register, columns)
    _list(book, columns, choices)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _plain(value):
    return layout.harmless(value) if isinstance(value, str) else value


def _cell(sheet, value, font=None):
    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(value, datetime.date) and value < FIRST_DAY:
        value = value.isoformat()
    if isinstance(value, str):
        cell.value = layout.harmless(value)
        cell.data_type = "s"  # never a formula
    else:
        cell.value = value
    if font is not None:
        cell.font = font
    return cell


def _choices(register, column, reader, pairs) -> list[str]:
    """What may stand in a column, if that is a list; of whose and about what, what they may use."""
    field = column.field
    if field.choices:
        return [str(label) for _value, label in field.flatchoices]
    if field.get_internal_type() == "BooleanField":
        return [_("Yes"), _("No")]
    if field.is_relation and issubclass(field.related_model, RegisterEntry):
        rows = offered(field, reader) if reader else ()
        return [layout.known_as(row) for row in rows[:FILLED]]
    if field.is_relation:
        rows = register.offered(field)
        if column.name in register.keeping:
            rows = rows.filter(pk__in={pair[KEEPING.index(column.name)] for pair in pairs})
        return [layout.known_as(row) for row in rows[:FILLED]]
    return []


def _offer(sheet, columns, choices):
    """Lists to choose from, in the cells themselves, where one alone can be chosen."""
    for place, column in enumerate(columns, start=1):
        if not choices[column.name] or column.field.many_to_many:
            continue
        letter, last = get_column_letter(place), len(choices[column.name]) + 1
        offered = DataValidation(
            type="list", formula1=f"Choices!${letter}$2:${letter}${last}", allow_blank=True
        )
        offered.add(f"{letter}2:{letter}{FILLED}")
        sheet.data_validations.append(offered)


def _explain(book, register, columns):
    sheet = book.create_sheet("Help")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 36, 100
    intro = _(
        "Fill in the sheet “Entries”. Leave the identifier of new entries empty, and that of "
        "earlier ones as it is. Totals only: nothing that names a child or any other person."
    )
    sheet.append([_cell(sheet, register.name, font=BOLD), _cell(sheet, intro)])
    for column in columns:
        sheet.append(
            [
                _cell(sheet, column.label, font=BOLD),
                _cell(sheet, _help_on(register, column).strip()),
            ]
        )


def _help_on(register, column) -> str:
    """What the sheet of help says of a column."""
    if column.name == layout.IDENTIFIER:
        return _("Given by the platform. Empty for a new entry.")
    if column.name == layout.VERSION:
        return _(
            "Given by the platform. Leave it as it is: it tells whether the entry was changed "
            "since this file was made."
        )
    help_text = str(register.help(column.name))
    if not column.field.null and not column.field.blank:
        help_text = _("%(help)s Needed.") % {"help": help_text}
    if column.field.many_to_many:
        help_text = _("%(help)s Several: with a semicolon between.") % {"help": help_text}
    return help_text


def _list(book, columns, choices):
    """What may stand in each column, below the same heading as in the sheet of entries."""
    sheet = book.create_sheet("Choices")
    sheet.append([_cell(sheet, column.label, font=BOLD) for column in columns])
    longest = max((len(found) for found in choices.values()), default=0)
    for number in range(longest):
        sheet.append(
            [
                _cell(sheet, choices[c.name][number] if number < len(choices[c.name]) else None)
                for c in columns
            ]
        )
