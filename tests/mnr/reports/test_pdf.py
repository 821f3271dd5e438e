"""The document: its structure, its text, its bytes, and what it may not fetch."""

import io
import itertools
import json
import re
from collections import Counter

import pikepdf
import pypdf
import pytest

from mnr.reports import build, pdf
from tests.mnr.reports.samples import HOSTILE

pytestmark = pytest.mark.django_db  # the snapshot that all share is made with models

NO_TEXTS = {
    "answer",
    "answers",
    "as_of",
    "check",
    "choices",
    "code",
    "confidence",
    "domain",
    "edition",
    "enabler",
    "id",
    "feeds",
    "figures",
    "form",
    "frequency",
    "direction",
    "high",
    "intro",
    "key",
    "kind",
    "lead",
    "low",
    "made_at",
    "mode",
    "on",
    "recorded_on",
    "regions",
    "status",
    "unit",
    "organisation",
    "path",
    "question",
    "rating",
    "state",
    "submitted_at",
    "accepted_at",
    "accepted_in",
    "target_on",
    "dated_on",
    "until",
    "valid_from",
    "valid_until",
    "due_on",
    "ends_on",
    "freeze_on",
    "meeting_on",
    "opens_on",
    "review_due_on",
    "starts_on",
}


@pytest.fixture(scope="module")
def document(rendered):
    with pikepdf.open(io.BytesIO(rendered.data)) as opened:
        yield opened


@pytest.fixture(scope="module")
def elements(document):
    """Every element of the structure tree, in reading order."""
    return list(walk(document.Root.StructTreeRoot.K))


@pytest.fixture(scope="module")
def text(rendered):
    """The text of all pages without white space, for lines break anywhere."""
    reader = pypdf.PdfReader(io.BytesIO(rendered.data))
    return squeeze("".join(page.extract_text() for page in reader.pages))


def walk(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from walk(node.K)


def squeeze(text):
    return re.sub(r"\s+", "", text)


def texts(value):
    """Every text of the snapshot that people wrote or that names something."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in NO_TEXTS:
                yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) and value:
        yield value


def test_it_is_tagged_and_says_its_language_and_title(document):
    root = document.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "en"
    assert root.ViewerPreferences.DisplayDocTitle
    title = str(document.docinfo["/Title"])
    assert title == "Talvia: report to the oversight committee, 2026-Q2"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_headings_are_in_order_and_one_is_the_first(elements):
    levels = [int(str(e.S)[2:]) for e in elements if re.fullmatch(r"/H[1-6]", str(e.S))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_figure_has_words(elements):
    figures = [e for e in elements if str(e.S) == "/Figure"]
    assert len(figures) > 20
    assert [e for e in figures if not str(e.get("/Alt", ""))] == []


def test_every_table_has_heads(elements):
    tables = [e for e in elements if str(e.S) == "/Table"]
    bare = [e for e in tables if not any(str(x.S) == "/TH" for x in walk(e.K))]
    assert len(tables) > 21
    assert bare == []


def test_it_carries_no_script_no_file_and_no_outside_link(document):
    raw = Counter()
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            raw.update(str(key) for key in item)
            raw.update([str(item.get("/S", ""))])
    forbidden = {"/JavaScript", "/JS", "/EmbeddedFile", "/EmbeddedFiles", "/URI", "/Launch", "/AA"}
    assert forbidden & set(raw) == set()
    assert len(document.attachments) == 0


def test_it_has_bookmarks_and_links_to_them(document):
    with document.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert "Summary" in titles
    assert "Criminal Justice" in titles


def test_all_fonts_are_inside_and_are_ours(document):
    names = set()
    for page in document.pages:
        for font in page.Resources.get("/Font", {}).values():
            names.add(str(font.BaseFont).partition("+")[2])
            descendant = font.DescendantFonts[0]
            assert (
                "/FontFile2" in descendant.FontDescriptor
                or "/FontFile3" in descendant.FontDescriptor
            )
    assert {name.split(",")[0] for name in names} <= {"Source-Sans-3", "Source-Sans-3-Semi-Bold"}


def test_every_text_of_the_snapshot_is_printed(snapshot, text):
    printed = text.casefold()  # names of registers begin with a capital letter there
    frozen = set(texts(json.loads(snapshot.content)))
    missing = {value for value in frozen if squeeze(value).casefold() not in printed}
    assert missing == set()


def test_mark_up_in_a_text_is_printed_as_it_was_written(text):
    assert squeeze(HOSTILE) in text


def test_each_page_says_which_report_it_is_of(rendered, snapshot):
    reader = pypdf.PdfReader(io.BytesIO(rendered.data))
    for number, page in enumerate(reader.pages[1:], start=2):
        words = page.extract_text()
        assert f"Page {number} of {rendered.pages}" in words
        assert snapshot.digest[:12] in words
        assert "For the oversight committee" in words
        assert "Demonstration data of an invented country" in words
    assert snapshot.digest in reader.pages[0].extract_text()


def test_the_same_snapshot_gives_the_same_bytes(rendered, snapshot, settings):
    settings.TIME_ZONE = "Pacific/Kiritimati"
    assert build.render(snapshot).data == rendered.data


@pytest.mark.parametrize(
    "foreign",
    [
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<link rel="stylesheet" href="http://example.org/x.css">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<style>@import "https://example.org/x.css";</style>',
        '<p style="background: url(https://example.org/x.png)">x</p>',
        '<style>@font-face { font-family: x; src: url("file:///x.ttf") }</style>',
        '<object data="https://example.org/x.svg"></object>',
        '<embed src="https://example.org/x.svg">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://example.org/x.png"/></svg>',
        '<img src="report:../pdf.py" alt="x">',
        '<img src="report:LICENCE.txt" alt="x">',
    ],
)
def test_nothing_foreign_is_fetched(foreign):
    with pytest.raises(pdf.CannotRender, match="foreign address"):
        pdf.render(f'<html lang="en"><title>x</title><body>{foreign}<p>x</p></body></html>')


def test_a_document_that_takes_too_long_is_given_up():
    page = '<html lang="en"><title>x</title><body><p style="break-after: page">x</p><p>y</p>'
    with pytest.raises(pdf.CannotRender, match="seconds"):
        pdf.render(page, limits=pdf.Limits(seconds=-1))
    with pytest.raises(pdf.CannotRender, match="memory"):
        pdf.render(page, limits=pdf.Limits(megabytes=1))


def test_a_size_that_breaks_the_arithmetic_is_a_plain_failure():
    with pytest.raises(pdf.CannotRender, match="cannot be laid out"):
        pdf.render('<html lang="en"><title>x</title><p style="font-size: 1e9px">x</p>')


def test_each_page_is_heard_of():
    heard = []
    page = '<html lang="en"><title>x</title><body><p style="break-after: page">x</p><p>y</p>'
    assert pdf.render(page, on_page=heard.append).pages == 2
    assert set(heard) == {1, 2}
