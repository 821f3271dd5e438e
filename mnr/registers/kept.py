"""What the newest snapshots of frozen periods have of the registers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import JSONField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from mnr.models import ReportingPeriod, Snapshot

LACKING: dict[str, dict] = {}  # what `lacking_of` read of snapshots, by their digest


def kept_registers(period: ReportingPeriod) -> dict:
    """{path: what the newest snapshot has of a register}; the rest of the content stays put."""
    rows = _with_registers(Snapshot.objects.filter(period=period).order_by("-version"))
    return {row["path"]: row for row in rows.values_list("part", flat=True).first() or []}


def lacking_of(periods: Iterable[ReportingPeriod]) -> dict:
    """{period: {path: the organisations whose return was not there}}. One query, and one more for
    snapshots that nobody asked about before: they never change, and are long to read.
    """
    newest = Snapshot.objects.filter(period__in=list(periods)).order_by("period", "-version")
    found = dict(newest.distinct("period").values_list("period", "digest"))
    unread = [digest for digest in found.values() if digest not in LACKING]
    if unread:
        rows = _with_registers(Snapshot.objects.filter(digest__in=unread))
        for digest, part in rows.values_list("digest", "part"):
            LACKING[digest] = {row["path"]: lacking_in(row) for row in part or []}
    return {period: LACKING[digest] for period, digest in found.items()}


def _with_registers(rows):
    return rows.annotate(part=KeyTransform("registers", Cast("content", JSONField())))


def lacking_in(row) -> list[UUID]:
    """The organisations whose return was not there."""
    return [UUID(one["organisation"]) for one in row["missing"]]
