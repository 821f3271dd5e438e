"""The trail: searched, exported, told of one object, and proven."""

import csv
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.csv_cells import safe
from mnr.forms.audit import TrailFilter
from mnr.models import AuditEvent, Domain, Organisation
from mnr.once import new_token, run_once
from mnr.roles import Action
from mnr.selectors import audit_search, audit_trail
from mnr.services import audit_export, trail_watch

PAGE = 50
ASKED = ("kind", "action", "person", "object", "organisation", "domain", "since", "until")


class TrailView(ScopedView):
    """Every event, the newest first."""

    action = Action.AUDIT_READ

    def get(self, request):
        chosen = TrailFilter.chosen(request.GET)
        events = audit_search.narrowed(self.visible(AuditEvent.objects.all()), chosen)
        found, has_more = audit_search.page_of(events, chosen.get("before"), PAGE)
        context = {
            "lines": audit_trail.lines(found),
            "chosen": chosen,
            "is_narrowed": bool(chosen.keys() & set(ASKED)),
            "older": found[-1].number if has_more else None,
            "kinds": _in_words(audit_search.kinds(), audit_trail.type_words),
            "actions": _in_words(audit_search.actions(), audit_trail.action_words),
            "organisations": Organisation.objects.all(),
            "domains": Domain.objects.all(),
            "may_export": self.may(Action.AUDIT_EXPORT),
            "asked": [(name, request.GET[name]) for name in ASKED if request.GET.get(name)],
            "most": audit_export.MOST,
        }
        return render(request, "audit/list.html", context)


class TrailExportView(ScopedView):
    """The events that were searched for, as a table; that it was given out is an event too."""

    action = Action.AUDIT_EXPORT
    http_method_names = ["post"]

    def post(self, request):
        chosen = TrailFilter.chosen(request.POST)
        events = audit_search.narrowed(self.visible(AuditEvent.objects.all()), chosen)
        found, has_more = audit_search.page_of(events, None, audit_export.MOST)
        if has_more:
            messages.error(
                request,
                _("More than %(most)d events: choose fewer, for example by dates.")
                % {"most": audit_export.MOST},
            )
            asked = {name: request.POST[name] for name in ASKED if request.POST.get(name)}
            return redirect(f"{reverse('audit_list')}?{urlencode(asked)}")
        asked = {name: str(chosen[name]) for name in ASKED if name in chosen}
        audit_export.record_export(events=len(found), asked=asked, by=request.user)
        return table(found)


class HistoryView(ScopedView):
    """Who changed one object, and when, with before and after, as far as the reader may know."""

    action = Action.AUDIT_READ_OWN

    def get(self, request, thing):
        kind, _colon, key = thing.partition(":")
        events = self.visible(AuditEvent.objects.filter(object_type=kind, object_id=key))
        before = TrailFilter.chosen(request.GET).get("before")
        found, has_more = audit_search.page_of(events.order_by("-number"), before, PAGE)
        if not found:
            raise Http404
        lines = audit_trail.lines(found, request.user)
        context = {
            "lines": lines,
            "kind": audit_trail.type_words(kind),
            "about": lines[0].about,
            "older": found[-1].number if has_more else None,
        }
        return render(request, "audit/history.html", context)


class ProofView(ScopedView):
    """The newest anchors, the outcome of the last verification, and a button for another one."""

    action = Action.AUDIT_VERIFY

    def get(self, request):
        return render(request, "audit/proof.html", audit_search.proof() | {"once": new_token()})

    def post(self, request):
        return run_once(request, self.ask)

    def ask(self):
        trail_watch.ask_check(by=self.request.user)
        messages.success(self.request, _("The trail is being read. Look again in a minute."))
        return reverse("audit_proof")


def table(events) -> HttpResponse:
    """Events as CSV, one a line."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"audit-trail-{timezone.localdate()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # else spreadsheets take it for another encoding
    rows = csv.writer(response)
    rows.writerow(audit_export.HEADINGS)
    for line in audit_trail.lines(events):
        rows.writerow([safe(cell) for cell in audit_export.cells(line)])
    return response


def _in_words(values, words):
    return sorted(((value, words(value)) for value in values), key=lambda pair: pair[1])
