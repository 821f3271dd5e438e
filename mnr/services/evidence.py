"""References to official documents, kept by each organisation for its own updates."""

from django.db import transaction
from django.utils import timezone

from mnr import permissions
from mnr.models import Evidence
from mnr.roles import Action
from mnr.services import audit
from mnr.services.content import evidence_content
from mnr.services.errors import EditConflict
from mnr.services.releases import evidence_text, refuse_unreleased


@transaction.atomic
def save_evidence(
    *, evidence: Evidence, version: int | None = None, by, is_released: bool = False
) -> Evidence:
    """Record a document or a change to its reference. `version` is that which was read.

    What the content guard asks about is held first (`releases.hold_evidence`).
    """
    stored = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk).first()
    if stored:
        permissions.require(by, Action.EVIDENCE_EDIT, stored)
        if version is not None and stored.version != version:
            raise EditConflict(stored)
        evidence.version = stored.version + 1
    permissions.require(by, Action.EVIDENCE_EDIT, evidence)
    evidence.full_clean()
    if not is_released:
        refuse_unreleased(evidence_text(evidence), "title")
    evidence.recorded_by = evidence.recorded_by or by
    evidence.save()
    before = evidence_content(stored) if stored else {}
    if changes := audit.changed(before, evidence_content(evidence)):
        audit.record(Action.EVIDENCE_EDIT, evidence, by, changes)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, by) -> Evidence:
    """Say that a document no longer counts. Earlier updates go on naming it."""
    evidence = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    permissions.require(by, Action.EVIDENCE_EDIT, evidence)
    if evidence.withdrawn_on is None:
        evidence.withdrawn_on = timezone.localdate()
        evidence.version += 1
        evidence.save(update_fields=["withdrawn_on", "version"])
        audit.record(
            Action.EVIDENCE_EDIT, evidence, by, {"withdrawn_on": [None, evidence.withdrawn_on]}
        )
    return evidence
