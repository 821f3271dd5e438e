"""An edition as one HTML document, section by section."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mnr.reports import figures
from mnr.reports.edition import Edition

FOLDER = "reports/edition"
CONTENTS = {
    "summary": gettext_noop("Summary"),
    "picture": gettext_noop("The response on one page"),
    "decisions": gettext_noop("What the committee is asked to decide"),
    "changes": gettext_noop("What changed"),
    "silences": gettext_noop("Who did not report"),
    "enablers": gettext_noop("Enablers"),
    "levels": gettext_noop("Levels over the periods"),
    "reporting": gettext_noop("Who reports on what"),
    "documents": gettext_noop("Documents referred to"),
    "methods": gettext_noop("How to read and check this report"),
}
BEFORE = ("summary", "picture", "decisions", "changes", "silences")
AFTER = ("enablers", "levels", "reporting", "documents", "methods")


@dataclass(frozen=True)
class Section:
    """A part of the document: its anchor, its title, what it contains, and its mark-up."""

    id: str
    title: str
    html: str
    entries: tuple = ()


def render(edition: Edition, progress=None) -> str:
    """The whole document. `progress(done, all)` hears of each section."""
    makers = [
        *[(_plain, name) for name in BEFORE],
        *[(_domain, chapter) for chapter in edition.chapters],
        *[(_plain, name) for name in AFTER],
    ]
    sections = []
    for done, (make, what) in enumerate(makers, start=1):
        sections.append(make(edition, what))
        if progress:
            progress(done, len(makers))
    context = {
        "edition": edition,
        "sections": sections,
        "entries": sections,
        "cover": figures.cover(edition),
    }
    return render_to_string("reports/committee.html", context)


def _plain(edition, name):
    context = {"edition": edition} | CONTEXTS.get(name, lambda edition: {})(edition)
    return Section(name, _(CONTENTS[name]), render_to_string(f"{FOLDER}/{name}.html", context))


def _domain(edition, chapter):
    context = {
        "edition": edition,
        "chapter": chapter,
        "drawing": figures.domain_levels(edition, chapter),
        "pages": [{"page": page, "chart": figures.history(page)} for page in chapter.pages],
    }
    return Section(
        f"domain-{chapter.order}",
        chapter.name,
        render_to_string(f"{FOLDER}/domain.html", context),
        tuple(
            {"id": f"capability-{page.number}", "number": page.number, "title": page.title}
            for page in chapter.pages
        ),
    )


def _picture(edition):
    enablers = [
        {"title": row.title, "count": len(row.capabilities), "url": "#enablers"}
        for row in edition.enablers
    ]
    return {"rows": figures.picture_rows(edition), "enablers": enablers}


def _levels(edition):
    """The grid, and its figures in tables that fit the width of a page."""
    blocks = []
    for start in range(0, len(edition.periods), figures.MOST_PERIODS):
        codes = edition.periods[start : start + figures.MOST_PERIODS]
        rows = [
            {
                "number": page.number,
                "title": page.title,
                "levels": [figures.levels_by_period(page).get(code) for code in codes],
            }
            for page in edition.pages
        ]
        blocks.append({"codes": codes, "last": codes[-1], "rows": rows})
    return {"drawing": figures.all_levels(edition), "blocks": blocks}


def _documents(edition):
    return {"references": edition.references}


CONTEXTS = {"picture": _picture, "levels": _levels, "documents": _documents}
