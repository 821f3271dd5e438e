"""Reporting content, and withholding it: by kind and id, and without showing it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mnr.access import ScopedView
from mnr.forms.quarantine import FindForm, ReportContentForm, WithholdForm
from mnr.models import Procedure, Quarantine
from mnr.models.quarantine import Kind
from mnr.roles import Action
from mnr.selectors.reportable import readable
from mnr.services import quarantine
from mnr.services.errors import Refused
from mnr.views.step import StepView

NOT_THERE = _(
    "Nothing of this kind has this identifier, or it is not yours to hide. Check the kind."
)


class ContentReportView(StepView):
    """Say that an object holds what must not be here."""

    action = Action.CONTENT_REPORT
    form_class = ReportContentForm
    template_name = "quarantine/report.html"

    def find(self, kind, pk):
        readable(self.request.user, kind, pk)  # never shown here
        self.target = {"kind": Kind(kind), "object_id": pk}

    def take(self, form):
        report = {**self.target, **form.cleaned_data, "by": self.request.user}
        earlier = quarantine.open_report(**self.target, by=self.request.user)
        quarantine.report_content(**report)
        return _("You had reported it already: it is one report.") if earlier else ""

    def next_url(self):
        return reverse("content_reported", args=list(self.target.values()))

    def context(self):
        return {
            "kind": self.target["kind"].label,
            "earlier": quarantine.open_report(**self.target, by=self.request.user),
            "procedure": Procedure.objects.in_force(),
            "may_withhold": may_withhold(self, **self.target),
            "withhold_url": reverse("quarantine_set", args=list(self.target.values())),
        }


class ContentReportedView(ScopedView):
    """Thanks, what to do and not to do now, and who helps."""

    action = Action.CONTENT_REPORT

    def get(self, request, kind, pk):
        readable(request.user, kind, pk)
        target = {"kind": Kind(kind), "object_id": pk}
        context = {
            "procedure": Procedure.objects.in_force(),
            "may_withhold": may_withhold(self, **target),
            "withhold_url": reverse("quarantine_set", args=list(target.values())),
        }
        return render(request, "quarantine/reported.html", context)


class QuarantineSetView(StepView):
    """Hide an object from everyone at once. Nothing of it is shown to who does so."""

    action = Action.QUARANTINE_SET
    form_class = WithholdForm
    template_name = "quarantine/set.html"

    def find(self, kind, pk):
        if kind not in Kind:
            raise Http404
        self.target = {"kind": Kind(kind), "object_id": pk}
        if not may_withhold(self, **self.target):
            raise Http404

    def take(self, form):
        quarantine.set_quarantine(**self.target, **form.cleaned_data, by=self.request.user)

    def next_url(self):
        return reverse("quarantine_done")

    def context(self):
        row = Quarantine.objects.withheld().of(**self.target).first()
        return {"target": self.target, "kind": self.target["kind"].label, "is_withheld": bool(row)}


class QuarantineDoneView(ScopedView):
    """It is hidden: what happens next."""

    action = Action.QUARANTINE_SET

    def get(self, request):
        return render(request, "quarantine/done.html", {"procedure": Procedure.objects.in_force()})


class QuarantineFindView(ScopedView):
    """Name an object by kind and id, to have it withheld."""

    action = Action.QUARANTINE_SET

    def get(self, request):
        form = FindForm(request.GET or None)
        if form.is_valid():
            if may_withhold(self, **form.cleaned_data):
                return redirect("quarantine_set", *form.cleaned_data.values())
            form.add_error("object_id", NOT_THERE)
        status = 422 if form.is_bound else 200
        return render(request, "quarantine/find.html", {"form": form}, status=status)


def may_withhold(view, kind, object_id) -> bool:
    """Whether there is such an object, and it is the reader's to withhold."""
    try:
        row = Quarantine(kind=kind, object_id=object_id, **quarantine.whereabouts(kind, object_id))
    except Refused:
        return False
    return bool(view.may(Action.QUARANTINE_SET, row))
