"""Levels as they stand: an accepted assessment holds until a later one is accepted."""

from collections import defaultdict

from mnr.models import Assessment, Snapshot
from mnr.services.content import assessment_content
from mnr.services.strengths import strengths


def standing_assessments(period, day) -> dict:
    """{capability id: content of the assessment that stands in the period}, with since when, and
    how strong its evidence is on a day.
    """
    rows = (
        Assessment.objects.accepted()
        .filter(update__period__starts_on__lte=period.starts_on)
        .order_by("update__capability_id", "-update__period__starts_on")
        .distinct("update__capability_id")
        .select_related("update__period", "update__organisation", "assessed_in")
        .prefetch_related("answers__check_item", "answers__evidence")
    )
    return {
        row.update.capability_id: assessment_content(row)
        | {
            "accepted_in": row.update.period.code,
            "organisation": str(row.update.organisation_id),
            "strength": {key: found.plain() for key, found in strengths(row, day).items()},
        }
        for row in rows
    }


KEPT = ("in_place", "in_use", "target_level", "target_on", "confidence")


def level_history(period) -> dict:
    """{capability number: [{period and what is KEPT of it}]} of the periods frozen before it."""
    history = defaultdict(list)
    for code, capabilities in frozen_summaries(before=period):
        for number, row in capabilities.items():
            history[int(number)].append({"period": code} | {name: row[name] for name in KEPT})
    return history


def frozen_summaries(before=None):
    """(period code, {number: summary}) of each frozen period's newest snapshot, oldest first."""
    rows = Snapshot.objects.order_by("period__starts_on", "-version").distinct("period__starts_on")
    if before is not None:
        rows = rows.filter(period__starts_on__lt=before.starts_on)
    for code, summary in rows.values_list("period__code", "summary"):
        yield code, summary["capabilities"]
