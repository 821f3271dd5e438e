"""Assessments: the two ratings of a capability and the answers that they rest on."""

from dataclasses import dataclass, field
from typing import cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mnr import levels, permissions
from mnr.models import Assessment, Assignment, CheckAnswer, EvidenceCheck
from mnr.roles import Action
from mnr.services.drafts import current_content, lock, touch
from mnr.services.errors import Refused

FIELDS = (
    "in_place",
    "in_use",
    "departure_reason",
    "lowering_reason",
    "rationale",
    "target_level",
    "target_on",
)


@dataclass(frozen=True)
class Answered:
    """One check as it was answered: "no", "partly", "yes" or "" for not yet."""

    answer: str
    note: str = ""
    evidence: list = field(default_factory=list)


def earlier_assessment(update) -> Assessment | None:
    """The assessment that stands until this update brings a new one."""
    return (
        Assessment.objects.before(update.period)
        .filter(update__capability=update.capability_id)
        .select_related("assessed_in", "update__period")
        .first()
    )


def may_assess(update) -> bool:
    """Whether the update is the capability's lead organisation's, which alone assesses."""
    return (
        Assignment.objects.in_force()
        .filter(
            capability=update.capability_id,
            organisation=update.organisation_id,
            kind=Assignment.Kind.LEAD,
        )
        .exists()
    )


def proposal_for(capability, answers: dict) -> levels.Proposal:
    """What the answers support. `answers` is {check id: Answered}."""
    checks = EvidenceCheck.objects.filter(capability=capability, withdrawn_on=None)
    return levels.propose(
        [
            levels.Answered(
                code=check.code,
                level=check.level,
                rating=cast(levels.Rating, check.rating),
                answer=(answers[check.pk].answer or None) if check.pk in answers else None,
            )
            for check in checks
        ]
    )


@transaction.atomic
def save_assessment(*, update, version: int, values: dict, answers: dict, by):
    """Save the assessment as it stands; it need not be complete. Returns the update.

    `answers` is {check id: Answered}. Raises EditConflict, Denied, WrongState, or Refused when the
    organisation is not the capability's lead.
    """
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_EDIT, update)
    before = current_content(update)
    assessment = _own_assessment(update)
    for name, value in values.items():
        if name not in FIELDS:
            raise ValueError(f"{name} is not written by saving an assessment")
        setattr(assessment, name, value)
    if (assessment.in_place is None) != (assessment.in_use is None):
        raise Refused(_("Give both ratings, from 0 to 4, or neither."), "in_use")
    proposal = proposal_for(update.capability, answers)
    assessment.proposed_in_place, assessment.proposed_in_use = proposal.in_place, proposal.in_use
    assessment.is_confirmation, assessment.assessed_in = False, update.period
    assessment.save()
    _replace_answers(assessment, update, answers)
    return touch(update, before, by)


@transaction.atomic
def confirm_assessment(*, update, version: int, by):
    """Say that the earlier assessment is still valid: its answers are taken over unchanged."""
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_EDIT, update)
    earlier = earlier_assessment(update)
    if earlier is None:
        raise Refused(_("There is no earlier assessment to confirm: answer the checks."))
    before = current_content(update)
    assessment = _own_assessment(update)
    for name in (*FIELDS, "proposed_in_place", "proposed_in_use", "assessed_in"):
        setattr(assessment, name, getattr(earlier, name))
    assessment.lowering_reason = ""
    assessment.is_confirmation = True
    assessment.save()
    taken_over = earlier.answers.prefetch_related("evidence")
    _replace_answers(
        assessment,
        update,
        {
            row.check_item_id: Answered(row.answer, row.note, list(row.evidence.all()))
            for row in taken_over
        },
    )
    return touch(update, before, by)


@transaction.atomic
def remove_assessment(*, update, version: int, by):
    """Take the assessment out of a draft; the earlier one goes on standing."""
    update = lock(update, version)
    permissions.require(by, Action.UPDATE_EDIT, update)
    before = current_content(update)
    Assessment.objects.filter(update=update).delete()
    return touch(update, before, by)


def missing_from_assessment(update) -> list:
    """What the update's assessment still lacks, as (field, what to do)."""
    assessment = getattr(update, "assessment", None)
    if assessment is None:
        return []
    if assessment.in_use is None:
        return [("in_use", _("Give both ratings, or remove the assessment."))]
    missing = []
    proposal = levels.Proposal(
        in_place=assessment.proposed_in_place, in_use=assessment.proposed_in_use, unmet=()
    )
    if levels.departs(proposal, assessment.in_place, assessment.in_use) and not (
        assessment.departure_reason
    ):
        missing.append(
            ("departure_reason", _("Say why the ratings differ from what the answers support."))
        )
    earlier = earlier_assessment(update)
    if is_lower(assessment, earlier) and not assessment.lowering_reason:
        missing.append(("lowering_reason", _("Say why the level is lower than before.")))
    return missing


def is_lower(assessment, earlier) -> bool:
    """Whether either rating went down since the earlier assessment."""
    return bool(
        earlier
        and earlier.in_use is not None
        and (assessment.in_place < earlier.in_place or assessment.in_use < earlier.in_use)
    )


def _own_assessment(update):
    if not may_assess(update):
        raise Refused(_("Only the organisation that leads the capability assesses it."))
    return Assessment.objects.filter(update=update).first() or Assessment(
        update=update, assessed_in=update.period
    )


def _replace_answers(assessment, update, answers):
    checks = {check.pk for check in EvidenceCheck.objects.filter(capability=update.capability_id)}
    assessment.answers.all().delete()
    for check, answered in answers.items():
        if check not in checks:
            raise Refused(_("This check belongs to another capability."))
        if not answered.answer:
            continue
        row = CheckAnswer.objects.create(
            assessment=assessment,
            check_item_id=check,
            answer=answered.answer,
            note=answered.note,
        )
        if any(item.organisation_id != update.organisation_id for item in answered.evidence):
            raise Refused(_("Refer to documents that your organisation has recorded."))
        row.evidence.set(answered.evidence)
