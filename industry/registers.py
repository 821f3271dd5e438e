"""The registers of the Industry domain."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from industry.models import (
    IndustryReportReturn,
    InnovationProject,
    Provider,
    ReportingProtection,
    ResponsibilityProgramme,
    TakedownReturn,
)
from industry.pictures import takedown
from mnr.registers import Feed, Figure, Register, registry

BLOCKS = Q(blocking="in_use")
REGULATED = Q(status="in_force", kind__in=["guideline", "licence"])
ACTIVE = Q(stage__in=["development", "pilot", "in_use"])


@registry.register
class Providers(Register):
    model = Provider
    capabilities = [16]
    intro = _(
        "Providers that serve the country, and what they have in place. Companies, no persons."
    )
    fields = [
        "name",
        "provider_class",
        "size",
        "is_registered",
        "takedown",
        "takedown_hours",
        "blocking",
        "hash_matching",
        "fixed_subscribers",
        "mobile_subscribers",
        "checked_on",
    ]
    list_columns = ["name", "provider_class", "takedown", "blocking", "hash_matching"]
    filters = ["provider_class", "size", "takedown", "blocking", "hash_matching", "is_registered"]
    search_fields = ["name"]
    figures = {
        "all": Figure(_("Providers"), Count("pk")),
        "registered": Figure(_("Registered to report"), Count("pk", filter=Q(is_registered=True))),
        "matching": Figure(_("Using hash matching"), Count("pk", filter=Q(hash_matching="in_use"))),
        "fixed": Figure(
            _("Fixed, on networks that block"),
            Sum("fixed_subscribers", filter=BLOCKS),
            ngettext_lazy("subscriber", "subscribers"),
        ),
        "mobile": Figure(
            _("Mobile, on networks that block"),
            Sum("mobile_subscribers", filter=BLOCKS),
            ngettext_lazy("subscriber", "subscribers"),
        ),
    }


@registry.register
class TakedownReturns(Register):
    model = TakedownReturn
    pictures = [takedown]
    capabilities = [16]
    intro = _("Notices and removals by class of provider. Numbers only, never an address.")
    fields = ["provider_class", "notices", "removed", "removed_in_time", "median_hours"]
    list_columns = ["provider_class", "notices", "removed", "removed_in_time", "median_hours"]
    filters = ["provider_class"]
    figures = {
        "notices": Figure(_("Notices sent"), Sum("notices"), ngettext_lazy("item", "items")),
        "removed": Figure(_("Removed"), Sum("removed"), ngettext_lazy("item", "items")),
        "in_time": Figure(
            _("Removed within three days"), Sum("removed_in_time"), ngettext_lazy("item", "items")
        ),
    }
    feeds = {
        "C16-02": Feed("notices"),
        "C16-04": Feed("in_time", per="notices"),
    }


@registry.register
class ReportingProtections(Register):
    model = ReportingProtection
    capabilities = [17]
    intro = _("The rules by which the industry reports, and is protected when it does.")
    fields = [
        "title",
        "provisions",
        "status",
        "duty",
        "designated_body",
        "has_sanction",
        "protects_handling",
        "protects_transmission",
        "protects_liability",
        "allows_detection",
        "report_hours",
        "retention_days",
        "in_force_on",
        "repealed_on",
        "document_url",
    ]
    list_columns = ["title", "duty", "protects_handling", "protects_transmission", "status"]
    filters = ["status", "duty", "protects_handling", "protects_transmission"]
    search_fields = ["title", "provisions", "designated_body"]
    figures = {
        "all": Figure(_("Rules"), Count("pk")),
        "duty": Figure(
            _("In force, with a duty by law"), Count("pk", filter=Q(status="in_force", duty="law"))
        ),
        "protected": Figure(
            _("In force, protecting handling and transmission"),
            Count(
                "pk",
                filter=Q(status="in_force", protects_handling=True, protects_transmission=True),
            ),
        ),
    }


@registry.register
class IndustryReportReturns(Register):
    model = IndustryReportReturn
    capabilities = [17]
    intro = _("What the industry reported, period by period. Numbers only, no single report.")
    fields = ["received", "from_abroad", "actionable", "providers"]
    list_columns = ["received", "from_abroad", "actionable", "providers"]
    figures = {
        "received": Figure(_("Received"), Sum("received"), ngettext_lazy("report", "reports")),
        "actionable": Figure(
            _("With enough information to act on"),
            Sum("actionable"),
            ngettext_lazy("report", "reports"),
        ),
    }
    feeds = {
        "C17-04": Feed("received"),
        "C17-05": Feed("actionable", per="received"),
    }


@registry.register
class InnovationProjects(Register):
    model = InnovationProject
    capabilities = [18]
    intro = _("Solutions that government, industry and others develop together.")
    fields = [
        "title",
        "purpose",
        "stage",
        "partners",
        "with_government",
        "with_industry",
        "with_academia",
        "public_funding",
        "private_funding",
        "currency",
        "starts_on",
        "ends_on",
        "document_url",
    ]
    list_columns = ["title", "purpose", "stage", "public_funding", "private_funding", "currency"]
    filters = ["purpose", "stage", "with_government", "with_industry", "with_academia"]
    search_fields = ["title", "partners", "currency"]
    figures = {
        "all": Figure(_("Projects"), Count("pk")),
        "active": Figure(
            _("Active, of government with industry"),
            Count("pk", filter=ACTIVE & Q(with_government=True, with_industry=True)),
        ),
        "in_use": Figure(_("Solutions in use"), Count("pk", filter=Q(stage="in_use"))),
    }


@registry.register
class ResponsibilityProgrammes(Register):
    model = ResponsibilityProgramme
    capabilities = [19]
    intro = _("Codes and guidelines for companies, and how many keep them.")
    fields = [
        "title",
        "kind",
        "sector",
        "status",
        "in_force_on",
        "ended_on",
        "licensees",
        "with_policy",
        "reports_filed",
        "self_assessed",
        "counted_on",
        "document_url",
    ]
    list_columns = ["title", "kind", "status", "licensees", "with_policy", "reports_filed"]
    filters = ["kind", "sector", "status"]
    search_fields = ["title"]
    figures = {
        "in_force": Figure(_("In force"), Count("pk", filter=Q(status="in_force"))),
        "with_policy": Figure(
            _("With a published policy"),
            Sum("with_policy", filter=REGULATED),
            ngettext_lazy("licensee", "licensees"),
        ),
        "reports": Figure(
            _("Compliance report filed"),
            Sum("reports_filed", filter=REGULATED),
            ngettext_lazy("licensee", "licensees"),
        ),
        "self_assessed": Figure(
            _("Self-assessment completed"),
            Sum("self_assessed", filter=Q(status="in_force")),
            ngettext_lazy("company", "companies"),
        ),
    }
