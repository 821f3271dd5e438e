"""The registers of the Societal domain."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from mnr.registers import Feed, Figure, Register, registry
from society.models import (
    EducationProgramme,
    EducationReturn,
    HotlineReturn,
    OffenderSupportReturn,
    OffenderSupportService,
    ParticipationActivity,
)

OPEN = Q(closed_on=None)
HEARD = Q(kind="consultation", status="held")


@registry.register
class HotlineReturns(Register):
    model = HotlineReturn
    capabilities = [12]
    intro = _("Reports to the hotline, period by period. Numbers only, never an address.")
    fields = [
        "network",
        "received",
        "from_public",
        "from_industry",
        "from_police",
        "assessed",
        "illegal",
        "hosted_here",
        "passed_in_time",
        "passed_abroad",
    ]
    list_columns = ["received", "assessed", "illegal", "hosted_here", "passed_in_time"]
    filters = ["network"]
    figures = {
        "received": Figure(_("Received"), Sum("received"), ngettext_lazy("report", "reports")),
        "assessed": Figure(_("Assessed"), Sum("assessed"), ngettext_lazy("report", "reports")),
        "illegal": Figure(
            _("Assessed as illegal"), Sum("illegal"), ngettext_lazy("report", "reports")
        ),
        "passed_in_time": Figure(
            _("Passed to law enforcement within 3 working days"),
            Sum("passed_in_time"),
            ngettext_lazy("report", "reports"),
        ),
        "passed_abroad": Figure(
            _("Passed abroad"), Sum("passed_abroad"), ngettext_lazy("report", "reports")
        ),
    }
    feeds = {
        "C12-02": Feed("received"),
        "C12-03": Feed("illegal", per="assessed"),
        "C12-04": Feed("passed_in_time", per="illegal"),
    }


@registry.register
class EducationProgrammes(Register):
    model = EducationProgramme
    capabilities = [13]
    intro = _("What is taught about sexual exploitation and abuse, to whom, and since when.")
    fields = [
        "title",
        "audience",
        "level",
        "curriculum",
        "status",
        "covers_online",
        "covers_disclosure",
        "is_accessible",
        "is_evaluated",
        "starts_on",
        "ends_on",
        "document_url",
        "regions",
    ]
    list_columns = ["title", "audience", "level", "curriculum", "status"]
    working = Q(status="running")
    filters = ["audience", "level", "curriculum", "status", "regions"]
    search_fields = ["title"]
    figures = {
        "running": Figure(_("Programmes running"), Count("pk", filter=Q(status="running"))),
        "required": Figure(
            _("Running and required by the curriculum"),
            Count("pk", filter=Q(status="running", curriculum="required")),
        ),
        "evaluated": Figure(
            _("Running and evaluated"),
            Count("pk", filter=Q(status="running", is_evaluated=True)),
        ),
    }


@registry.register
class EducationReturns(Register):
    model = EducationReturn
    capabilities = [13]
    intro = _("Schools, sessions, children and teachers that the programme reached in a period.")
    fields = ["schools", "delivering", "sessions", "children", "teachers", "trained"]
    list_columns = ["schools", "delivering", "sessions", "children", "trained"]
    figures = {
        "delivering": Figure(
            _("Delivering the programme"),
            Sum("delivering"),
            ngettext_lazy("school", "schools"),
            is_stock=True,
        ),
        "sessions": Figure(_("Held"), Sum("sessions"), ngettext_lazy("session", "sessions")),
        "children": Figure(
            _("Reached"),
            Sum("children"),
            ngettext_lazy("child", "children"),
            is_stock=True,
        ),
        "trained": Figure(
            _("Trained"),
            Sum("trained"),
            ngettext_lazy("teacher", "teachers"),
            is_stock=True,
        ),
    }
    feeds = {
        "C13-03": Feed("children"),
    }


@registry.register
class ParticipationActivities(Register):
    model = ParticipationActivity
    capabilities = [14]
    intro = _("Where children and young people are heard, how safely, and what came of it.")
    fields = [
        "title",
        "kind",
        "status",
        "subject",
        "advises_oversight",
        "children",
        "is_safeguarded",
        "standard",
        "starts_on",
        "ends_on",
        "has_feedback",
        "feedback_on",
        "effect",
        "document_url",
        "regions",
    ]
    list_columns = ["title", "kind", "status", "starts_on", "is_safeguarded", "has_feedback"]
    working = ~Q(status="planned")
    filters = ["kind", "status", "is_safeguarded", "has_feedback", "regions"]
    search_fields = ["title", "subject", "standard"]
    figures = {
        "held": Figure(_("Consultations held"), Count("pk", filter=HEARD)),
        "safeguarded": Figure(
            _("Held to a written safeguarding standard"),
            Count("pk", filter=HEARD & Q(is_safeguarded=True)),
            ngettext_lazy("consultation", "consultations"),
        ),
        "feedback": Figure(
            _("With feedback to the children"),
            Count("pk", filter=HEARD & Q(has_feedback=True)),
            ngettext_lazy("consultation", "consultations"),
        ),
        "advisory": Figure(
            _("Standing groups that advise the oversight body"),
            Count(
                "pk",
                filter=Q(
                    kind__in=["advisory", "survivors"], status="running", advises_oversight=True
                ),
            ),
        ),
    }


@registry.register
class OffenderSupportServices(Register):
    model = OffenderSupportService
    capabilities = [15]
    intro = _("Who supports people so that they do not offend, and where.")
    fields = [
        "name",
        "kind",
        "audience",
        "is_anonymous",
        "is_free",
        "has_disclosure_rule",
        "places",
        "opened_on",
        "closed_on",
        "document_url",
        "regions",
    ]
    list_columns = ["name", "kind", "audience", "is_anonymous", "regions"]
    working = OPEN
    filters = ["kind", "audience", "is_anonymous", "regions"]
    search_fields = ["name"]
    figures = {
        "open": Figure(_("Services open"), Count("pk", filter=OPEN)),
        "anonymous": Figure(
            _("Anonymous, for adults worried about themselves"),
            Count("pk", filter=OPEN & Q(is_anonymous=True, audience="worried")),
            ngettext_lazy("service", "services"),
        ),
        "children": Figure(
            _("For children who have displayed harmful sexual behaviour"),
            Count("pk", filter=OPEN & Q(audience="children")),
            ngettext_lazy("service", "services"),
        ),
    }


@registry.register
class OffenderSupportReturns(Register):
    model = OffenderSupportReturn
    capabilities = [15]
    intro = _("How many people were supported in a period. Numbers only, of nobody in particular.")
    fields = [
        "supported",
        "about_themselves",
        "about_adults",
        "about_children",
        "web_users",
        "children",
    ]
    list_columns = ["supported", "about_themselves", "web_users", "children"]
    figures = {
        "supported": Figure(
            _("Supported"),
            Sum("supported"),
            ngettext_lazy("person", "people"),
            is_stock=True,
            counts_people=True,
        ),
        "web_users": Figure(
            _("Users of web content"),
            Sum("web_users"),
            ngettext_lazy("visitor", "visitors"),
            is_stock=True,
        ),
        "children": Figure(
            _("Supported after harmful sexual behaviour"),
            Sum("children"),
            ngettext_lazy("child", "children"),
            is_stock=True,
            counts_people=True,
            part_of="supported",
        ),
    }
    feeds = {
        "C15-02": Feed("supported"),
        "C15-03": Feed("web_users"),
    }
