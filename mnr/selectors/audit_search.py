"""Finding events: by who, what, which object, whose and when; cheap however many there are."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from mnr.models import AuditAnchor, AuditCheck, AuditEvent, User

EQUAL = {
    "kind": "object_type",
    "action": "action",
    "organisation": "organisation_id",
    "domain": "domain_id",
}
# Each value by a jump in the column's index: as quick with a million events as with ten.
JUMPS = """
WITH RECURSIVE found AS (
    (SELECT {column} AS value FROM mnr_auditevent ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (
        SELECT {column} FROM mnr_auditevent WHERE {column} > found.value ORDER BY {column} LIMIT 1
    ) FROM found WHERE found.value IS NOT NULL
) SELECT value FROM found WHERE value <> ''
"""


def narrowed(events, chosen: dict):
    """The events that were asked for, the newest first."""
    for name, column in EQUAL.items():
        if name in chosen:
            events = events.filter(**{column: getattr(chosen[name], "pk", chosen[name])})
    if person := chosen.get("person"):
        people = User.objects.filter(full_name__icontains=person)
        events = events.filter(actor_id__in=list(people.values_list("pk", flat=True)))
    if text := chosen.get("object"):
        events = events.filter(object_id__icontains=text)
    if since := chosen.get("since"):
        events = events.filter(at__gte=_midnight(since))
    if (until := chosen.get("until")) and until < date.max:
        events = events.filter(at__lt=_midnight(until + timedelta(days=1)))
    return events.order_by("-number")


def kinds() -> list[str]:
    """Every kind of object that an event is about."""
    return _values("object_type")


def actions() -> list[str]:
    """Everything that was done."""
    return _values("action")


def proof() -> dict:
    """The newest anchors, and what came of the last readings of the whole trail."""
    return {
        "anchors": list(AuditAnchor.objects.all()[:10]),
        "is_own_key": not settings.MNR_ANCHOR_KEY_FILE,
        "checks": list(AuditCheck.objects.select_related("asked_by")[:10]),
    }


def page_of(events, before, size):
    """Up to `size` events older than number `before`, and whether there are more."""
    if before:
        events = events.filter(number__lt=before)
    found = list(events[: size + 1])
    return found[:size], len(found) > size


def about(row) -> AuditEvent:
    """An event on this row that was never recorded: to ask who may read those that were."""
    capability = getattr(row, "capability", None)
    is_body = row._meta.model_name == "organisation"
    return AuditEvent(
        object_type=row._meta.model_name,
        object_id=str(row.pk),
        organisation_id=row.pk if is_body else getattr(row, "organisation_id", None),
        domain_id=getattr(capability, "domain_id", None) or getattr(row, "domain_id", None),
    )


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _values(column):
    with connection.cursor() as cursor:
        cursor.execute(JUMPS.format(column=connection.ops.quote_name(column)))
        return [value for (value,) in cursor.fetchall()]
