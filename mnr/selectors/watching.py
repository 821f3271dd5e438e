"""My work of those who look after roles: a due review, open hand-overs, requests to confirm."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists
from django.utils import timezone

from mnr import permissions
from mnr.models import HandOver, ReducedSeparation
from mnr.roles import Action
from mnr.selectors import left_behind
from mnr.services import access_reviews


@dataclass(frozen=True)
class Watch:
    """Each part is empty for those whom it does not concern."""

    review_due_on: date | None = None
    reductions: list = field(default_factory=list)
    hand_overs: list = field(default_factory=list)

    def __len__(self):
        return bool(self.review_due_on) + len(self.reductions) + len(self.hand_overs)


def watch(user) -> Watch:
    """What waits for the person. No query for those who have none of these actions."""
    reviews = permissions.offered(user, Action.ROLE_REVIEW_DONE)
    due, has_open = _at_a_glance() if reviews else (None, True)
    return Watch(
        review_due_on=due if due and due <= timezone.localdate() else None,
        reductions=_reductions(user),
        hand_overs=_hand_overs(user) if has_open else [],
    )


def _at_a_glance():
    """When the next review is due, and whether any hand-over is open: one query."""
    is_open = Exists(HandOver.objects.open())
    row = access_reviews.beginnings().annotate(is_open=is_open).first()
    return (access_reviews.due_after(row.began), row.is_open) if row else (None, False)


def _reductions(user):
    if not permissions.offered(user, Action.SEPARATION_CONFIRM):
        return []
    rows = ReducedSeparation.objects.awaiting_confirmation().select_related("requested_by")
    return list(permissions.scope(user, Action.SEPARATION_CONFIRM, rows))


def _hand_overs(user):
    if not permissions.offered(user, Action.HANDOVER_CLOSE):
        return []
    return [row for row in left_behind.open_for(user) if row.may_close]
