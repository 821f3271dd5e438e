"""Sign-ins that failed with somebody's own address, as the trail has them."""

from datetime import datetime

from django.utils import timezone

from mnr.models import AuditEvent, User
from mnr.models.audit import FAILED_TEXT
from mnr.services import doors, sessions

MOST_SHOWN = 20


def of_own_address(user: User) -> list[datetime]:
    """When, the latest first: as far back as one's sign-ins are kept."""
    since = timezone.now() - sessions.KEPT_AFTER_END
    text = doors.failed_text(user.email)
    events = AuditEvent.objects.filter(action=doors.FAILED, at__gte=since, content__text=text)
    indexed = events.filter(content__text__startswith=FAILED_TEXT)
    return list(indexed.order_by("-number").values_list("at", flat=True)[:MOST_SHOWN])
