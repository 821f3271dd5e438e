"""The trail, for those who may read all of it."""

from django.core.paginator import Paginator
from django.shortcuts import render

from mnr.access import ScopedView
from mnr.forms.audit import TrailFilter
from mnr.models import AuditEvent, User
from mnr.roles import Action
from mnr.selectors import audit_trail

PAGE = 50


class TrailView(ScopedView):
    """Every event, the newest first."""

    action = Action.AUDIT_READ

    def get(self, request):
        wanted = TrailFilter(request.GET)
        chosen = wanted.cleaned_data if wanted.is_valid() else {}
        events = self.visible(AuditEvent.objects.all())
        page = Paginator(narrowed(events, chosen), PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "lines": audit_trail.lines(list(page.object_list)),
            "chosen": chosen,
            "kinds": choices(events, "object_type", audit_trail.type_words),
            "actions": choices(events, "action", audit_trail.action_words),
        }
        return render(request, "audit/list.html", context)


def narrowed(events, chosen):
    """The events that the filter asks for, the newest first."""
    if kind := chosen.get("kind"):
        events = events.filter(object_type=kind)
    if action := chosen.get("action"):
        events = events.filter(action=action)
    if person := chosen.get("person"):
        people = User.objects.filter(full_name__icontains=person)
        events = events.filter(actor_id__in=people.values("pk"))
    return events.order_by("-number")


def choices(events, field, words):
    """What there is to choose from, in words."""
    values = events.order_by(field).values_list(field, flat=True).distinct()
    return sorted(((value, words(value)) for value in values), key=lambda pair: pair[1])
