"""Texts that wait for a second person's release, and how many there were. Never the texts."""

from collections import Counter

from django.db.models import Q
from django.utils import timezone

from mnr import guard, permissions
from mnr.models import GuardRelease
from mnr.roles import Action
from mnr.services.releases import KEPT_AFTER_REFUSAL

State = GuardRelease.State
MONTHS_SHOWN = 12
SHOWN = ("asked", State.RELEASED, State.REFUSED)
ROWS = GuardRelease.objects.select_related(
    "organisation", "author", "update__capability", "update__period"
)


def waiting_for(user):
    """What the person may release now, the oldest first."""
    return permissions.scope(user, Action.GUARD_RELEASE, ROWS.all())


def own_texts(user):
    """What the person asked to have released, the newest first."""
    rows = ROWS.select_related("decided_by").filter(author=user)
    return rows.prefetch_related("update__obstacles", "update__questions").order_by(
        "-asked_at", "-pk"
    )


def is_author(user, pk) -> bool:
    """Whether it is a text of this person's own."""
    return user.is_authenticated and GuardRelease.objects.filter(pk=pk, author=user).exists()


def recent_texts(user, most):
    """What the person asked to have released: all that wait, and what was decided of late."""
    is_recent = Q(decided_at__gte=timezone.now() - KEPT_AFTER_REFUSAL)
    rows = ROWS.filter(Q(state=State.WAITING) | is_recent, author=user)
    return list(rows.order_by("-asked_at", "-pk")[:most])


def tally() -> list:
    """How often each kind was asked about, by month: [{month, kind, asked, released, refused}]."""
    counts: Counter = Counter()
    months: dict = {}
    for asked_at, state, found in GuardRelease.objects.order_by("-asked_at", "-pk").values_list(
        "asked_at", "state", "found"
    )[:5000]:
        month = months.setdefault((asked_at.year, asked_at.month), asked_at)
        for kind in {kind for kind, _start, _end in found}:
            counts[month, kind, "asked"] += 1
            counts[month, kind, state] += 1
    shown = list(months.values())[:MONTHS_SHOWN]
    return [
        {
            "month": month,
            "kind": guard.WORDS[kind].found,
            **{
                what: counts[month, kind, what] for what in ("asked", State.RELEASED, State.REFUSED)
            },
        }
        for month in shown
        for kind in guard.ASKED
        if counts[month, kind, "asked"]
    ]
