"""What the newest snapshots of frozen periods have of the registers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import JSONField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from mnr.models import ReportingPeriod, Snapshot


def kept_registers(period: ReportingPeriod) -> dict:
    """{path: what the newest snapshot has of a register}; the rest of the content stays put."""
    return kept_of([period]).get(period.pk, {})


def kept_of(periods: Iterable[ReportingPeriod]) -> dict:
    """The same of several periods, by their keys. One query."""
    rows = Snapshot.objects.filter(period__in=list(periods)).order_by("period", "-version")
    part = KeyTransform("registers", Cast("content", JSONField()))
    found = rows.distinct("period").annotate(part=part).values_list("period", "part")
    return {key: {row["path"]: row for row in part or []} for key, part in found}


def lacking_in(row) -> list[UUID]:
    """The organisations whose return was not there."""
    return [UUID(one["organisation"]) for one in row["missing"]]
