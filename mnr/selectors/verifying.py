"""What anybody may learn of a digest that stands on a report, or of its file.

Whoever has the whole digest has the report; of others nobody learns whether they are there.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from mnr.models import AuditEvent, Report, Snapshot
from mnr.services.reports import BUILT

DIGEST = re.compile(r"[0-9a-f]{64}")
BETWEEN = re.compile(r"[\s:·-]+")  # how people part long runs of signs


class Verdict(TextChoices):
    """What a digest says of a copy."""

    VALID = "valid", _("Valid")
    SUPERSEDED = "superseded", _("Superseded")
    TAKEN_BACK = "taken_back", _("Taken back")
    UNKNOWN = "unknown", _("Unknown")


@dataclass(frozen=True)
class Verified:
    """A verdict, with what stands on the cover of every copy of such a report."""

    verdict: Verdict
    period: str = ""
    version: int = 0
    newest: int = 0
    note: str = ""  # on the newest correction, public
    made_at: datetime | None = None
    is_of_file: bool = False  # else of the snapshot that a report is made from


def plain(text: str) -> str:
    """A digest as it was typed or read aloud, in one piece; empty if it is none."""
    found = BETWEEN.sub("", text).casefold()
    return found if DIGEST.fullmatch(found) else ""


def verified(digest: str) -> Verified:
    """What the digest of a snapshot, or of a file, says: one to three queries."""
    if found := _snapshots().filter(digest=digest).first():
        return _of_snapshot(found)
    report = Report.objects.filter(sha256=digest, status=Report.Status.READY).first()
    if report and not report.is_withheld:
        return _of_snapshot(_snapshots().get(pk=report.snapshot_id), is_of_file=True)
    was_built = AuditEvent.objects.filter(action=BUILT, content__text__contains=digest)
    is_known = report is not None or was_built.exists()
    return Verified(Verdict.TAKEN_BACK if is_known else Verdict.UNKNOWN, is_of_file=is_known)


def _snapshots():
    """Snapshots without their content, each with the newest version of its period and its note."""
    of_period = Snapshot.objects.filter(period=OuterRef("period"))
    newest = of_period.order_by().values("period").annotate(last=Max("version")).values("last")
    note = of_period.order_by("-version").values("note")[:1]
    rows = Snapshot.objects.select_related("period").defer("content", "summary")
    return rows.annotate(newest=Subquery(newest), newest_note=Subquery(note))


def _of_snapshot(row, *, is_of_file=False) -> Verified:
    is_newest = row.version == row.newest
    return Verified(
        Verdict.VALID if is_newest else Verdict.SUPERSEDED,
        row.period.code,
        row.version,
        row.newest,
        "" if is_newest else row.newest_note,
        row.made_at,
        is_of_file,
    )
