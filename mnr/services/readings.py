"""Noting who opens an unpublished update, so that its organisation can see it."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from mnr.models import ProgressUpdate, ReportingPeriod, UpdateReading, User

KEPT_FOR = timedelta(days=366)


def note_reading(*, update: ProgressUpdate, by: User) -> None:
    """The page of the update is shown to somebody, who was asked for permission by it."""
    note_readings(updates=[update], by=by)


def note_readings(*, updates, by: User) -> None:
    """One page shows these updates to somebody; of published ones nobody asks who read them."""
    today = timezone.localdate()
    rows = [
        UpdateReading(update_id=update.pk, reader_id=by.pk, read_on=today)
        for update in updates
        if update.period.state != ReportingPeriod.State.PUBLISHED
    ]
    UpdateReading.objects.bulk_create(rows, ignore_conflicts=True)


@shared_task(name="mnr.services.readings.forget_old")
def forget_old() -> None:
    """After a year nobody asks any more."""
    UpdateReading.objects.filter(first_at__lt=timezone.now() - KEPT_FOR).delete()
