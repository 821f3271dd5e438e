"""The voice of children and young people in policy and practice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import count, coverage, document_link, in_order, needed_when, statement
from mnr.models.fields import Text


class ParticipationActivity(RegisterEntry):
    """An activity in which children are heard. It counts them and names none."""

    class Kind(models.TextChoices):
        CONSULTATION = "consultation", _("Consultation with children")
        ADVISORY = "advisory", _("Standing advisory group of children and young people")
        SURVIVORS = "survivors", _("Standing advisory group of victims and survivors")
        SURVEY = "survey", _("Survey among children")
        ASSEMBLY = "assembly", _("Children’s parliament or assembly")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        HELD = "held", _("Held")

    title = Text(_("title"), max_length=200, help_text=_("As it was announced."))
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, help_text=_("How children are heard.")
    )
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, help_text=_("How far it has come.")
    )
    subject = Text(
        _("about"),
        max_length=300,
        help_text=_("The law, plan or service on which children are heard."),
    )
    advises_oversight = statement(
        _("advises the oversight body"),
        _("The national oversight body hears its advice by a written rule."),
    )
    children = count(
        _("children and young people taking part"),
        _("Persons under 18, and young people up to 24."),
    )
    is_safeguarded = statement(
        _("held to a written safeguarding standard"),
        _("Consent, support by a trained person, and a way to complain are written down and kept."),
    )
    standard = Text(
        _("safeguarding standard"),
        max_length=200,
        blank=True,
        help_text=_("Title of the written standard."),
    )
    starts_on = models.DateField(
        _("held or started"), null=True, blank=True, help_text=_("The first day.")
    )
    ends_on = models.DateField(
        _("ended"), null=True, blank=True, help_text=_("The last day; empty while it goes on.")
    )
    has_feedback = statement(
        _("feedback given"), _("The children were told what was done with their views.")
    )
    feedback_on = models.DateField(
        _("feedback given on"), null=True, blank=True, help_text=_("When they were told.")
    )
    effect = Text(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("The decision or text that is different because of it. No child’s own words."),
    )
    document_url = document_link()
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("participation activity")
        verbose_name_plural = _("participation activities")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "participationactivity_started_has_day",
                "starts_on",
                _("Say when it was held or started."),
                status__in=["running", "held"],
            ),
            in_order(
                "participationactivity_ends_after_start",
                "starts_on",
                "ends_on",
                _("It cannot end before it starts."),
            ),
            needed_when(
                "participationactivity_feedback_has_day",
                "feedback_on",
                _("Say when the children got feedback."),
                has_feedback=True,
            ),
            in_order(
                "participationactivity_feedback_after_start",
                "starts_on",
                "feedback_on",
                _("Feedback cannot be given before it was held."),
            ),
            models.CheckConstraint(
                name="participationactivity_standard_named",
                condition=~Q(is_safeguarded=True) | ~Q(standard=""),
                violation_error_message=_("Name the safeguarding standard."),
            ),
        ]

    def __str__(self):
        return self.title
