"""Addresses of the front page, of health for machines, and of what concerns security."""

from django.urls import path

from mnr.views import front, health, leaving, security, verifying

urlpatterns = [
    path("", front.FrontView.as_view(), name="front"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
    path("report-a-weakness/", security.report_weakness, name="report_weakness"),
    path("verify/", verifying.VerifyView.as_view(), name="verify"),
    path("verify/<slug:digest>/", verifying.VerifyView.as_view(), name="verify_digest"),
    path("csp-report/", security.CspReportView.as_view(), name="csp_report"),
    path("leave/<str:signed>/", leaving.LeaveView.as_view(), name="leave"),
]
