"""Capability 3, Legislation: laws, and what they cover."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import in_order, needed_when
from mnr.models.fields import OldDay, Text, Title


class LegalInstrument(RegisterEntry):
    """A law, regulation or policy of the country that bears on CSEA."""

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", _("Constitution")
        ACT = "act", _("Act of parliament")
        REGULATION = "regulation", _("Regulation or decree")
        POLICY = "policy", _("National policy or strategy")
        PROCEDURE = "procedure", _("Standing procedure or code")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        TABLED = "tabled", _("Before parliament or cabinet")
        IN_FORCE = "in_force", _("In force")
        REPEALED = "repealed", _("Repealed")

    title = Title(_("title"), max_length=300, help_text=_("As it is cited officially."))
    citation = Text(
        _("citation"),
        max_length=120,
        blank=True,
        help_text=_("Number and year, or the place in the official gazette."),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, help_text=_("Its rank among the laws.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, help_text=_("How far it has come.")
    )
    adopted_on = OldDay(
        _("adopted"), null=True, blank=True, help_text=_("When it was passed or signed.")
    )
    in_force_on = OldDay(
        _("in force since"), null=True, blank=True, help_text=_("When it began to bind.")
    )
    repealed_on = OldDay(
        _("repealed"),
        null=True,
        blank=True,
        help_text=_("When it ceased to bind. Empty unless it is repealed."),
    )

    class Meta(RegisterEntry.Meta):
        verbose_name = _("legal instrument")
        verbose_name_plural = _("legal instruments")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "legalinstrument_adopted_before_in_force",
                "adopted_on",
                "in_force_on",
                _("It cannot be in force before it was adopted."),
            ),
            needed_when(
                "legalinstrument_in_force_has_day",
                "in_force_on",
                _("Say since when it is in force."),
                status="in_force",
            ),
            models.CheckConstraint(
                name="legalinstrument_not_yet_in_force_has_no_day",
                condition=~Q(status__in=["draft", "tabled"]) | Q(in_force_on=None),
                violation_error_message=_("It is not in force yet: leave the day empty."),
            ),
            models.CheckConstraint(
                name="legalinstrument_day_of_repeal_is_of_repealed",
                condition=Q(status="repealed") | Q(repealed_on=None),
                violation_error_message=_("It is not repealed: leave the day of repeal empty."),
            ),
            in_order(
                "legalinstrument_repealed_after_adopted",
                "adopted_on",
                "repealed_on",
                _("It cannot be repealed before it was adopted."),
            ),
            in_order(
                "legalinstrument_repealed_after_in_force",
                "in_force_on",
                "repealed_on",
                _("It cannot be repealed before it was in force."),
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """No rule of the database: of entries from before there was such a day nobody knows it."""
        super().clean()
        if self.status == self.Status.REPEALED and self.repealed_on is None:
            raise ValidationError({"repealed_on": _("Say when it was repealed.")})

    @staticmethod
    def binding(day: date, prefix: str = "") -> Q:
        """Those that bind on a day; `prefix` leads to them from another model."""
        stands = Q(**{f"{prefix}status": "in_force"})
        stands |= Q(**{f"{prefix}status": "repealed", f"{prefix}repealed_on__gt": day})
        return stands & Q(**{f"{prefix}in_force_on__lte": day, f"{prefix}withdrawn_on": None})

    def binds(self, day: date) -> bool:
        """Whether it binds on a day: from the one on which it came into force until its repeal."""
        if self.withdrawn_on or self.in_force_on is None or self.in_force_on > day:
            return False
        if self.status == self.Status.REPEALED:
            return self.repealed_on is not None and self.repealed_on > day
        return self.status == self.Status.IN_FORCE


class OffenceCoverage(RegisterEntry):
    """How far a law covers one offence, or gives one protection."""

    class Subject(models.TextChoices):
        DEFINITION = "definition", _("Definition of child sexual abuse material")
        PRODUCTION = "production", _("Producing child sexual abuse material")
        DISTRIBUTION = "distribution", _("Distributing child sexual abuse material")
        POSSESSION = "possession", _("Possessing child sexual abuse material, whatever the intent")
        ACCESS = "access", _("Knowingly gaining access to child sexual abuse material")
        TECHNOLOGY = (
            "technology",
            _("Offences of child sexual abuse material by means of technology"),
        )
        GENERATED = "generated", _("Computer- or AI-generated child sexual abuse material")
        LIVESTREAMED = "livestreamed", _("Livestreamed child sexual abuse")
        GROOMING = "grooming", _("Grooming of children for sexual purposes, without a meeting")
        GROOMING_MEETING = (
            "grooming_meeting",
            _("Grooming of children for sexual purposes, followed by a meeting"),
        )
        EXTORTION = "extortion", _("Sexual extortion of children")
        ABUSE = "abuse", _("Sexual abuse of a child")
        PROSTITUTION = "prostitution", _("Exploitation of children in prostitution")
        TRAFFICKING = "trafficking", _("Trafficking for sexual exploitation")
        TRAVEL = "travel", _("Sexual exploitation in the context of travel and tourism")
        CONSENT = "consent", _("Protection: age of sexual consent")
        NON_PUNISHMENT = "non_punishment", _("Protection: victims are not punished")
        ANONYMITY = "anonymity", _("Protection: anonymity before, during and after proceedings")
        LIMITATION = "limitation", _("Protection: limitation periods that leave time to report")
        EXTRATERRITORIAL = "extraterritorial", _("Extraterritorial jurisdiction")
        CORPORATE = "corporate", _("Liability of companies")
        REPORTING = "reporting", _("Mandatory reporting by professionals")
        REPORTING_INDUSTRY = "reporting_industry", _("Mandatory reporting by service providers")

    class Coverage(models.TextChoices):
        FULL = "full", _("Fully")
        PART = "part", _("Partly")
        NOT = "not", _("Not")

    instrument = models.ForeignKey(
        LegalInstrument,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("legal instrument"),
        help_text=_("The law; enter it in the register of legal instruments first."),
    )
    subject = models.CharField(
        _("offence or protection"),
        max_length=18,
        choices=Subject.choices,
        help_text=_("One entry for each of a law."),
    )
    coverage = models.CharField(
        _("covered"),
        max_length=4,
        choices=Coverage.choices,
        help_text=_("Fully: all forms of it, and for every child under 18."),
    )
    provision = Text(
        _("provision"),
        max_length=120,
        blank=True,
        help_text=_("Number of the section or article."),
    )

    class Meta(RegisterEntry.Meta):
        ordering = ["subject", "organisation__name", "pk"]
        verbose_name = _("offence coverage")
        verbose_name_plural = _("offence coverage")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(
                name="offencecoverage_covered_has_provision",
                condition=Q(coverage="not") | ~Q(provision=""),
                violation_error_message=_("Say which section or article covers it."),
            ),
            models.UniqueConstraint(
                fields=["instrument", "subject"],
                condition=Q(withdrawn_on=None),
                name="offencecoverage_once_a_law",
                violation_error_message=_("This law has an entry for it already: change that one."),
            ),
        ]

    def __str__(self):
        return f"{self.get_subject_display()}: {self.instrument}"
