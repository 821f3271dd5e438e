"""Capability 3, Legislation: laws, treaties, and what the laws cover."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import in_order, needed_when
from mnr.models.fields import OldDay, Prose, Text, Title


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
        """Of entries from before there was such a day nobody knows it: no rule of the database."""
        super().clean()
        if self.status == self.Status.REPEALED and self.repealed_on is None:
            raise ValidationError({"repealed_on": _("Say when it was repealed.")})

    @staticmethod
    def binding(day: date, prefix: str = "") -> Q:
        """Those that bind on a day; `prefix` leads to them from another model."""
        status = LegalInstrument.Status.IN_FORCE
        said = {"status": status, "in_force_on__lte": day, "withdrawn_on": None}
        return Q(**{f"{prefix}{name}": wanted for name, wanted in said.items()})

    def binds(self, day: date) -> bool:
        """Whether it binds on a day: one that is to bind from a later one does not yet."""
        if self.status != self.Status.IN_FORCE or self.withdrawn_on:
            return False
        return self.in_force_on is not None and self.in_force_on <= day


class TreatyStatus(RegisterEntry):
    """How far the country is bound by a treaty that bears on CSEA."""

    class Treaty(models.TextChoices):
        CRC = "crc", _("Convention on the Rights of the Child (CRC)")
        OPSC = "opsc", _("CRC: Optional Protocol on the sale of children (OPSC)")
        OPIC = "opic", _("CRC: Optional Protocol on a communications procedure (OPIC)")
        LANZAROTE = "lanzarote", _("Lanzarote Convention (CETS 201)")
        BUDAPEST = "budapest", _("Budapest Convention on Cybercrime (ETS 185)")
        BUDAPEST_2 = "budapest_2", _("Budapest Convention: Second Additional Protocol (CETS 224)")
        UN_CYBERCRIME = "un_cybercrime", _("United Nations Convention against Cybercrime")
        PALERMO = "palermo", _("Palermo Protocol on trafficking in persons")
        ILO_182 = "ilo_182", _("ILO Convention 182, Worst Forms of Child Labour")
        ACRWC = "acrwc", _("African Charter on the Rights and Welfare of the Child")
        MALABO = "malabo", _("Malabo Convention on Cyber Security")
        OTHER = "other", _("Other treaty of the region")

    class Status(models.TextChoices):
        NONE = "none", _("Neither signed nor invited")
        INVITED = "invited", _("Invited to accede")
        SIGNED = "signed", _("Signed")
        PARTY = "party", _("Party")

    treaty = models.CharField(
        _("treaty"), max_length=13, choices=Treaty.choices, help_text=_("One entry for each.")
    )
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, help_text=_("How far it has come.")
    )
    signed_on = OldDay(
        _("signed"), null=True, blank=True, help_text=_("Empty if it acceded without signing.")
    )
    ratified_on = OldDay(
        _("ratified"), null=True, blank=True, help_text=_("When it ratified or acceded.")
    )
    in_force_on = OldDay(
        _("in force since"),
        null=True,
        blank=True,
        help_text=_("When it began to bind the country."),
    )
    reservations = Prose(
        _("reservations"), help_text=_("Reservations and declarations that stand; empty if none.")
    )

    class Meta(RegisterEntry.Meta):
        verbose_name = _("treaty status")
        verbose_name_plural = _("treaty statuses")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "treatystatus_ratified_after_signed",
                "signed_on",
                "ratified_on",
                _("It cannot be ratified before it was signed."),
            ),
            in_order(
                "treatystatus_in_force_after_ratified",
                "ratified_on",
                "in_force_on",
                _("It cannot be in force before it was ratified."),
            ),
            needed_when(
                "treatystatus_signed_has_day",
                "signed_on",
                _("Say when it was signed."),
                status="signed",
            ),
            needed_when(
                "treatystatus_party_has_day",
                "ratified_on",
                _("Say when the country ratified it or acceded."),
                status="party",
            ),
            models.CheckConstraint(
                name="treatystatus_days_fit_status",
                condition=Q(status="party")
                | Q(status="signed", ratified_on=None, in_force_on=None)
                | Q(signed_on=None, ratified_on=None, in_force_on=None),
                violation_error_message=_("The days tell of more than the status says."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "treaty"],
                condition=Q(withdrawn_on=None) & ~Q(treaty="other"),
                name="treatystatus_once_a_treaty",
                violation_error_message=_("The treaty has an entry already: change that one."),
            ),
        ]

    def __str__(self):
        return self.get_treaty_display()


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
