"""Figures shown or hidden against the rule: what is asked, decided, and followed."""

from django.db.models import Exists

from mnr import permissions
from mnr.models import EditionFigures, FigureOverride, Observation
from mnr.roles import Action
from mnr.services.overrides import is_subject


def overrides():
    """Every request, with what its page shows of it."""
    return FigureOverride.objects.select_related(
        "value__indicator",
        "value__region",
        "value__capability",
        "requested_by",
        "decided_by",
        "followed_in__snapshot__period",
    )


def something_waits():
    """Whether anything is asked for: a part of a query."""
    return Exists(FigureOverride.objects.waiting())


def is_offered(user, value) -> bool:
    """Whether the reader may ask something about a value of an indicator."""
    if not isinstance(value, Observation) or not is_subject(value):
        return False
    return permissions.offered(user, Action.INDICATOR_OVERRIDE_REQUEST)


def is_told(value: Observation) -> bool:
    """Whether every snapshot that holds the value has its edition: another must be made first."""
    if value.period is None:
        return False
    snapshots = value.period.snapshots
    made = EditionFigures.objects.filter(snapshot__in=snapshots.values("pk"))
    return snapshots.exists() and made.count() >= snapshots.count()
