"""The committee's edition: all that a snapshot holds, in the order the committee reads it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.models import Snapshot
from mnr.reports import capabilities, changes, indicators, messages, reduced
from mnr.reports.edition import (
    Decision,
    Edition,
    EnablerRow,
    Extension,
    NamedObstacle,
    Silence,
)
from mnr.reports.frozen import Frozen, day, moment
from mnr.reports.imprint import Anchor, Imprint


def committee_edition(snapshot: Snapshot) -> Edition:
    """The edition of a snapshot, in the active language. Reads nothing but the snapshot, and what
    disclosure control made of its figures once.
    """
    frozen = Frozen.of(snapshot)
    chapters = capabilities.chapters(frozen)
    pages = [page for chapter in chapters for page in chapter.pages]
    enablers, other = _enablers(frozen, pages)
    imprint = _imprint(frozen)
    decisions = _decisions(pages)
    return Edition(
        imprint=imprint,
        messages=messages.messages(pages, decisions, enablers, imprint),
        changes=changes.changes(pages),
        decisions=decisions,
        silences=_silences(pages),
        chapters=chapters,
        enablers=enablers,
        other_obstacles=other,
        references=frozen.references(),
        periods=frozen.periods,
        **_framework(frozen.content["framework"]),
        **indicators.beside(frozen),
        **_exceptions(frozen),
    )


def _framework(row):
    return {
        "framework": row["title"],
        "framework_published": row["published"],
        "scale": tuple(row["scale"]),
    }


def _imprint(frozen):
    content, period = frozen.content, frozen.content["period"]
    return Imprint(
        country=content["country"]["name"],
        is_demonstration=content["country"]["is_demonstration"],
        period=period["code"],
        starts_on=day(period["starts_on"]),
        ends_on=day(period["ends_on"]),
        meeting_on=day(period["meeting_on"]),
        previous_period=frozen.periods[-2] if len(frozen.periods) > 1 else "",
        version=content["version"],
        note=content["note"],
        edition=_("Committee edition"),
        classification=_("For the oversight committee"),
        digest=frozen.digest,
        previous_digest=content["previous_digest"],
        made_at=moment(content["made_at"]),
        anchor=_anchor(content.get("anchor")),
        check_at=_check_at(content["country"].get("address"), frozen.digest),
    )


def _check_at(site, digest):
    """As frozen: the settings of the machine that builds a report do not show in it."""
    return site + reverse("verify_digest", args=[digest]) if site else ""


def _anchor(row):
    return Anchor(day(row["day"]), row["number"], row["digest"]) if row else None


def _decisions(pages):
    return tuple(
        Decision(page.number, page.title, part.organisation, part.decisions_asked)
        for page in pages
        for part in page.parts
        if part.decisions_asked
    )


def _silences(pages):
    return tuple(Silence(page.number, page.title, part) for page in pages for part in page.silent)


def _enablers(frozen, pages):
    """The obstacles behind each enabler, and those that name none."""
    found: dict[str, list[NamedObstacle]] = {title: [] for title in ["", *frozen.enablers.values()]}
    for page in pages:
        for part in page.parts:
            for obstacle in part.obstacles:
                named = NamedObstacle(page.number, part.short_name, obstacle.text)
                found[obstacle.enabler].append(named)
    other = tuple(found.pop(""))
    return tuple(EnablerRow(title, tuple(rows)) for title, rows in found.items()), other


def _exceptions(frozen):
    """More time that was given, and duties that were not kept apart."""
    extensions = (
        Extension(frozen.organisation(row["organisation"]), day(row["until"]), row["reason"])
        for row in frozen.content["extensions"]
    )
    return {"extensions": tuple(extensions), "reduced": reduced.reduced(frozen)}
