"""What the secretariat and the chair do with a period, each on a page that says what it means."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mnr import once, permissions
from mnr.forms.base import Form
from mnr.forms.periods import DigestForm, ExtensionForm, WaiverForm
from mnr.models import Organisation, ReportingPeriod
from mnr.roles import Action
from mnr.selectors.board import board
from mnr.selectors.snapshot_sheet import sheet
from mnr.services import corrections, extensions, periods
from mnr.services.errors import Incomplete, Refused
from mnr.views.step import StepView


class PeriodStepView(StepView):
    """A step in the life of one period."""

    action = Action.PERIOD_OPEN

    def find(self, code):
        rows = ReportingPeriod.objects.all()
        self.period = get_object_or_404(
            self.visible(rows, Action.PERIOD_READ_META) | self.visible(rows, Action.PERIOD_READ),
            code=code,
        )
        permissions.require(self.request.user, self.action, self.period)

    def next_url(self):
        return reverse("board_period", args=[self.period.code])

    def context(self):
        return {"period": self.period}


class OpenView(PeriodStepView):
    """Open a planned period by hand."""

    action = Action.PERIOD_OPEN
    template_name = "periods/open.html"

    def take(self, form):
        periods.open_period(period=self.period, by=self.request.user)
        return _("%(period)s is open for updates.") % {"period": self.period.code}


class FirstPeriodView(StepView):
    """Plan the country's first period."""

    action = Action.PERIOD_OPEN
    template_name = "periods/first.html"

    def take(self, form):
        period = periods.plan_first_period(by=self.request.user)
        return _("%(period)s is planned. Open it when you are ready.") % {"period": period.code}


class CloseView(PeriodStepView):
    """End the writing of updates."""

    action = Action.PERIOD_CLOSE_ENTRY
    template_name = "periods/close.html"

    def take(self, form):
        periods.close_period(period=self.period, by=self.request.user)
        return _("%(period)s is closed for updates; the review goes on.") % {
            "period": self.period.code
        }

    def context(self):
        whole = board(self.request.user, self.period, with_returns=True)
        return {
            **super().context(),
            "unsent": whole.unsent,
            "lacking": [body for body in whole.bodies if body.returns],
            "running": extensions.running(self.period),
            "corrections": corrections.awaiting(self.period).count(),
            "correctable_until": corrections.last_day(self.period),
            "is_early": timezone.localdate() < self.period.due_on,
        }


class ExtendView(PeriodStepView):
    """Give an organisation more time."""

    action = Action.PERIOD_EXTEND_DEADLINE
    form_class = ExtensionForm
    template_name = "periods/extend.html"

    def form_arguments(self):
        owing = {row.organisation_id for row in periods.outstanding(self.period)}
        return {
            "organisations": Organisation.objects.filter(pk__in=owing),
            "until_help": _("After %(due)s, at the latest %(freeze)s, when the period is frozen.")
            % {
                "due": date_format(self.period.due_on),
                "freeze": date_format(self.period.freeze_on),
            },
            "initial": {"organisation": self.request.GET.get("organisation")},
        }

    def take(self, form):
        extension = periods.extend_deadline(
            period=self.period, by=self.request.user, **form.cleaned_data
        )
        return _("%(organisation)s has time until %(until)s.") % {
            "organisation": extension.organisation.label,
            "until": date_format(extension.until),
        }

    def context(self):
        running = [(row, once.new_token()) for row in extensions.running(self.period)]
        ended = [row for row in extensions.given(self.period) if row.until < timezone.localdate()]
        return {**super().context(), "running": running, "ended": ended}


class EndExtensionView(PeriodStepView):
    """End an organisation's extension before its day."""

    action = Action.PERIOD_EXTEND_DEADLINE
    http_method_names = ["post"]

    def find(self, code, pk=None):
        super().find(code)
        self.extension = get_object_or_404(self.period.extensions, pk=pk)

    def take(self, form):
        try:
            ended = extensions.end_extension(extension=self.extension, by=self.request.user)
        except Refused as refusal:
            messages.error(self.request, refusal.message)
            return ""
        return _("The extension of %(organisation)s is ended.") % {
            "organisation": ended.organisation.label
        }

    def next_url(self):
        return reverse("period_extend", args=[self.period.code])


class WaiveView(PeriodStepView):
    """Decide to do without an update."""

    action = Action.PERIOD_WAIVE
    form_class = WaiverForm
    template_name = "periods/waive.html"

    def form_arguments(self):
        return {
            "outstanding": periods.outstanding(self.period),
            "initial": {"assignment": self.request.GET.get("assignment")},
        }

    def take(self, form):
        assignment = form.cleaned_data["assignment"]
        periods.waive_update(
            period=self.period,
            organisation=assignment.organisation,
            capability=assignment.capability,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        return _("%(capability)s of %(organisation)s is waived.") % {
            "capability": assignment.capability,
            "organisation": assignment.organisation.label,
        }

    def next_url(self):
        name = "period_freeze" if self.period.state == "closed" else "board_period"
        return reverse(name, args=[self.period.code])


class FreezeView(PeriodStepView):
    """What is missing before the period can be frozen; then, to freeze it."""

    action = Action.PERIOD_FREEZE
    template_name = "periods/freeze.html"

    def take(self, form):
        try:
            snapshot = periods.freeze_period(period=self.period, by=self.request.user)
        except Incomplete as incomplete:
            raise Refused(
                _("%(count)d updates are neither accepted nor waived: see the list below.")
                % {"count": len(incomplete.missing)}
            ) from incomplete
        return _("%(period)s is frozen as version %(version)s. Its report is being built.") % {
            "period": self.period.code,
            "version": snapshot.version,
        }

    def context(self):
        whole = board(self.request.user, self.period)
        return {
            **super().context(),
            "board": whole,
            "missing": [(row, once.new_token()) for row in whole.unsettled],
            "waived": [row for row in whole.rows if row.state == "waived"],
            "version": self.period.snapshots.count() + 1,
            "is_early": timezone.localdate() < self.period.freeze_on,
        }


class DecisionView(PeriodStepView):
    """A decision about a frozen period, bound to the digest of the snapshot that was read."""

    action = Action.PERIOD_APPROVE
    form_class: type[Form] = DigestForm

    def context(self):
        return {**super().context(), **sheet(self.request.user, self.period)}


class ApproveView(DecisionView):
    """The chair approves."""

    action = Action.PERIOD_APPROVE
    template_name = "periods/approve.html"

    def take(self, form):
        digest = form.cleaned_data["digest"]
        periods.approve_period(period=self.period, digest=digest, by=self.request.user)
        return _("You approved %(period)s.") % {"period": self.period.code}


class RequestPublicationView(DecisionView):
    """The secretariat asks for publication."""

    action = Action.PERIOD_PUBLISH_REQUEST
    form_class = Form
    template_name = "periods/publish_request.html"

    def take(self, form):
        periods.request_publication(period=self.period, by=self.request.user)
        return _("The chair is asked to confirm the publication.")


class ConfirmPublicationView(DecisionView):
    """The chair confirms the publication."""

    action = Action.PERIOD_PUBLISH_CONFIRM
    template_name = "periods/publish_confirm.html"

    def take(self, form):
        digest = form.cleaned_data["digest"]
        periods.confirm_publication(period=self.period, digest=digest, by=self.request.user)
        return _("%(period)s is published.") % {"period": self.period.code}
