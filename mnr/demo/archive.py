"""The documents that the demonstration's organisations refer to; none of the addresses exists."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from mnr.demo import texts
from mnr.demo.cast import Cast
from mnr.demo.dates import dated, moment
from mnr.demo.dice import Dice
from mnr.models import Evidence
from mnr.roles import Action
from mnr.services import audit
from mnr.services.content import evidence_content

AGES = (-0.15, 0.1, 0.45, 0.8)  # parts of the demonstration's time at which documents are dated


@dataclass
class Archive:
    """Documents by the capability that they belong to."""

    documents: dict = field(default_factory=dict)  # capability id: [Evidence], oldest first

    def known(self, capability_id, on: date) -> list:
        """The capability's documents that exist by a day."""
        rows = self.documents.get(capability_id, [])
        return [row for row in rows if row.dated_on <= on]


def write(cast: Cast, dice: Dice, begins: date, today: date) -> Archive:
    """Every capability's documents, recorded by its lead organisation."""
    archive = Archive()
    for assignment in cast.assignments:
        if assignment.kind == "lead":
            archive.documents[assignment.capability_id] = _documents(
                assignment, cast, dice, begins, today
            )
    rows = [row for documents in archive.documents.values() for row in documents]
    Evidence.objects.bulk_create(rows)
    events = []
    for row in rows:
        at = moment(max(row.dated_on, begins) + timedelta(days=5))
        Evidence.objects.filter(pk=row.pk).update(recorded_at=at)
        changes = audit.changed({}, evidence_content(row)) | dated(at)
        events.append(audit.Entry(Action.EVIDENCE_EDIT, row, row.recorded_by, changes))
    audit.record_many(events)
    return archive


def _documents(assignment, cast, dice, begins, today):
    number = assignment.capability.number
    named = texts.fragments()[number].documents
    return [
        _document(assignment, cast, kind, title, dice, begins, today, age)
        for (kind, title), age in zip(named, AGES, strict=False)
    ]


def _document(assignment, cast, kind, title, dice, begins, today, age):
    chance = dice.at("document", title)
    length = (today - begins).days
    dated = begins + timedelta(days=int(length * age) + chance.randrange(20))
    organisation = assignment.organisation
    expires = chance.random() < 0.35
    on_paper = chance.random() < 0.25
    return Evidence(
        id=dice.key("evidence", str(assignment.pk), title),
        organisation=organisation,
        title=title,
        kind=kind,
        publisher=texts.common("publishers").get(kind, organisation.name),
        dated_on=dated,
        url="" if on_paper else f"https://{_slug(organisation.short_name)}.example/{_slug(title)}",
        registry_number=f"TAL/{dated.year}/{chance.randrange(100, 999)}" if on_paper else "",
        valid_from=dated,
        valid_until=dated + timedelta(days=chance.choice((365, 730))) if expires else None,
        recorded_by=cast.writers[organisation.pk][0],
    )


def _slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
