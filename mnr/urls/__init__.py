"""Every address of the platform. Only here are the six domain apps named, as strings."""

from django.conf import settings
from django.urls import include, path

from mnr.urls import converters  # noqa: F401  before the addresses that use them

CORE = (
    "account",
    "front",
    "overview",
    "updates",
    "review",
    "releases",
    "board",
    "people",
    "policy",
    "reports",
    "audit",
    "quarantine",
    "jobs",
    "terms",
    "indicators",
)

urlpatterns = [
    *(path("", include(f"mnr.urls.{group}")) for group in CORE),
    path("api/", include("mnr.api.urls")),
    *(path(f"{app.replace('_', '-')}/", include(f"{app}.urls")) for app in settings.DOMAIN_APPS),
]

handler400 = "mnr.views.problems.bad_request"
handler403 = "mnr.views.problems.forbidden"
handler429 = "mnr.views.problems.too_many"  # allauth asks for this one
handler404 = "mnr.views.problems.not_found"
handler500 = "mnr.views.problems.server_error"
