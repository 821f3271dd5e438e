"""Files that nobody should send: each is refused in plain words, and none is unpacked."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment

from mnr.registers import reading
from mnr.registers.reading import Unreadable
from tests.registers.files import csv_of, workbook_of

HEAD = ["Title", "Kind"]


def zipped(**parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return stream.getvalue()


def with_part(data: bytes, name: str, content=b"x") -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    old, stream = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in old.namelist():
            archive.writestr(part, content if part == name else old.read(part))
    return stream.getvalue()


def noted() -> bytes:
    """A workbook with a note on a cell, as people make it."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEAD)
    book.active["A1"].comment = Comment("Which title?", "Justice")
    book.save(stream)
    return stream.getvalue()


BOOK = workbook_of(HEAD, ["A law", "act"])
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
    b"</worksheet>"
)

REFUSED = {
    "nothing": (b"", "is empty"),
    "white space": (b" \n\n", "is empty"),
    "too large": (b"a" * 5_000_001, "larger than 5 MB"),
    "no text": (b"\x00\x01\x02\xff" * 20, "neither a workbook nor"),
    "UTF-16": ("Title,Kind\nA,B\n".encode("utf-16"), "UTF-16"),
    "Latin 1": ("Titel,Art\nGesetz über,act".encode("latin-1"), "neither a workbook nor"),
    "NUL": (b"Title,Kind\nA\x00,B\n", "neither a workbook nor"),
    "open quotation": (b'Title,Kind\n"A law,act\nB,act\n', "quotation mark is not closed"),
    "long cell": (csv_of(HEAD, ["x" * 200_000, "act"]), "more than 4000 characters"),
    "heading twice": (csv_of(["Title", "Title"], ["a", "b"]), "stands there twice"),
    "cell without heading": (csv_of(HEAD, ["a", "b", "c"]), "without a heading"),
    "rows": (csv_of(HEAD, *([["a", "b"]] * 20_001)), "more than 20000 rows"),
    "columns": (csv_of([f"C{n}" for n in range(201)]), "more than 200 columns"),
    "broken archive": (b"PK\x03\x04 and then nothing", "cannot be opened"),
    "another archive": (zipped(word__document_dot_xml="x"), "is not a workbook"),
    "bomb": (zipped(xl__workbook_dot_xml="0" * 60_000_000), "unpacks to far more"),
    "many parts": (zipped(**{f"p{n}": "" for n in range(300)}), "unpacks to far more"),
    "picture": (with_part(BOOK, "xl/media/image1.png"), "pictures, drawings, macros"),
    "note": (noted(), "comments or notes"),
    "note of Excel": (with_part(BOOK, "xl/comments1.xml"), "delete the comments, and send"),
    "thread": (with_part(BOOK, "xl/threadedComments/threadedComment1.xml"), "comments or notes"),
    "embedded": (with_part(BOOK, "xl/embeddings/oleObject1.bin"), "pictures, drawings, macros"),
    "macro": (with_part(BOOK, "xl/vbaProject.bin"), "pictures, drawings, macros"),
    "external link": (with_part(BOOK, "xl/externalLinks/externalLink1.xml"), "pictures"),
    "formula": (workbook_of(HEAD, ["=1+1", "act"]), "Cell A2 holds a formula"),
    "entities": (replaced(BOOK, "xl/worksheets/sheet1.xml", ENTITIES), "cannot be"),
    "no sheet": (replaced(BOOK, "xl/workbook.xml", b"<workbook/>"), "cannot be opened"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_plain_words(name):
    data, words = REFUSED[name]
    with pytest.raises(Unreadable, match=words):
        reading.read(data)


def test_a_sheet_that_claims_a_million_rows_is_read_to_its_end():
    data = replaced(
        BOOK,
        "xl/worksheets/sheet1.xml",
        zipfile.ZipFile(io.BytesIO(BOOK))
        .read("xl/worksheets/sheet1.xml")
        .replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'),
    )
    assert [line.cells for line in reading.read(data)] == [{"Title": "A law", "Kind": "act"}]


def workbook_with(cells):
    """A workbook of BOOK's table with these cells beside: {(row, column): value}."""
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    for (row, column), value in cells.items():
        book.worksheets[0].cell(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((5000, 1), "Row 5000 stands below 4997 empty rows"),
        ((1_000_000, 5), "Row 1000000 stands below 999997 empty rows"),
        ((2, 16_000), "more than 200 columns"),
        ((2, 3), "Row 2 has a cell without a heading"),
    ],
)
def test_what_stands_far_away_is_refused_and_not_dropped(place, words):
    with pytest.raises(Unreadable, match=words):
        reading.read(workbook_with({place: "far"}))


def test_empty_rows_between_others_are_passed_over():
    lines = reading.read(workbook_with({(900, 1): "B law", (900, 2): "act"}))
    assert [line.number for line in lines] == [2, 900]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfTitle,Kind\r\nA law,act\r\n",
        b"Title;Kind\nA law;act\n",
        b"Title\tKind\rA law\tact\r",
        BOOK,
    ],
)
def test_honest_files_are_read_however_they_were_saved(data):
    assert [line.cells for line in reading.read(data)] == [{"Title": "A law", "Kind": "act"}]


def test_a_workbook_with_other_sheets_is_read_by_its_sheet_of_entries():
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    book.create_sheet("Notes", 0).append(["Something", "else"])
    stream = io.BytesIO()
    book.save(stream)
    assert [line.cells["Title"] for line in reading.read(stream.getvalue())] == ["A law"]
