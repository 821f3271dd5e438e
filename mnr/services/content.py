"""An update as plain data: the form in which it is compared, kept and frozen."""

from django.db.models import Prefetch

from mnr.models import CheckAnswer, Obstacle, ProgressUpdate

UPDATE_TEXTS = ("achievements", "next_steps", "decisions_asked", "public_summary")


def updates_with_content(queryset):
    """The queryset with everything that `update_content` reads, in a fixed number of queries."""
    return queryset.select_related(
        "period", "capability", "organisation", "assessment__assessed_in"
    ).prefetch_related(
        Prefetch("obstacles", Obstacle.objects.select_related("enabler")),
        "evidence",
        "questions",
        Prefetch("assessment__answers", CheckAnswer.objects.select_related("check_item")),
        "assessment__answers__evidence",
    )


def update_content(update: ProgressUpdate) -> dict:
    """Everything the update says, without names of people."""
    assessment = getattr(update, "assessment", None)
    return {
        "is_nil": update.is_nil,
        "confidence": update.confidence,
        **{name: getattr(update, name) for name in UPDATE_TEXTS},
        "obstacles": [
            {"text": row.text, "enabler": row.enabler.key if row.enabler else None}
            for row in update.obstacles.all()
        ],
        "evidence": [evidence_content(row) for row in update.evidence.all()],
        "questions": [{"question": row.key, "text": row.answer} for row in update.questions.all()],
        "assessment": assessment_content(assessment) if assessment else None,
    }


def assessment_content(assessment) -> dict:
    """Ratings, reasons, target and the answers to the checks."""
    return {
        "in_place": assessment.in_place,
        "in_use": assessment.in_use,
        "level": assessment.level,
        "proposed_in_place": assessment.proposed_in_place,
        "proposed_in_use": assessment.proposed_in_use,
        "departure_reason": assessment.departure_reason,
        "lowering_reason": assessment.lowering_reason,
        "rationale": assessment.rationale,
        "target_level": assessment.target_level,
        "target_on": assessment.target_on and assessment.target_on.isoformat(),
        "is_confirmation": assessment.is_confirmation,
        "assessed_in": assessment.assessed_in.code,
        "answers": [
            {
                "check": row.check_item.code,
                "answer": row.answer,
                "note": row.note,
                "evidence": [evidence_content(item) for item in row.evidence.all()],
            }
            for row in assessment.answers.all()
        ],
    }


def evidence_content(row) -> dict:
    """A reference to a document."""
    return {
        "id": str(row.pk),
        "title": row.title,
        "kind": row.kind,
        "publisher": row.publisher,
        "dated_on": row.dated_on.isoformat(),
        "url": row.url,
        "registry_number": row.registry_number,
        "valid_from": row.valid_from and row.valid_from.isoformat(),
        "valid_until": row.valid_until and row.valid_until.isoformat(),
    }
