"""The self-check beside a capability: own rating, endorsed rating, indicators, and evidence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.measures import strength
from mnr.measures.progress import Status
from mnr.measures.strength import Strength
from mnr.models import Assessment, ProgressUpdate, User
from mnr.roles import Action
from mnr.selectors import indicator_voices, indicators
from mnr.services.assessments import earlier_assessment
from mnr.services.strengths import WITH_DOCUMENTS, documents_of, strengths

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = ProgressUpdate.State
ENDORSED = (State.ENDORSED, State.ACCEPTED)
LABELS: "dict[str, StrOrPromise]" = {"in_place": _("In place"), "in_use": _("In use")}


@dataclass(frozen=True)
class RatedEvidence:
    """How strong the evidence of one rating is today, and when it falls by itself."""

    label: "StrOrPromise"
    strength: Strength
    falls_on: date | None


@dataclass(frozen=True)
class SelfCheck:
    """What a reader sees side by side. `own` is the lead's newest rating, `endorsed` the newest
    that a domain lead stands behind; `said` counts indicators by status, `unseen` those that are
    not the reader's to know.
    """

    own: Assessment | None
    endorsed: Assessment | None
    evidence: list[RatedEvidence]
    said: list[tuple[Status, int]] = field(default_factory=list)
    unseen: int = 0

    @property
    def rules(self):
        """How a letter is told."""
        return strength.RULES

    @property
    def differs(self):
        """Whether the own rating is another than the endorsed one."""
        if self.own is None or self.endorsed is None:
            return False
        return _ratings(self.own) != _ratings(self.endorsed)


def of_update(user: User, update: ProgressUpdate, earlier: Assessment | None = None) -> SelfCheck:
    """Beside an update: its own rating, that which stands, and what speaks for them."""
    earlier = earlier or earlier_assessment(update)
    own = getattr(update, "assessment", None)
    endorsed = own if own and update.state in ENDORSED else earlier
    rows = indicators.of_capability(user, update.capability)
    return _check(own, endorsed, own or earlier, rows)


def of_capability(user: User, capability, standing: Assessment | None, rows) -> SelfCheck:
    """Beside a capability, to one reader's eyes: `standing` is what the level rests on, `rows` are
    its indicators as the reader sees them. Two queries, and two for documents
    that are not read yet.
    """
    readable = permissions.scope(user, Action.UPDATE_READ, ProgressUpdate.objects) | (
        permissions.scope(user, Action.UPDATE_READ_INTERNAL, ProgressUpdate.objects)
    )
    rated = (
        Assessment.objects.filter(update__capability=capability, update__in=readable)
        .exclude(in_use=None)
        .select_related("update__period", "update__organisation", "assessed_in")
        .order_by("-update__period__starts_on", "-update__saved_at", "pk")
    )
    own = rated.first()
    endorsed = own
    if own and own.update.state not in ENDORSED:
        endorsed = rated.filter(update__state__in=ENDORSED).first()
    return _check(own, endorsed, standing, rows)


def evidence_of(assessment: Assessment | None) -> list[RatedEvidence]:
    """The strength of the evidence of both ratings, today."""
    if assessment is None or assessment.in_use is None:
        return []
    prefetch_related_objects([assessment], *WITH_DOCUMENTS)
    today = timezone.localdate()
    return [
        RatedEvidence(
            LABELS[rating],
            found,
            strength.falls_on(rating, documents_of(assessment, rating), today),
        )
        for rating, found in strengths(assessment, today).items()
    ]


def _check(own, endorsed, rested, rows: Iterable[indicators.Row]):
    rows = list(rows)
    return SelfCheck(
        own=own if own and own.in_use is not None else None,
        endorsed=endorsed,
        evidence=evidence_of(rested),
        said=indicator_voices.of_rows(rows),
        unseen=sum(row.status is None for row in rows),
    )


def _ratings(assessment):
    return assessment.in_place, assessment.in_use
