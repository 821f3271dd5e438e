"""Returned updates stay correctable when their period closes."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from mnr.models import ProgressUpdate, ReportingPeriod
from mnr.roles import Action
from mnr.services import audit

State = ProgressUpdate.State
DAYS_AT_LEAST = 7


def last_day(period: ReportingPeriod):
    """Until when a correction may come if the period closes today."""
    return max(period.review_due_on, timezone.localdate() + timedelta(days=DAYS_AT_LEAST))


def awaiting(period: ReportingPeriod):
    """Updates that were returned, and drafts after a return, with no day of their own yet."""
    begun = Q(state=State.DRAFT, submission_number__gt=0) & ~Q(return_reason="")
    return ProgressUpdate.objects.filter(
        Q(state=State.RETURNED) | begun, period=period, editable_until=None
    )


def keep_correctable(period: ReportingPeriod, by) -> None:
    """Give each of them a last day; the caller has locked the period."""
    until = last_day(period)
    updates = list(awaiting(period).select_for_update(of=("self",)))
    for update in updates:
        update.editable_until = until
    ProgressUpdate.objects.bulk_update(updates, ["editable_until"])
    audit.record_many(
        audit.Entry(Action.PERIOD_CLOSE_ENTRY, update, by, {"editable_until": [None, until]})
        for update in updates
    )
