"""Figures shown or hidden against the rule: what is asked, decided, and followed."""

from dataclasses import dataclass

from django.db.models import Exists
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.models import EditionFigures, FigureOverride, Observation, Region
from mnr.registers import outlook
from mnr.roles import Action
from mnr.services.overrides import is_subject


@dataclass(frozen=True)
class Consequences:
    """What else the next edition hides or shows with a decision: places, never numbers."""

    hidden: list[str]
    shown: list[str]
    is_followed: bool


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


def decides_on(user) -> set:
    """The keys of those on which the reader decides now."""
    rows = FigureOverride.objects.waiting()
    found = permissions.scope(user, Action.INDICATOR_OVERRIDE_CONFIRM, rows)
    return set(found.values_list("pk", flat=True))


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


def consequences(override: FigureOverride) -> Consequences:
    """What would change beside the figure itself, as values stand now."""
    change = outlook.change(override)
    names = dict(Region.objects.values_list("code", "name"))

    def told(places):
        return [_words(place, names) for place in places]

    return Consequences(told(change.hidden), told(change.shown), change.is_followed)


def _words(place, names) -> str:
    region = names.get(place.region, place.region) or _("whole country")
    return ", ".join(filter(None, [place.when, region, place.breakdown]))
