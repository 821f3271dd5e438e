"""The registers of Media and Communications."""

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from media.models import (
    CoverageReview,
    GlossaryTerm,
    JournalistTraining,
    MediaGuideline,
    TermAdoption,
)
from mnr.registers import Figure, Glossary, Register, registry


@registry.register
class MediaGuidelines(Register):
    model = MediaGuideline
    capabilities = [20]
    intro = _("Codes and guidelines on how media report on CSEA without harming a child.")
    fields = [
        "title",
        "kind",
        "status",
        "issuer",
        "in_force_on",
        "reviewed_on",
        "is_on_csea",
        "keeps_anonymity",
        "takes_complaints",
        "url",
    ]
    list_columns = ["title", "kind", "status", "issuer", "in_force_on"]
    filters = ["kind", "status", "is_on_csea", "keeps_anonymity", "takes_complaints"]
    search_fields = ["title", "issuer"]
    figures = {
        "in_force": Figure(_("In force"), Count("pk", filter=Q(status="in_force"))),
        "on_csea": Figure(
            _("Of these, with rules on CSEA"),
            Count("pk", filter=Q(status="in_force", is_on_csea=True)),
        ),
    }


@registry.register
class JournalistTrainings(Register):
    model = JournalistTraining
    capabilities = [20]
    intro = _("Courses for journalists and editors on reporting about CSEA.")
    fields = [
        "title",
        "outlet",
        "starts_on",
        "ends_on",
        "participants",
        "editors",
        "hours",
        "provider",
        "is_on_terms",
    ]
    list_columns = ["title", "outlet", "starts_on", "participants", "hours"]
    filters = ["outlet", "is_on_terms"]
    search_fields = ["title", "provider"]
    figures = {
        "all": Figure(_("Courses"), Count("pk")),
        "participants": Figure(
            _("Journalists and editors"),
            Sum("participants"),
            ngettext_lazy("person", "people"),
        ),
        "editors": Figure(
            _("Of these, editors"),
            Sum("editors"),
            ngettext_lazy("person", "people"),
            part_of="participants",
        ),
    }


@registry.register
class CoverageReviews(Register):
    model = CoverageReview
    capabilities = [20]
    intro = _("What reviews of media reports found. Counts of pieces, never the pieces themselves.")
    fields = ["reviewed", "identifying", "corrected", "sound_terms", "complaints", "upheld"]
    list_columns = ["reviewed", "identifying", "corrected", "complaints", "upheld"]
    figures = {
        "reviewed": Figure(_("Pieces reviewed"), Sum("reviewed"), ngettext_lazy("piece", "pieces")),
        "identifying": Figure(
            _("Of these, could identify a child"),
            Sum("identifying"),
            ngettext_lazy("piece", "pieces"),
        ),
        "complaints": Figure(
            _("Complaints decided"), Sum("complaints"), ngettext_lazy("complaint", "complaints")
        ),
        "upheld": Figure(
            _("Of these, upheld"), Sum("upheld"), ngettext_lazy("complaint", "complaints")
        ),
    }


@registry.register
class GlossaryTerms(Glossary):
    model = GlossaryTerm
    capabilities = [21]
    intro = _(
        "What the country adds to the terms of the field: words of its own, translations, and "
        "advice that it turns off. Writers are advised by both, everywhere; nothing is blocked."
    )
    fields = [
        "term",
        "language",
        "status",
        "better",
        "why",
        "field_term",
        "advice",
        "off_because",
        "confirmation",
    ]
    list_columns = ["term", "language", "status", "better", "advice", "confirmation"]
    filters = ["language", "status", "advice", "confirmation"]
    search_fields = ["term", "better", "why"]
    figures = {
        "to_confirm": Figure(_("To be confirmed"), Count("pk", filter=Q(confirmation="waiting"))),
        "off": Figure(_("Turned off"), Count("pk", filter=Q(advice="off"))),
    }


@registry.register
class TermAdoptions(Register):
    model = TermAdoption
    capabilities = [21]
    intro = _("Which laws, policies and forms use the terms that the field recommends.")
    fields = ["title", "kind", "is_core", "status", "adopted_on", "url"]
    list_columns = ["title", "kind", "is_core", "status", "adopted_on"]
    filters = ["kind", "is_core", "status"]
    search_fields = ["title"]
    figures = {
        "core": Figure(_("Core documents"), Count("pk", filter=Q(is_core=True))),
        "core_adopted": Figure(
            _("Of these, with the recommended terms"),
            Count("pk", filter=Q(is_core=True, status="adopted")),
        ),
    }
