"""The duty officer's pages: what was reported, what is withheld, and what becomes of it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mnr.access import ScopedView
from mnr.forms.base import Form
from mnr.forms.quarantine import GiveBackForm, HoldForm
from mnr.models import ContentReport, Quarantine
from mnr.roles import Action
from mnr.selectors import quarantines
from mnr.services import purging, quarantine
from mnr.services.errors import Refused
from mnr.views.step import StepView

ON_A_PAGE = 50


class QuarantineListView(ScopedView):
    """What was reported, what is withheld, and what is over."""

    action = Action.QUARANTINE_VIEW

    def get(self, request):
        rows = self.visible(Quarantine.objects.all())
        over = rows.exclude(state=Quarantine.State.WITHHELD)
        page = Paginator(over, ON_A_PAGE).get_page(request.GET.get("page"))
        context = {
            "reported": quarantines.reported(),
            "withheld": quarantines.withheld(rows.withheld()),
            "over": quarantines.withheld(over.filter(pk__in=[row.pk for row in page])),
            "page": page,
        }
        return render(request, "quarantine/list.html", context)


class QuarantineDetailView(ScopedView):
    """One quarantine: who, when and why. Its texts are not shown."""

    action = Action.QUARANTINE_VIEW

    def get(self, request, pk):
        rows = Quarantine.objects.filter(pk=self.visible_or_404(Quarantine.objects.all(), pk=pk).pk)
        (held,) = quarantines.withheld(rows)
        row = held.row
        context = {
            "held": held,
            "row": row,
            "reports": quarantines.reports_of(row),
            "is_never_shown": quarantine.is_never_shown(row),
            "has_texts": row.texts.exists(),
            "may_decide": self.may(Action.QUARANTINE_RELEASE, row) and not row.is_being_purged,
        }
        return render(request, "quarantine/detail.html", context)


class QuarantineStepView(StepView):
    """A step about one quarantine."""

    action = Action.QUARANTINE_VIEW

    def find(self, pk):
        self.row = self.visible_or_404(
            Quarantine.objects.all(), Action.QUARANTINE_VIEW, Action.PURGE_CONFIRM, pk=pk
        )

    def next_url(self):
        return reverse("quarantine_detail", args=[self.row.pk])

    def context(self):
        return {"row": self.row}


class QuarantineTextView(ScopedView):
    """The withheld texts, after a confirmation. Each view is an event of the trail."""

    action = Action.QUARANTINE_VIEW

    def get(self, request, pk):
        row = self.visible_or_404(Quarantine.objects.all(), pk=pk)
        context = {"row": row, "is_never_shown": quarantine.is_never_shown(row)}
        return render(request, "quarantine/text.html", context)

    def post(self, request, pk):
        row = self.visible_or_404(Quarantine.objects.all(), pk=pk)
        try:
            texts = quarantine.view_text(quarantine=row, by=request.user)
        except Refused:
            return render(
                request, "quarantine/text.html", {"row": row, "is_never_shown": True}, status=422
            )
        context = {"row": row, "places": quarantines.told_places(texts), "is_shown": True}
        return render(request, "quarantine/text.html", context)


class QuarantineReleaseView(QuarantineStepView):
    """It may stay: give it back."""

    action = Action.QUARANTINE_RELEASE
    form_class = GiveBackForm
    template_name = "quarantine/release.html"

    def take(self, form):
        by, waits = self.request.user, self.somebody_waits()
        quarantine.release(quarantine=self.row, by=by, **form.cleaned_data)
        told = [_("It is shown again.")]
        if waits:
            told.append(_("Who reported it is told."))
        if self.row.set_by_id != by.pk:
            told.append(_("Who hid it is told."))
        return " ".join(told)

    def context(self):
        return super().context() | {
            "somebody_waits": self.somebody_waits(),
            "hid_it_oneself": self.row.set_by_id == self.request.user.pk,
            "is_illegal": quarantine.is_never_shown(self.row),
        }

    def somebody_waits(self):
        return quarantine.somebody_waits(self.row.kind, self.row.object_id)


class QuarantineHoldView(QuarantineStepView):
    """Begin or end a legal hold."""

    action = Action.QUARANTINE_HOLD
    template_name = "quarantine/hold.html"

    def form(self, data=None):
        return Form(data) if self.row.has_legal_hold else HoldForm(data)

    def take(self, form):
        reason = form.cleaned_data.get("reason", "")
        quarantine.set_hold(quarantine=self.row, reason=reason, by=self.request.user)
        return _("The legal hold is on.") if reason else _("The legal hold has ended.")


class PurgeRequestView(QuarantineStepView):
    """Ask for its removal."""

    action = Action.PURGE_REQUEST
    template_name = "quarantine/purge_request.html"

    def take(self, form):
        purging.request_purge(row=self.row, by=self.request.user)
        return _("The chair is asked to confirm the removal.")


class PurgeListView(ScopedView):
    """The removals that wait for a second person."""

    action = Action.PURGE_CONFIRM

    def get(self, request):
        rows = Quarantine.objects.withheld().filter(
            purge_requested_by__isnull=False, purge_confirmed_by=None
        )
        return render(
            request, "quarantine/purge_list.html", {"withheld": quarantines.withheld(rows)}
        )


class PurgeConfirmView(QuarantineStepView):
    """The second person's yes: it is destroyed."""

    action = Action.PURGE_CONFIRM
    template_name = "quarantine/purge_confirm.html"

    def find(self, pk):
        # also what can no longer be confirmed: its page says why
        rows = Quarantine.objects.exclude(purge_requested_by=None)
        self.row = get_object_or_404(rows.select_related("purge_requested_by"), pk=pk)

    def context(self):
        (held,) = quarantines.withheld(Quarantine.objects.filter(pk=self.row.pk))
        return super().context() | {"held": held, "may": self.may(Action.PURGE_CONFIRM, self.row)}

    def take(self, form):
        purging.confirm_purge(row=self.row, by=self.request.user)
        return _("It is being removed from every place that the platform keeps.")

    def next_url(self):
        return reverse("purge_list")


class ReportDismissView(StepView):
    """What was reported may stay: answer every report of the object."""

    action = Action.QUARANTINE_RELEASE
    form_class = GiveBackForm
    template_name = "quarantine/dismiss.html"

    def find(self, pk):
        rows = ContentReport.objects.all()
        self.report = self.visible_or_404(rows, Action.QUARANTINE_VIEW, pk=pk)

    def take(self, form):
        waits = self.somebody_waits()
        quarantine.dismiss_reports(report=self.report, by=self.request.user, **form.cleaned_data)
        if waits:
            return _("The reports are answered. Who made them is told.")
        return _("The reports are answered.")

    def next_url(self):
        return reverse("quarantine_list")

    def context(self):
        return {"report": self.report, "somebody_waits": self.somebody_waits()}

    def somebody_waits(self):
        return quarantine.somebody_waits(self.report.kind, self.report.object_id)
