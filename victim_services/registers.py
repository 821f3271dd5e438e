"""The registers of the Victim domain."""

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from mnr.registers import Feed, Figure, Register, registry
from victim_services.models import (
    HelplineReturn,
    ReferralPathway,
    RemedyProcedure,
    RemedyReturn,
    SupportService,
    WorkforceReturn,
)
from victim_services.pictures import support_map

OPEN = Q(closed_on=None)


@registry.register
class SupportServices(Register):
    model = SupportService
    pictures = [support_map]
    capabilities = [8]
    intro = _("Who supports children, where, and in which part of their way.")
    fields = [
        "name",
        "kind",
        "phase",
        "legal_basis",
        "places",
        "median_wait",
        "is_open_all_hours",
        "is_free",
        "standard",
        "opened_on",
        "closed_on",
        "regions",
    ]
    list_columns = ["name", "kind", "phase", "regions", "places", "median_wait"]
    working = OPEN
    filters = ["kind", "phase", "is_open_all_hours", "regions"]
    search_fields = ["name", "legal_basis", "standard"]
    figures = {
        "open": Figure(_("Services open"), Count("pk", filter=OPEN)),
        "one_stop": Figure(
            _("One-stop centres open"), Count("pk", filter=OPEN & Q(kind="one_stop"))
        ),
        "places": Figure(
            _("Places"),
            Sum("places", filter=OPEN),
            ngettext_lazy("child at one time", "children at one time"),
        ),
        "longest_wait": Figure(
            _("Longest median wait for therapy"),
            Max("median_wait", filter=OPEN),
            ngettext_lazy("day", "days"),
        ),
    }


@registry.register
class ReferralPathways(Register):
    model = ReferralPathway
    capabilities = [8, 9]
    intro = _("Written procedures by which agencies pass children on and work together.")
    fields = [
        "title",
        "kind",
        "status",
        "legal_basis",
        "binds_police",
        "binds_social_services",
        "binds_health",
        "binds_schools",
        "first_response",
        "adopted_on",
        "reviewed_on",
        "document_url",
        "regions",
    ]
    list_columns = ["title", "kind", "status", "adopted_on", "reviewed_on"]
    working = Q(status="in_use")
    filters = ["kind", "status", "regions"]
    search_fields = ["title", "legal_basis"]
    figures = {
        "all": Figure(_("Procedures"), Count("pk")),
        "in_use": Figure(_("In use"), Count("pk", filter=Q(status="in_use"))),
        "joint": Figure(
            _("In use, binding police, social services and health"),
            Count(
                "pk",
                filter=Q(
                    status="in_use",
                    binds_police=True,
                    binds_social_services=True,
                    binds_health=True,
                ),
            ),
        ),
    }


@registry.register
class WorkforceReturns(Register):
    model = WorkforceReturn
    capabilities = [9]
    intro = _("Posts and workers of child protection on the last day of each period.")
    fields = [
        "posts",
        "vacant",
        "workers",
        "government",
        "qualified",
        "para",
        "trained",
        "on_plans",
    ]
    list_columns = ["workers", "trained", "posts", "vacant"]
    figures = {
        "workers": Figure(
            _("Workers"),
            Sum("workers"),
            ngettext_lazy("person", "people"),
            is_stock=True,
        ),
        "trained": Figure(
            _("Trained in the last 24 months"),
            Sum("trained"),
            ngettext_lazy("person", "people"),
            is_stock=True,
            part_of="workers",
        ),
        "posts": Figure(_("Posts"), Sum("posts"), ngettext_lazy("post", "posts"), is_stock=True),
        "vacant": Figure(_("Vacant"), Sum("vacant"), ngettext_lazy("post", "posts"), is_stock=True),
        "on_plans": Figure(
            _("Children on protection plans for sexual abuse"),
            Sum("on_plans"),
            ngettext_lazy("child", "children"),
            is_stock=True,
            counts_people=True,
        ),
    }
    feeds = {
        "C09-02": Feed("trained", per="workers"),
        "C09-04": Feed("on_plans"),
    }


@registry.register
class RemedyProcedures(Register):
    model = RemedyProcedure
    capabilities = [10]
    intro = _("Ways to compensation, redress and complaint, and whether children can use them.")
    fields = [
        "name",
        "kind",
        "status",
        "decided_by",
        "legal_basis",
        "is_open_to_children",
        "needs_conviction",
        "is_independent",
        "is_free",
        "has_legal_aid",
        "limitation",
        "limitation_years",
        "opened_on",
        "closed_on",
        "document_url",
    ]
    list_columns = ["name", "kind", "status", "is_open_to_children", "limitation"]
    filters = ["kind", "status", "limitation", "is_open_to_children"]
    search_fields = ["name", "decided_by", "legal_basis"]
    figures = {
        "open": Figure(_("Open"), Count("pk", filter=Q(status="open"))),
        "children": Figure(
            _("Open to child victims"),
            Count("pk", filter=Q(status="open", is_open_to_children=True)),
        ),
        "no_limit": Figure(
            _("Open without limit of time"),
            Count("pk", filter=Q(status="open", limitation="removed")),
        ),
        "complaints": Figure(
            _("Independent complaints routes open to children"),
            Count(
                "pk",
                filter=Q(
                    kind="complaint", status="open", is_open_to_children=True, is_independent=True
                ),
            ),
        ),
    }


@registry.register
class RemedyReturns(Register):
    model = RemedyReturn
    capabilities = [10]
    intro = _("Applications of child victims, period by period: numbers and times, no single case.")
    fields = ["kind", "received", "decided", "in_favour", "median_days", "awarded", "currency"]
    list_columns = ["kind", "received", "decided", "in_favour", "median_days", "awarded"]
    filters = ["kind"]
    search_fields = ["currency"]
    figures = {
        "received": Figure(
            _("Received"),
            Sum("received"),
            ngettext_lazy("application", "applications"),
            counts_people=True,
        ),
        "decided": Figure(
            _("Decided"),
            Sum("decided"),
            ngettext_lazy("application", "applications"),
            counts_people=True,
        ),
        "in_favour": Figure(
            _("Decided in favour"),
            Sum("in_favour"),
            ngettext_lazy("application", "applications"),
            counts_people=True,
            part_of="decided",
        ),
    }
    feeds = {
        "C10-02": Feed("in_favour", per="decided"),
    }


@registry.register
class HelplineReturns(Register):
    model = HelplineReturn
    capabilities = [11]
    intro = _("The national child helpline, period by period. All contacts, no single one.")
    fields = [
        "is_free",
        "is_open_all_hours",
        "attempted",
        "answered",
        "counselling",
        "csea",
        "referred",
    ]
    list_columns = ["attempted", "answered", "counselling", "csea", "referred"]
    figures = {
        "attempted": Figure(_("Attempted"), Sum("attempted"), ngettext_lazy("contact", "contacts")),
        "answered": Figure(_("Answered"), Sum("answered"), ngettext_lazy("contact", "contacts")),
        "counselling": Figure(
            _("Counselling"),
            Sum("counselling"),
            ngettext_lazy("contact", "contacts"),
            counts_people=True,
        ),
        "csea": Figure(
            _("About sexual abuse or exploitation"),
            Sum("csea"),
            ngettext_lazy("contact", "contacts"),
            counts_people=True,
        ),
        "referred": Figure(
            _("Referred to services"),
            Sum("referred"),
            ngettext_lazy("contact", "contacts"),
            counts_people=True,
            part_of="csea",
        ),
    }
    feeds = {
        "C11-02": Feed("answered", per="attempted"),
        "C11-03": Feed("counselling"),
        "C11-04": Feed("csea"),
        "C11-05": Feed("referred", per="csea"),
    }
