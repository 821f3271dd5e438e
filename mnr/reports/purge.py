"""The job that removes withheld texts for good, and the files that were built with them."""

import json
from pathlib import Path

from django.conf import settings
from django.db import transaction

from mnr.models import Quarantine, Report
from mnr.reports import storage
from mnr.services import jobs, purging

LIST = "purges.jsonl"


@jobs.job(purging.JOB, attempts=5)
def purge_content(*, quarantine, progress):
    """Destroy the texts, then the files. Done twice, it does nothing more."""
    row = purging.purge(Quarantine.objects.get(pk=quarantine))
    remove_files(row)
    note(row)


def remove_files(row: Quarantine) -> None:
    """Remove the reports that were built with the texts, and files that no report names."""
    with transaction.atomic():
        named = set(Report.objects.exclude(sha256="").values_list("sha256", flat=True))
        for sha256 in set(row.files.values_list("sha256", flat=True)) - named:
            storage.discard(sha256)
        storage.discard_unnamed(named)


def note(row: Quarantine) -> None:
    """Add to the list of removals: ids alone. Kept beside the database, so that it outlives it."""
    path = list_path()
    entry = {
        "quarantine": str(row.pk),
        "kind": row.kind,
        "object": str(row.object_id),
        "reason": row.reason,
        "requested_by": str(row.purge_requested_by_id),
        "confirmed_by": str(row.purge_confirmed_by_id),
    }
    if entry not in noted():
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry) + "\n")


def noted() -> list[dict]:
    """Every removal on the list."""
    path = list_path()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def list_path() -> Path:
    """Where the list of removals is kept."""
    return Path(settings.STATE_DIR) / LIST
