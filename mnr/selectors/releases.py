"""Texts that wait for a second person's release, and how many there were. Never the texts."""

from collections import Counter

from mnr import guard, permissions
from mnr.models import GuardRelease
from mnr.roles import Action

State = GuardRelease.State
MONTHS_SHOWN = 12
SHOWN = ("asked", State.RELEASED, State.REFUSED)
ROWS = GuardRelease.objects.select_related("organisation", "author", "update__capability")


def waiting_for(user):
    """What the person may release now, the oldest first."""
    return permissions.scope(user, Action.GUARD_RELEASE, ROWS.all())


def own_texts(user):
    """What the person asked to have released, the newest first."""
    rows = ROWS.select_related("decided_by").filter(author=user)
    return rows.prefetch_related("update__obstacles").order_by("-asked_at", "-pk")


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
