"""What the newest snapshots of frozen periods have of the registers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import JSONField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

from mnr.models import ReportingPeriod, Snapshot

REGISTERS = KeyTransform("registers", Cast("content", JSONField()))
LACKING: dict[str, dict] = {}  # what `lacking_of` read of snapshots, by their digest


def kept_registers(period: ReportingPeriod) -> dict:
    """{path: what the newest snapshot has of a register}; the rest of the content stays put."""
    return registers_in(newest_snapshot(period))


def lacking_of(periods: Iterable[ReportingPeriod]) -> dict:
    """{period: {path: the organisations whose return was not there}}. One query, and one more for
    snapshots that nobody asked about before: they never change, and are long to read.
    """
    newest = Snapshot.objects.filter(period__in=list(periods)).order_by("period_id", "-version")
    found = dict(newest.distinct("period_id").values_list("period", "digest"))
    unread = [digest for digest in found.values() if digest not in LACKING]
    if unread:
        rows = Snapshot.objects.filter(digest__in=unread).annotate(kept=REGISTERS)
        for digest, kept in rows.values_list("digest", "kept"):
            LACKING[digest] = {row["path"]: lacking_in(row) for row in kept or []}
    return {period: LACKING[digest] for period, digest in found.items()}


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
