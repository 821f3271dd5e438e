"""Addresses of the trail."""

from django.urls import path

from mnr.views.audit import HistoryView, ProofView, TrailExportView, TrailView

urlpatterns = [
    path("audit/", TrailView.as_view(), name="audit_list"),
    path("audit/export/", TrailExportView.as_view(), name="audit_export"),
    path("audit/proof/", ProofView.as_view(), name="audit_proof"),
    path("history/<str:thing>/", HistoryView.as_view(), name="object_history"),
]
