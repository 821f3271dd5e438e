"""Files of registers in tests: rows as lines, and workbooks read back."""

import csv
import io

import openpyxl

from mnr.registers import reading


def lines_of(data: bytes):
    return reading.read(data)


def csv_of(headings, *rows) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([headings, *rows])
    return stream.getvalue().encode()


def workbook_of(headings, *rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = reading.ENTRIES
    for row in (headings, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
