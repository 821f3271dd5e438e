"""Addresses of the reports pages."""

from django.urls import path

from mnr.views import reports

urlpatterns = [
    path("reports/", reports.ReportListView.as_view(), name="report_list"),
    path("reports/<uuid:pk>/", reports.ReportDetailView.as_view(), name="report_detail"),
    path("reports/<uuid:pk>/retry/", reports.ReportRetryView.as_view(), name="report_retry"),
    path(
        "reports/<uuid:pk>/download/", reports.ReportDownloadView.as_view(), name="report_download"
    ),
    path(
        "periods/<period:code>/report/", reports.ReportRequestView.as_view(), name="report_request"
    ),
]
