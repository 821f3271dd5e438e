"""What saving any part of an update has in common: the lock, the version, the history."""

from django.db import connection
from django.db.models.functions import Now

from mnr.models import ProgressUpdate, ReportingPeriod
from mnr.roles import Action
from mnr.services import audit
from mnr.services.content import update_content, updates_with_content
from mnr.services.errors import EditConflict


def lock(update: ProgressUpdate, version: int | None = None) -> ProgressUpdate:
    """The stored row, locked. Raises EditConflict if it is no longer the version that was read."""
    hold_period(update.period_id)
    stored = (
        ProgressUpdate.objects.select_for_update(of=("self",))
        .select_related("period", "capability", "organisation")
        .get(pk=update.pk)
    )
    if version is not None and stored.version != version:
        raise EditConflict(stored)
    return stored


def hold_period(period_id) -> ReportingPeriod:
    """The period as it is now: it neither closes nor freezes before this change is through."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM mnr_reportingperiod WHERE id = %s FOR SHARE", [period_id])
    return ReportingPeriod.objects.get(pk=period_id)


def touch(update, before, by):
    """Count a saved change: new version, who and when, history."""
    update.state = ProgressUpdate.State.DRAFT
    update.version += 1
    update.saved_by, update.saved_at = by, Now()
    update.save()
    update.refresh_from_db()
    changes = audit.changed(before, current_content(update))
    if changes:
        audit.record(Action.UPDATE_EDIT, update, by, changes)
    return update


def current_content(update) -> dict:
    """What the stored update says now."""
    return update_content(updates_with_content(ProgressUpdate.objects).get(pk=update.pk))
