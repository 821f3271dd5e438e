"""The pages of an edition that are about one capability."""

from statistics import median

from mnr import targets
from mnr.reports import indicators, kept, self_check
from mnr.reports.edition import (
    CapabilityPage,
    CheckRow,
    DomainChapter,
    Obstacle,
    Part,
    Point,
    Rating,
)
from mnr.reports.frozen import Frozen, day, moment


def chapters(frozen: Frozen) -> tuple[DomainChapter, ...]:
    """A chapter for each domain, in the framework's order."""
    lines = indicators.lines(frozen)
    pages = [_page(frozen, row, lines) for row in frozen.content["capabilities"]]
    domains = enumerate(frozen.content["framework"]["domains"], start=1)
    return tuple(_chapter(frozen, order, domain, pages, lines) for order, domain in domains)


def _chapter(frozen, order, domain, pages, lines):
    mine = tuple(
        page for page in pages if frozen.capabilities[page.number]["domain"] == domain["key"]
    )
    levels = [page.level for page in mine if page.level is not None]
    numbers = {page.number for page in mine}
    return DomainChapter(
        order=order,
        key=domain["key"],
        name=domain["name"],
        outcome=domain["outcome_title"],
        outcome_description=domain["outcome_description"],
        pages=mine,
        lowest=min(levels, default=None),
        median=median(levels) if levels else None,
        registers=kept.pages(frozen, domain["key"]),
        indicators=tuple(line for line in lines if line.capability in numbers),
    )


def _page(frozen, row, lines):
    words = frozen.capabilities[row["number"]]
    standing = row["assessment"] or {}
    before = row["levels"][-1] if row["levels"] else {}
    points = [Point(item["period"], item["in_place"], item["in_use"]) for item in row["levels"]]
    now = Point(frozen.period, standing.get("in_place"), standing.get("in_use"))
    target = standing.get("target_level"), day(standing.get("target_on"))
    return CapabilityPage(
        number=row["number"],
        title=words["title"],
        description=words["description"],
        lead=frozen.organisation(row["lead"]) if row["lead"] else "",
        history=(*points, now),
        confidence=row["confidence"],
        confidence_before=before.get("confidence", ""),
        target_level=target[0],
        target_on=target[1],
        target_before=before.get("target_level"),
        misses_target=targets.is_missed(now.level, *target, **_days(frozen)),
        rating=_rating(frozen, standing) if standing else None,
        checks=_checks(frozen, row["number"], words["checks"], standing),
        parts=_parts(frozen, row),
        self_check=self_check.of_capability(frozen, row, lines),
    )


def _days(frozen):
    """Up to when a snapshot can tell: its period's end, and the day on which it was made."""
    content = frozen.content
    return {
        "ends_on": day(content["period"]["ends_on"]),
        "today": moment(content["made_at"]).date(),
    }


def _rating(frozen, standing):
    assessed_in = standing["assessed_in"]
    return Rating(
        assessed_in=assessed_in,
        accepted_in=standing["accepted_in"],
        periods_old=_age(frozen.periods, assessed_in),
        confirmed_in=standing["accepted_in"] if standing["accepted_in"] != assessed_in else "",
        **{
            name: standing[name]
            for name in (
                "proposed_in_place",
                "proposed_in_use",
                "rationale",
                "departure_reason",
                "lowering_reason",
            )
        },
    )


def _age(periods, assessed_in):
    """How many periods ago that was; None if it was before the first that was frozen."""
    return len(periods) - 1 - periods.index(assessed_in) if assessed_in in periods else None


def _checks(frozen, number, checks, standing):
    answers = {answer["check"]: answer for answer in standing.get("answers", [])}
    rows = []
    for check in checks:
        given = answers.get(check["code"], {"answer": "", "note": "", "evidence": []})
        rows.append(
            CheckRow(
                **check,
                answer=given["answer"],
                note=given["note"],
                references=frozen.refer(given["evidence"], number),
            )
        )
    return tuple(rows)


def _parts(frozen, row):
    """What each organisation says: the lead first, then the others by name."""
    updates = {update["organisation"]: update for update in row["updates"]}
    owed = {item["organisation"]: item for item in row["expected"]}
    for organisation in updates:  # accepted, though no longer expected
        extra = {"organisation": organisation, "state": "accepted", "is_expected": False}
        owed.setdefault(organisation, extra)
    parts = [
        _part(frozen, row, item, updates.get(organisation)) for organisation, item in owed.items()
    ]
    return tuple(sorted(parts, key=lambda part: (not part.is_lead, part.organisation)))


def _part(frozen, row, item, update):
    organisation = item["organisation"]
    said = _said(frozen, row["number"], update) if update else {}
    return Part(
        organisation=frozen.organisation(organisation),
        short_name=frozen.short_name(organisation),
        is_lead=organisation == row["lead"],
        state=item["state"],
        is_expected=item.get("is_expected", True),
        waiver_reason=item.get("waiver_reason", ""),
        last_update=item.get("last_update") or "",
        **said,
    )


def _said(frozen, number, update):
    texts = ("achievements", "next_steps", "decisions_asked", "public_summary")
    return {
        "is_nil": update["is_nil"],
        "confidence": update["confidence"],
        "submitted_on": moment(update["submitted_at"]).date(),
        "obstacles": tuple(
            Obstacle(item["text"], frozen.enablers.get(item["enabler"], ""))
            for item in update["obstacles"]
        ),
        "references": frozen.refer(update["evidence"], number),
        **{name: update[name] for name in texts},
    }
