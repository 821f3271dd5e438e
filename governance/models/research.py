"""Capability 2, Research, Analysis and Monitoring: what is known, and what others recommend."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import count, document_link, in_order, needed_when
from mnr.models.fields import Prose, Text, Title

PREVALENCE = ("young_adults", "adolescents", "internet_users")


def percent(label, help_text):
    """A result of a survey in percent, with one decimal; empty if it was not asked."""
    return models.DecimalField(
        label,
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text=help_text,
    )


class Study(RegisterEntry):
    """A study, survey or set of official figures on CSEA in the country."""

    class Kind(models.TextChoices):
        SITUATION = "situation", _("National situational analysis: threat and response")
        PREVALENCE = "prevalence", _("Survey of prevalence")
        OFFICIAL = "official", _("Official figures of recorded CSEA")
        EVALUATION = "evaluation", _("Evaluation of a law, service or programme")
        RESEARCH = "research", _("Other research")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        UNDERWAY = "underway", _("Under way")
        PUBLISHED = "published", _("Published")

    title = Title(_("title"), max_length=300, help_text=_("As it is, or will be, published."))
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, help_text=_("What it mainly gives.")
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, help_text=_("How far it has come.")
    )
    body = Text(
        _("carried out by"),
        max_length=200,
        blank=True,
        help_text=_("The institution, such as a university or the statistics office."),
    )
    data_from = models.DateField(
        _("data from"), null=True, blank=True, help_text=_("First day that its data are about.")
    )
    data_until = models.DateField(
        _("data until"), null=True, blank=True, help_text=_("Last day that its data are about.")
    )
    sample = count(_("respondents"), _("People who were asked; empty if nobody was."))
    young_adults = percent(
        _("sexual violence before 18, young adults (%)"),
        _("Share of people of 18 to 29 years who experienced sexual violence before they were 18."),
    )
    adolescents = percent(
        _("sexual violence in the past year, adolescents (%)"),
        _("Share of adolescents of 13 to 17 years who experienced it in the past 12 months."),
    )
    internet_users = percent(
        _("online abuse in the past year, internet users (%)"),
        _("Share of internet users of 12 to 17 years subjected to technology-facilitated CSEA."),
    )
    published_on = models.DateField(
        _("published"), null=True, blank=True, help_text=_("Empty until it is.")
    )
    url = document_link()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "study_data_in_order",
                "data_from",
                "data_until",
                _("The data cannot end before they begin."),
            ),
            in_order(
                "study_published_after_data_began",
                "data_from",
                "published_on",
                _("It cannot be published before its data begin."),
            ),
            needed_when(
                "study_published_has_day",
                "published_on",
                _("Say when it was published."),
                status="published",
            ),
            *(
                models.CheckConstraint(
                    name=f"study_{name}_is_percent",
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{f"{name}__gte": 0, f"{name}__lte": 100}),
                    violation_error_message=_("A share lies between 0 and 100 percent."),
                )
                for name in PREVALENCE
            ),
        ]

    def __str__(self):
        return self.title


class ExternalRecommendation(RegisterEntry):
    """A recommendation on CSEA that a body from outside made to the country."""

    class Issuer(models.TextChoices):
        CRC = "crc", _("UN Committee on the Rights of the Child")
        UPR = "upr", _("Universal Periodic Review")
        UN_EXPERT = "un_expert", _("UN special rapporteur or other UN body")
        LANZAROTE = "lanzarote", _("Lanzarote Committee")
        CYBERCRIME = "cybercrime", _("Cybercrime Convention Committee")
        ACERWC = "acerwc", _("African Committee of Experts on the Rights and Welfare of the Child")
        REGIONAL = "regional", _("Other regional body or court")
        INQUIRY = "inquiry", _("National inquiry, audit or human rights institution")
        OTHER = "other", _("Other")

    class Response(models.TextChoices):
        AWAITED = "awaited", _("Not answered yet")
        ACCEPTED = "accepted", _("Accepted")
        IN_PART = "in_part", _("Accepted in part")
        NOTED = "noted", _("Noted")
        REFUSED = "refused", _("Not accepted")

    class Status(models.TextChoices):
        NOT_BEGUN = "not_begun", _("Not begun")
        UNDERWAY = "underway", _("Under way")
        DONE = "done", _("Carried out")

    title = Text(
        _("recommendation"), max_length=200, help_text=_("What is recommended, in one line.")
    )
    text = Prose(_("wording"), help_text=_("As it was issued."))
    issuer = models.CharField(
        _("made by"), max_length=10, choices=Issuer.choices, help_text=_("Who recommends it.")
    )
    reference = Text(
        _("reference"),
        max_length=120,
        blank=True,
        help_text=_("Number of the document and paragraph."),
    )
    issued_on = models.DateField(_("issued"), help_text=_("The date of the document."))
    response = models.CharField(
        _("answer"), max_length=8, choices=Response.choices, help_text=_("What the State said.")
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, help_text=_("How far it has come.")
    )
    report_due_on = models.DateField(
        _("next report due"),
        null=True,
        blank=True,
        help_text=_("When the country reports on it again; empty if no day is set."),
    )
    done_on = models.DateField(
        _("carried out"), null=True, blank=True, help_text=_("Empty until it is.")
    )
    url = document_link()

    class Meta(RegisterEntry.Meta):
        ordering = ["-issued_on", "pk"]
        verbose_name = _("external recommendation")
        verbose_name_plural = _("external recommendations")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "externalrecommendation_due_after_issued",
                "issued_on",
                "report_due_on",
                _("The next report cannot be due before the recommendation was issued."),
            ),
            in_order(
                "externalrecommendation_done_after_issued",
                "issued_on",
                "done_on",
                _("It cannot be carried out before it was issued."),
            ),
            needed_when(
                "externalrecommendation_done_has_day",
                "done_on",
                _("Say when it was carried out."),
                status="done",
            ),
        ]

    def __str__(self):
        return self.title
