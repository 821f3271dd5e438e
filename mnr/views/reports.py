"""Reports: which there are, how far one is, and its file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mnr import permissions
from mnr.access import ScopedView
from mnr.models import Report, ReportingPeriod
from mnr.once import new_token, run_once
from mnr.reports import storage
from mnr.roles import Action
from mnr.selectors import reports as selectors
from mnr.services import reports

ON_A_PAGE = 12


class ReportListView(ScopedView):
    """Every frozen period with its versions and their reports."""

    action = Action.REPORT_READ_INTERNAL

    def get(self, request):
        found = selectors.snapshots_for(request.user)
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
        may_request = selectors.may_request(request.user)
        rows = [
            {
                "snapshot": snapshot,
                "reports": snapshot.visible_reports,
                "once": new_token() if may_request and selectors.lacks_report(snapshot) else None,
            }
            for snapshot in page
        ]
        return render(request, "reports/list.html", {"page": page, "rows": rows})


class ReportRequestView(ScopedView):
    """Asks for the report of a frozen period; asked twice, it is the same report."""

    action = Action.REPORT_MAKE_INTERNAL
    http_method_names = ["post"]

    def post(self, request, code):
        seen = (Action.PERIOD_READ_META, Action.PERIOD_READ)
        period = self.visible_or_404(ReportingPeriod.objects.all(), *seen, code=code)
        if not period.is_frozen:
            raise permissions.WrongState(
                _("The period is not frozen yet: its report is made when it is.")
            )
        return run_once(request, lambda: self.ask(period))

    def ask(self, period):
        snapshots = period.snapshots.order_by("-version")
        if version := self.request.POST.get("version"):
            is_number = version.isdecimal() and len(version) < 5
            snapshots = snapshots.filter(version=version if is_number else 0)
        snapshot = snapshots.first()
        if snapshot is None:
            raise Http404
        report = reports.request_report(
            snapshot=snapshot, language=get_language(), by=self.request.user
        )
        return reverse("report_detail", args=[report.pk])


class ReportView(ScopedView):
    """A page about one report."""

    action = Action.REPORT_READ_INTERNAL

    def report(self, pk):
        rows = selectors.visible_reports(self.request.user)
        rows = rows.select_related("snapshot__period", "job").defer(
            "snapshot__content", "snapshot__summary"
        )
        return get_object_or_404(rows, pk=pk)


class ReportDetailView(ReportView):
    """How far a report is; when it is ready, the way to its file. Who opens it is an event."""

    action = Action.REPORT_READ_INTERNAL

    def get(self, request, pk):
        report = self.report(pk)
        reports.record_page(report=report, by=request.user)
        context = {
            "report": report,
            "snapshot": report.snapshot,
            "is_running": report.status in (Report.Status.QUEUED, Report.Status.BUILDING),
            "is_slow": selectors.is_slow(report),
            "since": selectors.waiting_since(report),
            "may_download": self.may(Action.REPORT_READ_INTERNAL, report),
            "may_retry": self.may(Action.REPORT_MAKE_INTERNAL, report)
            and report.status == Report.Status.FAILED,
            "once": new_token(),
        }
        if self.may(Action.AUDIT_READ) or self.may(Action.AUDIT_READ_OWN):
            context["sights"] = selectors.who_saw(request.user, report)
        return render(request, "reports/detail.html", context)


class ReportRetryView(ReportView):
    """Tries a failed report again."""

    action = Action.REPORT_MAKE_INTERNAL
    http_method_names = ["post"]

    def post(self, request, pk):
        report = self.report(pk)
        if report.status != Report.Status.FAILED:
            raise permissions.WrongState(_("This report has not failed."))
        return run_once(request, lambda: self.retry(report))

    def retry(self, report):
        reports.retry_report(report=report, by=self.request.user)
        return reverse("report_detail", args=[report.pk])


class ReportDownloadView(ReportView):
    """The file, for those who may read it. Each download goes into the trail."""

    action = Action.REPORT_READ_INTERNAL
    http_method_names = ["get"]

    def get(self, request, pk):
        report = self.report(pk)
        permissions.require(request.user, Action.REPORT_READ_INTERNAL, report)
        try:
            data = storage.read(report.sha256)
        except storage.Damaged:
            reports.mark_damaged(report)
            messages.error(
                request, _("The stored file was missing or altered, so it is not given.")
            )
            return redirect("report_detail", report.pk)
        reports.record_download(report=report, by=request.user)
        return HttpResponse(
            data,
            content_type="application/pdf",
            headers={
                "Content-Disposition": f'attachment; filename="{file_name(report)}"',
                "Cache-Control": "no-store",
            },
        )


def file_name(report) -> str:
    """What the file is called on the reader's machine: "2026-q3-committee-report-v1.pdf"."""
    snapshot = report.snapshot
    name = f"{snapshot.period.code} {report.edition} report v{snapshot.version}"
    language = "" if report.language == "en" else f" {report.language}"
    return f"{slugify(name + language)}.pdf"
