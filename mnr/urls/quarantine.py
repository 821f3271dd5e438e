"""Addresses of reporting content, of its quarantine and removal, and of the procedure."""

from django.urls import path

from mnr.views import procedure, quarantine, reporting

urlpatterns = [
    path(
        "content/<slug:kind>/<uuid:pk>/report/",
        reporting.ContentReportView.as_view(),
        name="content_report",
    ),
    path(
        "content/<slug:kind>/<uuid:pk>/reported/",
        reporting.ContentReportedView.as_view(),
        name="content_reported",
    ),
    path(
        "content/<slug:kind>/<uuid:pk>/quarantine/",
        reporting.QuarantineSetView.as_view(),
        name="quarantine_set",
    ),
    path("quarantine/", quarantine.QuarantineListView.as_view(), name="quarantine_list"),
    path("quarantine/find/", reporting.QuarantineFindView.as_view(), name="quarantine_find"),
    path("quarantine/done/", reporting.QuarantineDoneView.as_view(), name="quarantine_done"),
    path(
        "quarantine/<uuid:pk>/", quarantine.QuarantineDetailView.as_view(), name="quarantine_detail"
    ),
    path(
        "quarantine/<uuid:pk>/text/",
        quarantine.QuarantineTextView.as_view(),
        name="quarantine_text",
    ),
    path(
        "quarantine/<uuid:pk>/release/",
        quarantine.QuarantineReleaseView.as_view(),
        name="quarantine_release",
    ),
    path(
        "quarantine/<uuid:pk>/hold/",
        quarantine.QuarantineHoldView.as_view(),
        name="quarantine_hold",
    ),
    path(
        "quarantine/<uuid:pk>/removal/",
        quarantine.PurgeRequestView.as_view(),
        name="purge_request",
    ),
    path(
        "quarantine/reports/<uuid:pk>/answer/",
        quarantine.ReportDismissView.as_view(),
        name="content_report_dismiss",
    ),
    path("removals/", quarantine.PurgeListView.as_view(), name="purge_list"),
    path(
        "removals/<uuid:pk>/confirm/", quarantine.PurgeConfirmView.as_view(), name="purge_confirm"
    ),
    path("illegal-material/", procedure.PublicProcedureView.as_view(), name="procedure_public"),
    path("illegal-material/procedure/", procedure.ProcedureView.as_view(), name="procedure"),
    path(
        "illegal-material/edit/", procedure.ProcedureProposeView.as_view(), name="procedure_propose"
    ),
    path(
        "illegal-material/<uuid:pk>/confirm/",
        procedure.ProcedureConfirmView.as_view(),
        name="procedure_confirm",
    ),
    path("illegal-material/duty/", procedure.DutyListView.as_view(), name="duty_list"),
    path(
        "illegal-material/duty/<uuid:pk>/request/",
        procedure.DutyRequestView.as_view(),
        name="duty_request",
    ),
    path(
        "illegal-material/duty/<uuid:pk>/confirm/",
        procedure.DutyConfirmView.as_view(),
        name="duty_confirm",
    ),
    path("illegal-material/duty/<uuid:pk>/end/", procedure.DutyEndView.as_view(), name="duty_end"),
]
