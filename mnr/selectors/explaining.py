"""The objects that one may ask about: only what the asker may know of anyway."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from mnr import permissions
from mnr.models import (
    Evidence,
    HandOver,
    Invitation,
    Membership,
    Organisation,
    ProgressUpdate,
    ReducedSeparation,
    Report,
    ReportingPeriod,
    User,
)
from mnr.roles import Action, rules_for

SHOWN = 30


@dataclass(frozen=True)
class Kind:
    """A kind of object: who may know that it exists, how to find and to name one."""

    model: Any
    seen_by: tuple
    searched: tuple
    related: tuple = ()
    heavy: tuple = ()
    order: tuple = ()

    def rows(self, asker):
        found = [
            permissions.scope(asker, action, self.model.objects.all()).values("pk")
            for action in self.seen_by
        ]
        known = reduce(or_, (Q(pk__in=rows) for rows in found))
        if self.model is User:
            known |= Q(pk=asker.pk)
        rows = self.model.objects.filter(known).select_related(*self.related)
        rows = rows.defer(*self.heavy)
        return rows.order_by(*self.order) if self.order else rows


UPDATES = Kind(
    ProgressUpdate,
    (Action.UPDATE_STATUS, Action.UPDATE_READ, Action.UPDATE_READ_PUBLIC),
    ("period__code", "organisation__name", "organisation__short_name", "capability__title"),
    ("period", "organisation", "capability"),
    order=("-period__starts_on", "capability__number", "organisation__name", "pk"),
)
PEOPLE = Kind(User, (Action.USER_DIRECTORY,), ("full_name",))
KINDS = {
    "period": Kind(ReportingPeriod, (Action.PERIOD_READ, Action.PERIOD_READ_META), ("code",)),
    "update": UPDATES,
    "note": UPDATES,
    "evidence": Kind(Evidence, (Action.EVIDENCE_READ,), ("title", "publisher"), ("organisation",)),
    "report": Kind(
        Report,
        (Action.REPORT_READ_INTERNAL,),
        ("snapshot__period__code",),
        ("snapshot__period",),
        ("snapshot__content", "snapshot__summary"),
    ),
    "organisation": Kind(Organisation, (Action.ORG_READ,), ("name", "short_name")),
    "user": PEOPLE,
    "role": Kind(Membership, (), ("user__full_name",), ("user", "organisation", "domain")),
    "invitation": Kind(Invitation, (Action.USER_INVITE,), ("full_name",)),
    "handover": Kind(
        HandOver, (Action.HANDOVER_READ,), ("membership__user__full_name",), ("membership__user",)
    ),
    "separation": Kind(ReducedSeparation, (Action.SEPARATION_READ,), ("reason",)),
}


def kind_of(action) -> Kind | None:
    """The kind of object that an action is about; None where there is nothing to choose."""
    return KINDS.get(rules_for(action)[0].object)


def known(asker, action):
    """The objects of the action that the asker may know of."""
    kind = kind_of(action)
    if kind is None:
        return None
    if kind.model is Membership:
        people = PEOPLE.rows(asker).values("pk")
        return Membership.objects.filter(user__in=people).select_related(*kind.related)
    return kind.rows(asker)


def choices(asker, action, text="") -> list:
    """[(key, words)] of the first objects that fit the words searched for."""
    rows, kind = known(asker, action), kind_of(action)
    if rows is None or kind is None:
        return []
    for word in text.split():
        rows = rows.filter(_with(kind.searched, word))
    return [(str(row.pk), label(row)) for row in rows.distinct()[:SHOWN]]


def find(asker, action, key):
    """The object of that key, or None if there is none that the asker may know of."""
    rows = known(asker, action)
    if rows is None or not key:
        return None
    try:
        return rows.filter(pk=key).first()
    except (ValueError, ValidationError):
        return None


def label(row) -> str:
    """An object in a few words."""
    if isinstance(row, ProgressUpdate):
        where = f"{row.period.code}, {row.capability.number} {row.capability.words.title}"
        return f"{where}, {row.organisation.label} ({row.get_state_display()})"
    if isinstance(row, ReportingPeriod):
        return f"{row.code} ({row.get_state_display()})"
    if isinstance(row, Report):
        return f"{row.snapshot.period.code}, {row.get_status_display()}"
    if isinstance(row, HandOver):
        return str(row.membership)
    return str(row)


def _with(fields, word):
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    if "capability__title" in fields and word.isdecimal():
        found |= Q(capability__number=word)
    return found
