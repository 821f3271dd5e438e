"""How media report on CSEA: guidelines, trainings, reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry, RegisterEntry
from mnr.models.entry import at_most, count, document_link, in_order, needed_when, statement
from mnr.models.fields import Text, Title


class MediaGuideline(RegisterEntry):
    """A code or guideline on how media report on CSEA."""

    class Kind(models.TextChoices):
        CODE = "code", _("Code of ethics")
        GUIDELINE = "guideline", _("Guideline on reporting on children or CSEA")
        BROADCASTING = "broadcasting", _("Broadcasting code or licence condition")
        HOUSE = "house", _("Rules of one media house")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        IN_FORCE = "in_force", _("In force")
        REPLACED = "replaced", _("Replaced or given up")

    title = Title(_("title"), max_length=200, help_text=_("As it is cited."))
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, help_text=_("What binds the media.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, help_text=_("Whether it is in force.")
    )
    issuer = Text(
        _("issued by"),
        max_length=200,
        blank=True,
        help_text=_("The media council, regulator or association."),
    )
    in_force_on = models.DateField(
        _("in force since"), null=True, blank=True, help_text=_("When it began to apply.")
    )
    reviewed_on = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("When it was last brought up to date."),
    )
    is_on_csea = statement(
        _("speaks of CSEA"), _("It has rules of its own on reporting about CSEA.")
    )
    keeps_anonymity = statement(
        _("protects anonymity"), _("It forbids what could identify a child, for all time.")
    )
    takes_complaints = statement(
        _("takes complaints"), _("Anybody may complain about a breach, and is answered.")
    )
    url = document_link()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("media guideline")
        verbose_name_plural = _("media guidelines")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "mediaguideline_reviewed_after_in_force",
                "in_force_on",
                "reviewed_on",
                _("It cannot be reviewed before it was in force."),
            ),
            needed_when(
                "mediaguideline_in_force_has_day",
                "in_force_on",
                _("Say since when it is in force."),
                status="in_force",
            ),
        ]

    def __str__(self):
        return self.title


class JournalistTraining(RegisterEntry):
    """A course for journalists and editors on reporting about CSEA."""

    class Outlet(models.TextChoices):
        PRESS = "press", _("Press and news agencies")
        RADIO = "radio", _("Radio")
        TELEVISION = "television", _("Television")
        ONLINE = "online", _("Online media and creators")
        STUDENTS = "students", _("Students of journalism")
        MIXED = "mixed", _("Mixed")

    title = Text(_("title"), max_length=200, help_text=_("As it was announced."))
    outlet = models.CharField(
        _("kind of outlet"),
        max_length=10,
        choices=Outlet.choices,
        help_text=_("Where most participants work."),
    )
    starts_on = models.DateField(_("held from"), help_text=_("Its first day."))
    ends_on = models.DateField(_("held to"), help_text=_("Its last day; the first, if one."))
    participants = count(_("participants"), _("People who took part to the end."))
    editors = count(_("of these, editors"), _("Those who decide what is published."))
    hours = count(_("hours"), _("Hours of teaching that each participant had."))
    provider = Text(
        _("provider"),
        max_length=200,
        blank=True,
        help_text=_("The organisation that gave it; never the name of a trainer."),
    )
    is_on_terms = statement(
        _("teaches recommended terms"), _("It covers the agreed terms, such as CSAM.")
    )

    class Meta(RegisterEntry.Meta):
        ordering = ["-starts_on", "pk"]
        verbose_name = _("journalist training")
        verbose_name_plural = _("journalist trainings")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "journalisttraining_ends_after_start",
                "starts_on",
                "ends_on",
                _("It cannot end before it begins."),
            ),
            at_most(
                "journalisttraining_editors_at_most_participants",
                "editors",
                "participants",
                _("The editors are among the participants."),
            ),
        ]

    def __str__(self):
        return self.title


class CoverageReview(PeriodEntry):
    """What a review of media reports on CSEA found in a period, and the complaints about them."""

    reviewed = count(_("pieces reviewed"), _("Articles, broadcasts and posts that were looked at."))
    identifying = count(
        _("of these, could identify a child"),
        _("By name, picture, place, family or any other trait."),
    )
    corrected = count(
        _("of these, corrected or taken down"), _("Pieces that could have identified a child.")
    )
    sound_terms = count(
        _("pieces with recommended terms throughout"), _("Among the pieces reviewed.")
    )
    complaints = count(
        _("complaints decided"),
        _("Complaints, decided in the period, about reporting that could identify a child."),
    )
    upheld = count(_("of these, upheld"), _("Complaints that were found to be right."))

    class Meta(PeriodEntry.Meta):
        verbose_name = _("coverage review")
        verbose_name_plural = _("coverage reviews")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "coveragereview_identifying_at_most_reviewed",
                "identifying",
                "reviewed",
                _("More pieces cannot identify a child than were reviewed."),
            ),
            at_most(
                "coveragereview_corrected_at_most_identifying",
                "corrected",
                "identifying",
                _("The corrected pieces are among those that could identify a child."),
            ),
            at_most(
                "coveragereview_sound_terms_at_most_reviewed",
                "sound_terms",
                "reviewed",
                _("More pieces cannot use the terms than were reviewed."),
            ),
            at_most(
                "coveragereview_upheld_at_most_complaints",
                "upheld",
                "complaints",
                _("More complaints cannot be upheld than were decided."),
            ),
        ]
