"""Reports and the trail: what is read and never written here."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin

from mnr import permissions
from mnr.access import ScopedViewSet
from mnr.api import reading
from mnr.api.framework import UUID
from mnr.models import AuditEvent, Report
from mnr.reports import storage
from mnr.roles import Action
from mnr.services import reports


class Damaged(APIException):
    """The stored file was missing or altered, so it is not given."""

    status_code = 503
    default_code = "damaged"
    default_detail = "The stored file was missing or altered. It is being made anew."


class ReportViewSet(ListModelMixin, RetrieveModelMixin, ScopedViewSet):
    """The reports that the reader may read, or have made."""

    policy = {
        "list": Action.REPORT_READ_INTERNAL,
        "retrieve": Action.REPORT_READ_INTERNAL,
        "download": Action.REPORT_READ_INTERNAL,
    }
    seen_by = (Action.REPORT_READ_INTERNAL, Action.REPORT_MAKE_INTERNAL)
    serializer_class = reading.ReportSerializer
    lookup_value_regex = UUID

    def rows(self):
        rows = Report.objects.select_related("snapshot__period")
        return rows.defer("snapshot__content", "snapshot__summary").order_by("-requested_at")

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def download(self, request, pk):
        """The file. Each download goes into the trail, as on its page."""
        report = self.get_object()
        permissions.require(request.user, Action.REPORT_READ_INTERNAL, report)
        try:
            data = storage.read(report.sha256)
        except storage.Damaged as error:
            reports.mark_damaged(report)
            raise Damaged from error
        reports.record_download(report=report, by=request.user)
        name = f"{report.snapshot.period.code}-{report.edition}-v{report.snapshot.version}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name.lower()}"'}
        return HttpResponse(data, content_type="application/pdf", headers=headers)


class EventFilters(serializers.Serializer):
    """By action and by object."""

    action = serializers.CharField(max_length=40, required=False)
    object_type = serializers.CharField(max_length=60, required=False)
    object_id = serializers.CharField(max_length=60, required=False)


class EventViewSet(ListModelMixin, RetrieveModelMixin, ScopedViewSet):
    """The trail, the newest event first."""

    policy = {"list": Action.AUDIT_READ, "retrieve": Action.AUDIT_READ}
    seen_by = (Action.AUDIT_READ,)
    serializer_class = reading.EventSerializer
    filters = EventFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,18}"

    def rows(self):
        return AuditEvent.objects.order_by("-number")

    def narrowed(self, rows, wanted):
        return rows.filter(**wanted)
