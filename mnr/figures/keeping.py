"""Makes the figures of an edition once, and gives them again."""

from django.db import connection, transaction

from mnr.figures import control, standing
from mnr.models import EditionFigures, Snapshot
from mnr.services import snapshots

COMMITTEE = "committee"


def figures_of(snapshot: Snapshot, edition: str = COMMITTEE) -> dict | None:
    """What the edition tells; None of snapshots from before there were indicators.

    Made at the first question, which is a worker's: it can take a minute. Earlier snapshots come
    first, since what they told and hid decides what this one may tell.
    """
    made = EditionFigures.objects.filter(snapshot=snapshot, edition=edition).first()
    if made is None:
        with transaction.atomic():
            _hold(edition)
            made = _made(snapshot, edition)
    return made.content if made else None


def ready(snapshot: Snapshot, edition: str = COMMITTEE) -> dict | None:
    """What the edition tells, if it has been made: pages ask this, and never wait."""
    return (
        EditionFigures.objects.filter(snapshot=snapshot, edition=edition)
        .values_list("content", flat=True)
        .first()
    )


def _hold(edition):
    """Editions of one kind are made one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"mnr figures {edition}"])


def _made(snapshot, edition):
    """The row of a snapshot, after those of all earlier ones. The caller holds the lock."""
    there = {
        row.snapshot_id: row
        for row in EditionFigures.objects.filter(edition=edition, snapshot__pk__lte=snapshot.pk)
    }
    earlier: list[EditionFigures] = []
    for each in Snapshot.objects.filter(pk__lte=snapshot.pk).order_by("pk"):
        row = there.get(each.pk) or _make(each, edition, earlier)
        if row is not None:
            earlier.append(row)
    return earlier[-1] if earlier and earlier[-1].snapshot_id == snapshot.pk else None


def _make(snapshot, edition, earlier):
    content = snapshots.stored(snapshot)
    if "indicators" not in content:
        return None
    made = control.control(content, edition, [row.kept for row in earlier])
    told = standing.with_series(content, made.content, [row.content for row in earlier])
    return EditionFigures.objects.create(
        snapshot=snapshot, edition=edition, content=told, kept=made.kept
    )
