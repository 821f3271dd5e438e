"""My work of those who look after roles: a due review, open hand-overs, requests to confirm."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists
from django.utils import timezone

from mnr import permissions
from mnr.models import HandOver, Invitation, ReducedSeparation
from mnr.roles import Action
from mnr.selectors import left_behind
from mnr.selectors.confirmations import something_waits
from mnr.services import access_reviews


@dataclass(frozen=True)
class Watch:
    """Each part is empty for those whom it does not concern."""

    review_due_on: date | None = None
    reductions: list = field(default_factory=list)
    hand_overs: list = field(default_factory=list)

    def __len__(self):
        return bool(self.review_due_on) + len(self.reductions) + len(self.hand_overs)


@dataclass(frozen=True)
class Glance:
    """What one query says of everything that is rare: where there is nothing, nothing is read."""

    review_due_on: date | None = None
    has_hand_overs: bool = False
    has_confirmations: bool = False
    has_invitations: bool = False


def glance(user) -> Glance:
    """No query for those who look after no roles: nobody has looked for them."""
    if not permissions.offered(user, Action.ROLE_REVIEW_DONE):
        return Glance(has_hand_overs=True, has_confirmations=True, has_invitations=True)
    rows = access_reviews.beginnings().annotate(
        has_hand_overs=Exists(HandOver.objects.open()),
        has_confirmations=something_waits(),
        has_invitations=Exists(Invitation.objects.filter(state=Invitation.State.WAITING)),
    )
    if (row := rows.first()) is None:
        return Glance(has_invitations=True)
    due = access_reviews.due_after(row.began)
    return Glance(
        due if due <= timezone.localdate() else None,
        row.has_hand_overs,
        row.has_confirmations,
        row.has_invitations,
    )


def watch(user, seen: Glance) -> Watch:
    """What waits for the person. No query for those who have none of these actions."""
    return Watch(
        review_due_on=seen.review_due_on,
        reductions=_reductions(user),
        hand_overs=_hand_overs(user) if seen.has_hand_overs else [],
    )


def _reductions(user):
    if not permissions.offered(user, Action.SEPARATION_CONFIRM):
        return []
    rows = ReducedSeparation.objects.awaiting_confirmation().select_related("requested_by")
    return list(permissions.scope(user, Action.SEPARATION_CONFIRM, rows))


def _hand_overs(user):
    if not permissions.offered(user, Action.HANDOVER_CLOSE):
        return []
    return [row for row in left_behind.open_for(user) if row.may_close]
