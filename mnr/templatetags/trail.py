"""Template tag: the way to an object's history, for those who may read it."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from mnr import permissions
from mnr.models import AuditEvent
from mnr.roles import Action
from mnr.selectors import audit_search

register = template.Library()


@register.simple_tag
def history_of(row, reader):
    """Where the reader finds who changed this row; empty if they may not, or nobody did."""
    event = audit_search.about(row)
    kind, key = event.object_type, event.object_id
    if permissions.can(reader, Action.AUDIT_READ_OWN, event):
        address = reverse("object_history", args=[f"{kind}:{key}"])
    elif permissions.can(reader, Action.AUDIT_READ):
        address = f"{reverse('audit_list')}?{urlencode({'kind': kind, 'object': key})}"
    else:
        return ""
    there = AuditEvent.objects.filter(object_type=kind, object_id=key)
    return address if there.exists() else ""
