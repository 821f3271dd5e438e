"""The registers of Criminal Justice."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from criminal_justice.models import (
    CaseFlowReturn,
    CourtReturn,
    ImageDatabaseReturn,
    OffenderManagementReturn,
    SpecialistUnit,
    TrainingActivity,
)
from criminal_justice.pictures import case_flow
from mnr.registers import Feed, Figure, Register, registry

PERSONS = ngettext_lazy("person", "persons")


@registry.register
class SpecialistUnits(Register):
    model = SpecialistUnit
    capabilities = [4]
    intro = _("Units that investigate CSEA: their remit, their officers and their training.")
    fields = [
        "name",
        "remit",
        "status",
        "legal_basis",
        "is_dedicated",
        "is_proactive",
        "is_contact_point",
        "officers",
        "women",
        "trained",
        "counted_on",
        "opened_on",
        "closed_on",
        "regions",
    ]
    list_columns = ["name", "remit", "status", "officers", "trained"]
    working = Q(status="operating")
    filters = ["remit", "status", "is_dedicated", "is_proactive", "is_contact_point", "regions"]
    search_fields = ["name", "legal_basis"]
    figures = {
        "national": Figure(
            _("National units operating, for CSEA alone"),
            Count("pk", filter=Q(remit="national", status="operating", is_dedicated=True)),
        ),
        "operating": Figure(_("Units operating"), Count("pk", filter=Q(status="operating"))),
        "officers": Figure(
            _("Full-time officers in them"),
            Sum("officers", filter=Q(status="operating")),
            ngettext_lazy("officer", "officers"),
            is_stock=True,
        ),
        "trained": Figure(
            _("Of these, trained in the last 24 months"),
            Sum("trained", filter=Q(status="operating")),
            ngettext_lazy("officer", "officers"),
            is_stock=True,
            part_of="officers",
        ),
    }


@registry.register
class CaseFlowReturns(Register):
    model = CaseFlowReturn
    pictures = [case_flow]
    capabilities = [4, 5]  # police keep the first steps, prosecution services the later ones
    intro = _(
        "From reports to convictions, in totals. Each organisation fills in the steps that it "
        "keeps count of, and leaves empty what another one reports."
    )
    fields = [
        "reports",
        "referrals",
        "informational",
        "investigations",
        "proactive",
        "closed",
        "arrests",
        "arrests_online",
        "charged",
        "charged_online",
        "prosecutions",
        "convictions",
    ]
    list_columns = ["reports", "investigations", "arrests", "charged", "convictions"]
    figures = {
        "reports": Figure(
            _("Reports received"), Sum("reports"), ngettext_lazy("report", "reports")
        ),
        "investigations": Figure(
            _("Investigations opened"),
            Sum("investigations"),
            ngettext_lazy("investigation", "investigations"),
        ),
        "arrests": Figure(
            _("Arrests"), Sum("arrests"), ngettext_lazy("arrest", "arrests"), counts_people=True
        ),
        "charged": Figure(_("Persons charged"), Sum("charged"), PERSONS, counts_people=True),
    }
    feeds = {
        "C04-05": Feed("arrests"),
        "C05-01": Feed("charged"),
    }


@registry.register
class TrainingActivities(Register):
    model = TrainingActivity
    capabilities = [4, 5]
    intro = _("Courses on CSEA for police, prosecutors, judges and those who work with them.")
    fields = [
        "title",
        "topic",
        "audience",
        "starts_on",
        "ends_on",
        "participants",
        "women",
        "hours",
        "provider",
        "regions",
    ]
    list_columns = ["title", "topic", "audience", "starts_on", "participants", "hours"]
    filters = ["topic", "audience", "regions"]
    search_fields = ["title", "provider"]
    figures = {
        "all": Figure(_("Courses"), Count("pk")),
        "participants": Figure(
            _("Participants"),
            Sum("participants"),
            ngettext_lazy("person", "people"),
        ),
        "justice": Figure(
            _("Of these, in courses for judges and prosecutors"),
            Sum("participants", filter=Q(audience__in=["judges", "prosecutors"])),
            ngettext_lazy("person", "people"),
            part_of="participants",
        ),
    }


@registry.register
class CourtReturns(Register):
    model = CourtReturn
    capabilities = [5]
    intro = _("How prosecutions ended, how long they took, and how children were heard.")
    fields = [
        "finalised",
        "convictions",
        "acquittals",
        "median_days",
        "hearings",
        "special_measures",
        "video_link",
        "recorded",
        "intermediary",
        "judges",
        "judges_trained",
        "prosecutors",
        "prosecutors_trained",
    ]
    list_columns = ["finalised", "convictions", "median_days", "hearings", "special_measures"]
    figures = {
        "finalised": Figure(
            _("Prosecutions finalised"), Sum("finalised"), PERSONS, counts_people=True
        ),
        "convictions": Figure(
            _("Convictions"),
            Sum("convictions"),
            PERSONS,
            counts_people=True,
            part_of="finalised",
        ),
        "acquittals": Figure(
            _("Acquittals"),
            Sum("acquittals"),
            PERSONS,
            counts_people=True,
            part_of="finalised",
        ),
        "hearings": Figure(
            _("Child-witness hearings"),
            Sum("hearings"),
            ngettext_lazy("hearing", "hearings"),
            counts_people=True,
        ),
        "special_measures": Figure(
            _("Of these, with special measures"),
            Sum("special_measures"),
            ngettext_lazy("hearing", "hearings"),
            counts_people=True,
            part_of="hearings",
        ),
    }
    feeds = {
        "C05-02": Feed("convictions", per="finalised"),
        "C05-05": Feed("special_measures", per="hearings"),
    }


@registry.register
class OffenderManagementReturns(Register):
    model = OffenderManagementReturn
    capabilities = [6]
    intro = _("How convicted child sex offenders are managed, so that they do not reoffend.")
    fields = [
        "system",
        "managed",
        "managed_most",
        "breaches",
        "travel_notices",
        "eligible_custody",
        "completed_custody",
        "eligible_community",
        "completed_community",
    ]
    list_columns = ["system", "managed", "breaches", "travel_notices"]
    filters = ["system"]
    figures = {
        "managed": Figure(
            _("Offenders under management"),
            Sum("managed"),
            PERSONS,
            is_stock=True,
            counts_people=True,
        ),
        "breaches": Figure(
            _("Breaches"),
            Sum("breaches"),
            ngettext_lazy("caution or conviction", "cautions and convictions"),
            counts_people=True,
        ),
        "travel_notices": Figure(
            _("Notices to other countries"),
            Sum("travel_notices"),
            ngettext_lazy("notice", "notices"),
            counts_people=True,
        ),
        "completed_custody": Figure(
            _("Programmes completed in custody"),
            Sum("completed_custody"),
            PERSONS,
            counts_people=True,
        ),
        "completed_community": Figure(
            _("Programmes completed in the community"),
            Sum("completed_community"),
            PERSONS,
            counts_people=True,
        ),
    }
    feeds = {
        "C06-02": Feed("managed"),
        "C06-03": Feed("breaches"),
    }


@registry.register
class ImageDatabaseReturns(Register):
    model = ImageDatabaseReturn
    capabilities = [7]
    intro = _("Access to image databases. National totals only: no image, no hash, no case.")
    fields = ["connection", "national", "users", "trained", "victims_identified"]
    list_columns = ["connection", "national", "users", "trained"]
    filters = ["connection", "national"]
    figures = {
        "returns": Figure(_("Returns"), Count("pk")),
        "trained": Figure(
            _("Trained and authorised"),
            Sum("trained"),
            ngettext_lazy("user", "users"),
            is_stock=True,
        ),
        "victims_identified": Figure(
            _("Victims identified, national total"),
            Sum("victims_identified"),
            ngettext_lazy("child", "children"),
            counts_people=True,
        ),
    }
    feeds = {
        "C07-03": Feed("trained"),
        "C07-04": Feed("victims_identified"),
    }
