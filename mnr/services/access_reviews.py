"""The quarterly look at who has which role."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr import permissions
from mnr.models import AccessReview, Membership
from mnr.roles import Action
from mnr.services import audit
from mnr.services.errors import Refused
from mnr.services.releases import refuse_unreleased

EVERY = timedelta(days=92)


@transaction.atomic
def close_review(*, note: str, by) -> AccessReview:
    """Record that somebody went through all roles."""
    permissions.require(by, Action.ROLE_REVIEW_DONE)
    if not note.strip():
        raise Refused(_("Say what you found, and what you changed."), "note")
    refuse_unreleased(note, "note")
    row = AccessReview.objects.create(by=by, note=note.strip())
    audit.record(Action.ROLE_REVIEW_DONE, row, by, {"note": [None, row.note]})
    return row


def due_on() -> date:
    """When the next review is due: a quarter after the last one, or after the first role."""
    row = beginnings().first()
    return due_after(row.began) if row else timezone.localdate()


def beginnings():
    """The oldest membership first, with the moment from which the quarter is counted."""
    last = AccessReview.objects.order_by("-at").values("at")[:1]
    rows = Membership.objects.order_by("granted_at", "pk")
    return rows.annotate(began=Coalesce(Subquery(last), "granted_at"))


def due_after(moment) -> date:
    """The day on which a review is due that is counted from this moment."""
    return timezone.localdate(moment) + EVERY
