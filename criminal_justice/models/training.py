"""Capabilities 4 and 5: training of those who investigate, prosecute and judge."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import at_most, count, coverage, in_order
from mnr.models.fields import Text


class TrainingActivity(RegisterEntry):
    """A course on CSEA for police, prosecutors, judges and those who work with them."""

    class Topic(models.TextChoices):
        BASICS = "basics", _("Recognising CSEA and responding to it")
        INTERVIEWS = "interviews", _("Interviewing children")
        ONLINE = "online", _("Investigating technology-facilitated CSEA")
        FORENSICS = "forensics", _("Digital forensics")
        IDENTIFICATION = "identification", _("Identifying victims, use of image databases")
        LAW = "law", _("Law, evidence and procedure")
        WITNESSES = "witnesses", _("Child witnesses and special measures")
        SENTENCING = "sentencing", _("Sentencing and offender management")
        COOPERATION = "cooperation", _("International cooperation")
        WELLBEING = "wellbeing", _("Wellbeing of staff")

    class Audience(models.TextChoices):
        UNIT = "unit", _("Officers of specialist units")
        POLICE = "police", _("Other police")
        PROSECUTORS = "prosecutors", _("Prosecutors")
        JUDGES = "judges", _("Judges and magistrates")
        COURT_STAFF = "court_staff", _("Court staff and intermediaries")
        LAWYERS = "lawyers", _("Lawyers of victims and legal aid")
        OFFENDER_STAFF = "offender_staff", _("Prison and probation staff")
        MIXED = "mixed", _("Mixed")

    title = Text(_("title"), max_length=200, help_text=_("As it was announced."))
    topic = models.CharField(
        _("topic"), max_length=14, choices=Topic.choices, help_text=_("What it was mainly about.")
    )
    audience = models.CharField(
        _("audience"), max_length=14, choices=Audience.choices, help_text=_("Whom it was for.")
    )
    starts_on = models.DateField(_("held from"), help_text=_("Its first day."))
    ends_on = models.DateField(_("held to"), help_text=_("Its last day; the first, if one."))
    participants = count(_("participants"), _("People who took part to the end."))
    women = count(_("of these, women"), _("Among the participants."))
    hours = count(_("hours"), _("Hours of teaching that each participant had."))
    provider = Text(
        _("provider"),
        max_length=200,
        blank=True,
        help_text=_("The academy or organisation; never the name of a trainer."),
    )
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        ordering = ["-starts_on", "pk"]
        verbose_name = _("training activity")
        verbose_name_plural = _("training activities")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "trainingactivity_ends_after_start",
                "starts_on",
                "ends_on",
                _("It cannot end before it begins."),
            ),
            at_most(
                "trainingactivity_women_at_most_participants",
                "women",
                "participants",
                _("The women are among the participants."),
            ),
        ]

    def __str__(self):
        return self.title
