"""Reads files that people send: CSV and workbooks, within limits, and refuses whatever is odd.

Nothing of a file is kept. A workbook is looked at as an archive first, so that one that would
unpack without end, or that holds pictures, macros or links, is refused before it is parsed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import openpyxl
from defusedxml import DefusedXmlException
from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from mnr.forms.text import echoed

LARGEST_UNPACKED = 50_000_000
LARGEST_RATIO = 100
MOST_PARTS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 4_000  # characters
MOST_EMPTY = 1_000  # empty rows between others: such a file is a mistake, and nothing is lost
FORBIDDEN = ("media/", "embeddings/", "drawings/", "vbaproject", "externallinks/", "activex/")
NOTES = re.compile(r"(?:^|/)(?:threaded)?comments?[^/]*(?:/|\.xml$)")  # whoever wrote the workbook
ENTRIES = "Entries"  # the sheet that is read; the others explain it


class Unreadable(Exception):
    """A file that is not taken; its words say why, and what to do."""


@dataclass(frozen=True)
class Line:
    """A row of a file: where it stands, and its cells by heading."""

    sheet: str
    number: int
    cells: dict


def too_large() -> str:
    """What is said of a file that is too large."""
    mega = settings.LARGEST_IMPORT // 1_000_000
    return _("The file is larger than %(mega)d MB. Send it in parts.") % {"mega": mega}


def read(data: bytes) -> list[Line]:
    """The rows of a file below its headings. Raises Unreadable."""
    if len(data) > settings.LARGEST_IMPORT:
        raise Unreadable(too_large())
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    if data.startswith(b"PK"):
        return list(_lines(*_of_workbook(data)))
    return list(_lines("", _of_csv(data)))


def _of_csv(data) -> Iterator[list]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("The file is in UTF-16. Save it as “CSV UTF-8”."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("The file is neither a workbook nor “CSV UTF-8”.")) from error
    if "\0" in text:
        raise Unreadable(_("The file is neither a workbook nor “CSV UTF-8”."))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    except csv.Error as error:
        raise Unreadable(
            _(
                "The table cannot be read: a quotation mark is not closed, or a cell holds more "
                "than %(longest)d characters."
            )
            % {"longest": LONGEST_CELL}
        ) from error


def _of_workbook(data) -> tuple[str, Iterable]:
    _look_inside(data)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=False, keep_links=False
        )
        sheet = book[ENTRIES] if ENTRIES in book.sheetnames else book.worksheets[0]
    except (
        InvalidFileException,
        DefusedXmlException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
    ) as error:
        raise Unreadable(_("The workbook cannot be opened. Save it anew as .xlsx.")) from error
    return sheet.title, _cells(sheet)


def _look_inside(data):
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable(_("The workbook cannot be opened. Save it anew as .xlsx.")) from error
    unpacked = sum(part.file_size for part in parts)
    too_much = unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * max(len(data), 1)
    if too_much or len(parts) > MOST_PARTS:
        raise Unreadable(_("The workbook unpacks to far more than it seems to hold."))
    _refuse_odd([part.filename.casefold() for part in parts])


def _refuse_odd(names):
    """Parts of a workbook that are not taken, each with what to do."""
    if any(NOTES.search(name) for name in names):
        raise Unreadable(
            _(
                "Cells of the workbook have comments or notes, which would be lost. Write what "
                "must stay into cells, delete the comments, and send the workbook again."
            )
        )
    if any(word in name for name in names for word in FORBIDDEN):
        raise Unreadable(
            _(
                "The workbook holds pictures, drawings, macros, links or other files. Copy the "
                "table alone into a new workbook."
            )
        )
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("The file is not a workbook. Save it as .xlsx, or as “CSV UTF-8”."))


def _cells(sheet) -> Iterator[list]:
    """The cells of a sheet, whatever size it claims to have."""
    try:
        sheet.reset_dimensions()
        for row in sheet.iter_rows():  # `_lines` refuses what is too wide
            cells = [_cell(cell) for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            yield cells
    except Unreadable:
        raise
    except Exception as error:  # whatever a parser of other people's files may raise
        raise Unreadable(_("The workbook cannot be read. Save it anew as .xlsx.")) from error


def _cell(cell):
    if getattr(cell, "data_type", "") == "f":
        raise Unreadable(
            _("Cell %(cell)s holds a formula. Put values in the place of formulas.")
            % {"cell": cell.coordinate}
        )
    return cell.value


def _lines(sheet, rows) -> Iterator[Line]:
    """The rows below the headings, by heading; empty ones are left out."""
    headings, empty, count = None, 0, 0
    for number, cells in enumerate(rows, start=1):
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(
                _("The table has more than %(most)d columns.") % {"most": MOST_COLUMNS}
            )
        if all(cell is None or not str(cell).strip() for cell in cells):
            empty += 1
            continue
        _refuse_far(number, empty)
        empty = 0
        if headings is None:
            headings = _headings(cells)
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable(
                _("The table has more than %(most)d rows. Send it in parts.") % {"most": MOST_ROWS}
            )
        yield Line(sheet, number, _by_heading(headings, cells, number))
    if headings is None:
        raise Unreadable(_("The table has no headings."))


def _refuse_far(number, empty):
    if empty > MOST_EMPTY:
        words = _("Row %(row)d stands below %(empty)d empty rows. Remove those, or that row.")
        raise Unreadable(words % {"row": number, "empty": empty})


def _headings(cells):
    found = [str(cell).strip() if cell is not None else "" for cell in cells]
    while found and not found[-1]:
        found.pop()
    twice = {name for name in found if name and found.count(name) > 1}
    if twice:
        raise Unreadable(
            _("The heading “%(name)s” stands there twice.") % {"name": echoed(sorted(twice)[0], 60)}
        )
    return found


def _by_heading(headings, cells, number):
    if any(
        cell is not None and str(cell).strip()
        for place, cell in enumerate(cells)
        if place >= len(headings) or not headings[place]
    ):
        raise Unreadable(_("Row %(row)d has a cell without a heading.") % {"row": number})
    for cell in cells:
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            raise Unreadable(
                _("A cell of row %(row)d holds more than %(longest)d characters.")
                % {"row": number, "longest": LONGEST_CELL}
            )
    return {name: cell for name, cell in zip(headings, cells, strict=False) if name}
