"""The registers of Policy and Governance."""

from django.db.models import Count, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.models import (
    CommitteeDecision,
    CommitteeMeeting,
    ExternalRecommendation,
    LegalInstrument,
    OffenceCoverage,
    OversightBody,
    Study,
    TreatyStatus,
)
from governance.pictures import legal_framework
from mnr.registers import Figure, Register, registry

NEWER_FORMS = ("grooming", "extortion", "livestreamed", "generated", "travel", "extraterritorial")
MODEL_LAW = ("definition", "technology", "possession", "reporting_industry")


@registry.register
class OversightBodies(Register):
    model = OversightBody
    capabilities = [1]
    intro = _("Who oversees and coordinates the response, on what mandate, and with which plan.")
    fields = [
        "name",
        "kind",
        "mandate",
        "mandate_reference",
        "established_on",
        "dissolved_on",
        "chair_post",
        "members",
        "meets",
        "plan",
        "regions",
    ]
    list_columns = ["name", "kind", "mandate", "chair_post", "members", "plan"]
    working = Q(dissolved_on=None)
    filters = ["kind", "mandate", "meets", "plan", "regions"]
    search_fields = ["name", "mandate_reference", "chair_post"]
    figures = {
        "existing": Figure(_("Bodies that exist"), Count("pk", filter=Q(dissolved_on=None))),
        "mandated": Figure(
            _("Of these, with a written mandate"),
            Count("pk", filter=Q(dissolved_on=None) & ~Q(mandate="none")),
        ),
    }


@registry.register
class CommitteeMeetings(Register):
    model = CommitteeMeeting
    capabilities = [1]
    intro = _("When oversight bodies met, about what, and how many organisations came.")
    fields = ["body", "held_on", "kind", "agenda", "present", "expected", "minutes"]
    list_columns = ["held_on", "body", "kind", "present", "expected"]
    filters = ["body", "kind"]
    search_fields = ["agenda", "minutes"]
    figures = {
        "all": Figure(_("Meetings"), Count("pk")),
        "extraordinary": Figure(
            _("Of these, extraordinary"), Count("pk", filter=Q(kind="extraordinary"))
        ),
    }


@registry.register
class CommitteeDecisions(Register):
    model = CommitteeDecision
    capabilities = [1]
    intro = _("What oversight bodies decided, who carries it out, and until when.")
    fields = ["meeting", "decided_on", "title", "text", "owner", "due_on", "status", "closed_on"]
    list_columns = ["title", "decided_on", "owner", "due_on", "status"]
    filters = ["meeting", "owner", "status"]
    search_fields = ["title", "text"]
    figures = {
        "all": Figure(_("Decisions"), Count("pk")),
        "open": Figure(_("Open"), Count("pk", filter=Q(status="open"))),
        "overdue": Figure(
            _("Of these, overdue"),
            lambda day: Count("pk", filter=Q(status="open", due_on__lt=day)),
        ),
        "done": Figure(_("Done"), Count("pk", filter=Q(status="done"))),
    }


@registry.register
class Studies(Register):
    model = Study
    capabilities = [2]
    intro = _("What is known about CSEA in the country: analyses, surveys and official figures.")
    fields = [
        "title",
        "kind",
        "status",
        "body",
        "data_from",
        "data_until",
        "sample",
        "young_adults",
        "adolescents",
        "internet_users",
        "published_on",
        "url",
    ]
    list_columns = ["title", "kind", "status", "data_until", "published_on"]
    filters = ["kind", "status"]
    search_fields = ["title", "body"]
    figures = {
        "published": Figure(_("Published"), Count("pk", filter=Q(status="published"))),
        "underway": Figure(_("Under way"), Count("pk", filter=Q(status="underway"))),
        "surveys": Figure(
            _("Published surveys of prevalence"),
            Count("pk", filter=Q(status="published", kind="prevalence")),
        ),
    }


@registry.register
class ExternalRecommendations(Register):
    model = ExternalRecommendation
    capabilities = [2]
    intro = _("What treaty bodies, reviews and inquiries recommended, and what became of it.")
    fields = [
        "title",
        "text",
        "issuer",
        "reference",
        "issued_on",
        "response",
        "status",
        "report_due_on",
        "done_on",
        "url",
    ]
    list_columns = ["title", "issuer", "issued_on", "response", "status"]
    filters = ["issuer", "response", "status"]
    search_fields = ["title", "text", "reference"]
    figures = {
        "all": Figure(_("Recommendations"), Count("pk")),
        "accepted": Figure(
            _("Accepted, in full or in part"),
            Count("pk", filter=Q(response__in=["accepted", "in_part"])),
        ),
        "done": Figure(_("Carried out"), Count("pk", filter=Q(status="done"))),
    }


@registry.register
class LegalInstruments(Register):
    model = LegalInstrument
    capabilities = [3]
    intro = _("Laws, regulations and policies that bear on child sexual exploitation and abuse.")
    fields = ["title", "citation", "kind", "status", "adopted_on", "in_force_on", "repealed_on"]
    list_columns = ["title", "kind", "status", "in_force_on", "repealed_on"]
    filters = ["kind", "status"]
    search_fields = ["title", "citation"]
    figures = {
        "all": Figure(_("Instruments"), Count("pk")),
        "in_force": Figure(
            _("In force"),
            lambda day: Count("pk", filter=LegalInstrument.binding(day)),
        ),
    }


@registry.register
class TreatyStatuses(Register):
    model = TreatyStatus
    capabilities = [3]
    intro = _("By which treaties the country is bound, since when, and with which reservations.")
    fields = ["treaty", "status", "signed_on", "ratified_on", "in_force_on", "reservations"]
    list_columns = ["treaty", "status", "signed_on", "ratified_on", "in_force_on"]
    filters = ["treaty", "status"]
    search_fields = ["reservations"]
    figures = {
        "party": Figure(
            _("Treaties to which the country is party"),
            Count("treaty", filter=Q(status="party"), distinct=True),
        ),
        "reserved": Figure(
            _("Of these, with reservations"),
            Count("treaty", filter=Q(status="party") & ~Q(reservations=""), distinct=True),
        ),
    }


def covered(*subjects):
    """How many of these offences and protections a law in force on a day covers fully."""

    def on(day):
        rule = Q(coverage="full", subject__in=subjects)
        rule &= LegalInstrument.binding(day, "instrument__")
        return Count("subject", filter=rule, distinct=True)

    return on


@registry.register
class OffenceCoverages(Register):
    model = OffenceCoverage
    pictures = [legal_framework]
    capabilities = [3]
    intro = _("Which law covers which offence, and gives which protection: one entry for each.")
    fields = ["instrument", "subject", "coverage", "provision"]
    list_columns = ["subject", "instrument", "coverage", "provision"]
    filters = ["instrument", "subject", "coverage"]
    search_fields = ["provision"]
    figures = {
        "all": Figure(
            _("Offences and protections fully covered by a law in force"),
            covered(*OffenceCoverage.Subject.values),
            format_lazy(_("of {all}"), all=len(OffenceCoverage.Subject)),
        ),
        "newer": Figure(_("Of these, newer forms of CSEA"), covered(*NEWER_FORMS), _("of 6")),
        "model_law": Figure(
            _("Of these, criteria of the ICMEC model law"), covered(*MODEL_LAW), _("of 4")
        ),
    }
