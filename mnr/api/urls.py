"""Addresses of the API: the core's, and those of every register that there is."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from mnr.api import assessments, description, docs, entries, evidence, framework, records, updates
from mnr.registers import registry

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
    "regions": framework.RegionViewSet,
    "updates": updates.UpdateViewSet,
    "assessments": assessments.AssessmentViewSet,
    "evidence": evidence.EvidenceViewSet,
    "reports": records.ReportViewSet,
    "events": records.EventViewSet,
}.items():
    router.register(name, views, basename=name)
for register in registry.everything:
    views = entries.EntryViewSet.of(register)
    router.register(register.path, views, basename=register.model._meta.model_name)

urlpatterns = [
    path("v1/", include((router.urls, "api"))),
    path("schema/", description.SchemaViewSet.as_view({"get": "list"}), name="api_schema"),
    path("docs/", docs.DocsView.as_view(), name="api_docs"),
    path("docs/<slug:group>/", docs.DocsGroupView.as_view(), name="api_docs_group"),
]
