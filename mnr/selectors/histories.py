"""The way to the history of rows, for those who may read it."""

from urllib.parse import urlencode

from django.urls import reverse

from mnr import permissions
from mnr.models import AuditEvent
from mnr.roles import Action
from mnr.selectors import audit_search


def addresses(reader, rows) -> dict:
    """{key of a row: address of its history}, of those that have one that the reader may read.

    The rows are of one kind; one query, however many they are.
    """
    events = [audit_search.about(row) for row in rows]
    if not events:
        return {}
    reads_all = bool(permissions.can(reader, Action.AUDIT_READ))
    found = {event.object_id: _address(reader, event, reads_all) for event in events}
    kind, readable = events[0].object_type, [key for key, address in found.items() if address]
    there = AuditEvent.objects.filter(object_type=kind, object_id__in=readable).order_by()
    told = set(there.values_list("object_id", flat=True).distinct()) if readable else set()
    return {row.pk: found[str(row.pk)] for row in rows if str(row.pk) in told}


def _address(reader, event, reads_all):
    kind, key = event.object_type, event.object_id
    if permissions.can(reader, Action.AUDIT_READ_OWN, event):
        return reverse("object_history", args=[f"{kind}:{key}"])
    if reads_all:
        return f"{reverse('audit_list')}?{urlencode({'kind': kind, 'object': key})}"
    return ""
