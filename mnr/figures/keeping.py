"""Makes the figures of an edition once, and gives them again."""

from django.db import connection, transaction

from mnr.figures import control, standing
from mnr.models import EditionFigures, Snapshot
from mnr.services import overrides, snapshots, text_places

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


def told(snapshot: Snapshot, content: dict, edition: str = COMMITTEE) -> dict | None:
    """What the edition tells, without texts that are withheld in the content at present.

    Of a snapshot that is not stored, as if it were the first.
    """
    if "indicators" not in content:
        return None
    if snapshot._state.adding:
        return _controlled(content, edition, [])[0]
    made = figures_of(snapshot, edition)
    return made if made is None else _without_withheld(made, content)


def _without_withheld(made, content):
    """The figures with the texts that the content has: one that is withheld is a mark there."""
    frozen = content["indicators"]
    groups = [*(row["values"] for row in frozen["definitions"]), frozen["published"]]
    said = {value["id"]: value for rows in groups for value in rows}
    return made | {
        part: {
            code: [_as_said(figure, said.get(figure.get("id"))) for figure in rows]
            for code, rows in made.get(part, {}).items()
        }
        for part in ("figures", "series", "parts")
    }


def _as_said(figure, value):
    if value is None:
        return figure
    texts = {name: text for name, text in value["texts"].items() if name in figure}
    if "returned" in figure:
        texts["returned"] = figure["returned"] | {"reason": value["texts"]["checked"]}
    is_mark = text_places.is_mark(value["value"])
    return figure | texts | ({"value": value["value"]} if is_mark else {})


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
    told, kept = _controlled(content, edition, earlier, _decisions(snapshot, edition))
    made = EditionFigures.objects.create(
        snapshot=snapshot, edition=edition, content=told, kept=kept
    )
    if edition == COMMITTEE:
        overrides.note_followed(figures=made, keys=[row["id"] for row in told["overrides"]])
    return made


def _decisions(snapshot, edition):
    """The decisions on single figures that an edition is to follow.

    Others follow those that the committee's followed: if one told what the other one hides
    in its place, both side by side would tell what each of them hides.
    """
    if edition == COMMITTEE:
        return overrides.waiting(edition)
    made = figures_of(snapshot)
    return made["overrides"] if made else []


def _controlled(content, edition, earlier, waiting=()):
    made = control.control(content, edition, [row.kept for row in earlier], waiting)
    series = standing.with_series(content, made.content, [row.content for row in earlier])
    return series, made.kept
