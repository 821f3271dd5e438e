"""The words of the field: the national glossary, and which documents use its terms."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr import reference
from mnr.models import RegisterEntry
from mnr.models.entry import document_link, needed_when, statement
from mnr.models.fields import Text, Title

ADVISED = (reference.AVOID, reference.CAUTION)


class GlossaryTerm(RegisterEntry):
    """What a country adds to the field's terms: words, translations, changes, advice turned off."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        FRENCH = "fr", _("French")
        SPANISH = "es", _("Spanish")
        ARABIC = "ar", _("Arabic")
        OTHER = "other", _("Another language")

    class Status(models.TextChoices):
        AVOID = reference.AVOID, _("To avoid")
        CAUTION = reference.CAUTION, _("To use with care")
        SOUND = reference.SOUND, _("Recommended")
        TITLE = "title", _("Official title, which may hold such words")

    class Advice(models.TextChoices):
        ON = "on", _("Writers are advised")
        OFF = "off", _("Turned off")

    class Confirmation(models.TextChoices):
        WAITING = "waiting", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")

    term = Title(
        _("term"), max_length=200, help_text=_("A word or phrase, in the singular, or a title.")
    )
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=Language.choices,
        help_text=_("Plurals and endings are found in the first four languages."),
    )
    status = models.CharField(
        _("use"), max_length=7, choices=Status.choices, help_text=_("What writers should do.")
    )
    better = Title(
        _("better"),
        max_length=200,
        blank=True,
        help_text=_("What to write instead. Several: with a stroke between."),
    )
    why = Text(
        _("why"), max_length=300, blank=True, help_text=_("One sentence that writers will read.")
    )
    field_term = models.ForeignKey(
        "mnr.Term",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("term of the field"),
        help_text=_("If it translates one of the field’s terms, takes its place or turns it off."),
    )
    advice = models.CharField(
        _("advice"),
        max_length=3,
        choices=Advice.choices,
        default=Advice.ON,
        help_text=_("Whether writers are told. Nothing is ever blocked."),
    )
    off_because = Text(
        _("why it is turned off"),
        max_length=300,
        blank=True,
        help_text=_("Needed when it is turned off; everybody who reads the glossary sees it."),
    )
    confirmation = models.CharField(
        _("confirmation"),
        max_length=9,
        choices=Confirmation.choices,
        default=Confirmation.WAITING,
        help_text=_("Whether the country’s owner of terms stands behind it."),
    )

    class Meta(RegisterEntry.Meta):
        ordering = ["term", "language", "pk"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("national glossary")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(
                name="glossaryterm_says_what_is_better",
                condition=Q(advice="off") | ~Q(status__in=ADVISED) | ~Q(better=""),
                violation_error_message=_("Say what to write instead."),
            ),
            models.CheckConstraint(
                name="glossaryterm_says_why",
                condition=Q(advice="off") | Q(status="title") | ~Q(why=""),
                violation_error_message=_("Say why, in one sentence."),
            ),
            models.CheckConstraint(
                name="glossaryterm_off_has_reason",
                condition=~Q(advice="off") | ~Q(off_because=""),
                violation_error_message=_("Say why the advice is turned off."),
            ),
            models.UniqueConstraint(
                fields=["language", "term"],
                condition=Q(withdrawn_on=None),
                name="glossaryterm_once",
                violation_error_message=_("The glossary has this term already: change that entry."),
            ),
        ]

    def __str__(self):
        return self.term

    @property
    def is_confirmed(self):
        return self.confirmation == self.Confirmation.CONFIRMED


class TermAdoption(RegisterEntry):
    """A law, policy or form, and whether it uses the recommended terms."""

    class Kind(models.TextChoices):
        GUIDANCE = "guidance", _("National guidance on terms")
        LAW = "law", _("Law or regulation")
        POLICY = "policy", _("Policy, strategy or plan")
        PROCEDURE = "procedure", _("Procedure or instruction")
        FORM = "form", _("Form or data system")
        CURRICULUM = "curriculum", _("Curriculum or training material")

    class Status(models.TextChoices):
        OLD = "old", _("Still uses terms to avoid")
        REVISION = "revision", _("Being revised")
        ADOPTED = "adopted", _("Uses the recommended terms")

    title = Title(_("title"), max_length=300, help_text=_("As it is cited officially."))
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, help_text=_("What sort of document.")
    )
    is_core = statement(
        _("core document"), _("One of the laws and policies on which the response rests.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, help_text=_("How far it has come.")
    )
    adopted_on = models.DateField(
        _("adopted"), null=True, blank=True, help_text=_("Since when it uses them.")
    )
    url = document_link()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("term adoption")
        verbose_name_plural = _("term adoptions")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "termadoption_adopted_has_day",
                "adopted_on",
                _("Say since when it uses the recommended terms."),
                status="adopted",
            ),
        ]

    def __str__(self):
        return self.title
