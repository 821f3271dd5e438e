"""An edition as one HTML document, section by section."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from mnr.reports import columns, figures
from mnr.reports.edition import DomainChapter, Edition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Section:
    """A part of the document: its anchor, its title, its mark-up, and what it contains."""

    id: str
    title: str
    html: str
    entries: tuple = ()


@dataclass(frozen=True)
class Plan:
    """How a section is made. `context` gives what its template needs beside the edition."""

    id: str
    title: "StrOrPromise"
    template: str
    context: Callable = lambda edition: {}

    def make(self, edition):
        """The section."""
        html = render_to_string(self.template, {"edition": edition} | self.context(edition))
        return Section(self.id, str(self.title), html)


def render(edition: Edition, progress=None) -> str:
    """The whole document. `progress(done, all)` hears of each section."""
    chapters = [DomainPlan(chapter) for chapter in edition.chapters]
    plans: list[Plan | DomainPlan] = [*BEFORE, *chapters, *AFTER]
    sections = []
    for done, plan in enumerate(plans, start=1):
        sections.append(plan.make(edition))
        if progress:
            progress(done, len(plans))
    context = {"edition": edition, "sections": sections, "cover": figures.cover(edition)}
    context |= {"check": figures.check(edition.imprint)}
    return render_to_string("reports/committee.html", context)


@dataclass(frozen=True)
class DomainPlan:
    """How the chapter of a domain is made."""

    chapter: DomainChapter

    def make(self, edition):
        """The chapter, with an entry for each capability and one for the registers."""
        chapter = self.chapter
        context = {
            "edition": edition,
            "chapter": chapter,
            "drawing": figures.domain_levels(edition, chapter),
            "pages": [{"page": page, "chart": figures.history(page)} for page in chapter.pages],
            "multiples": figures.multiples(chapter),
            **_registers(chapter),
        }
        html = render_to_string("reports/edition/domain.html", context)
        entries = [
            {"id": f"capability-{page.number}", "number": page.number, "title": page.title}
            for page in chapter.pages
        ]
        if chapter.indicators:
            entries.append({"id": f"indicators-{chapter.order}", "title": _("Indicators")})
        if chapter.registers:
            entries.append({"id": f"registers-{chapter.order}", "title": _("From the registers")})
        return Section(f"domain-{chapter.order}", chapter.name, html, tuple(entries))


def _registers(chapter):
    """The registers that hold something with their drawings, and the names of the others."""
    return {
        "registers": [
            {"register": register, "drawing": columns.columns(register)}
            for register in chapter.registers
            if not register.is_empty
        ],
        "empty": [register.name for register in chapter.registers if register.is_empty],
    }


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


BEFORE = (
    Plan("summary", _("Summary"), "reports/edition/summary.html"),
    Plan("picture", _("The response on one page"), "reports/edition/picture.html", _picture),
    Plan("decisions", _("What the committee is asked to decide"), "reports/edition/decisions.html"),
    Plan("changes", _("What changed"), "reports/edition/changes.html"),
    Plan("silences", _("Who did not report"), "reports/edition/silences.html"),
)
AFTER = (
    Plan("enablers", _("Enablers"), "reports/edition/enablers.html"),
    Plan("values", _("Every value of the indicators"), "reports/edition/values.html"),
    Plan("counting", _("How the indicators are counted"), "reports/edition/counting.html"),
    Plan("levels", _("Levels over the periods"), "reports/edition/levels.html", _levels),
    Plan("reporting", _("Who reports on what"), "reports/edition/reporting.html"),
    Plan("documents", _("Documents referred to"), "reports/edition/documents.html", _documents),
    Plan("methods", _("How to read and check this report"), "reports/edition/methods.html"),
)
