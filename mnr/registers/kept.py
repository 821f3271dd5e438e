"""What the newest snapshots of frozen periods have of the registers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import JSONField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from mnr.models import ReportingPeriod, Snapshot

REGISTERS = KeyTransform("registers", Cast("content", JSONField()))


def kept_registers(period: ReportingPeriod) -> dict:
    """{path: what the newest snapshot has of a register}; the rest of the content stays put."""
    return kept_of([period]).get(period.pk, {})


def kept_of(periods: Iterable[ReportingPeriod]) -> dict:
    """The same of several periods, by their keys. One query."""
    rows = Snapshot.objects.filter(period__in=list(periods)).order_by("period", "-version")
    found = rows.distinct("period").annotate(part=REGISTERS).values_list("period", "part")
    return {key: {row["path"]: row for row in part or []} for key, part in found}


def newest_snapshot(period: ReportingPeriod) -> Snapshot | None:
    """The newest snapshot of a period without its content but for the registers, as `kept`."""
    rows = Snapshot.objects.filter(period=period).order_by("-version")
    return rows.defer("content", "summary").annotate(kept=REGISTERS).first()


def registers_in(snapshot: Snapshot | None) -> dict:
    """{path: what it has of a register} of such a snapshot."""
    return {row["path"]: row for row in (snapshot and snapshot.kept) or []}  # type: ignore[attr-defined]


def lacking_in(row) -> list[UUID]:
    """The organisations whose return was not there."""
    return [UUID(one["organisation"]) for one in row["missing"]]
