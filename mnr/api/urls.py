"""Addresses of the API. Registers join by `router.register` with a set of views of their own."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from mnr.api import description, evidence, framework, records, updates

router = SimpleRouter()
for name, views in {
    "me": framework.MeViewSet,
    "domains": framework.DomainViewSet,
    "capabilities": framework.CapabilityViewSet,
    "checks": framework.CheckViewSet,
    "periods": framework.PeriodViewSet,
    "organisations": framework.OrganisationViewSet,
    "assignments": framework.AssignmentViewSet,
    "people": framework.PersonViewSet,
    "updates": updates.UpdateViewSet,
    "evidence": evidence.EvidenceViewSet,
    "reports": records.ReportViewSet,
    "events": records.EventViewSet,
}.items():
    router.register(name, views, basename=name)

urlpatterns = [
    path("v1/", include((router.urls, "api"))),
    path("schema/", description.SchemaViewSet.as_view({"get": "list"}), name="api_schema"),
    path("docs/", description.DocsView.as_view(), name="api_docs"),
]
