"""The framework: rows follow the files in `mnr/reference/` and are never edited on screen."""

from types import SimpleNamespace

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr import reference


class Worded(models.Model):
    """A row whose texts stand in the language files: the database has them in English."""

    section: str  # of the language files
    code_field = "key"
    from_files = models.Q()  # which rows follow the files: all, but for what a country adds

    class Meta:
        abstract = True

    @property
    def book(self) -> str:
        """The folder of the language files: the edition's key, or the scale's."""
        raise NotImplementedError

    @property
    def words(self):
        """The row's texts in the reader's language, in English where they are not translated."""
        fields = reference.TEXT_FIELDS[self.section]
        texts = {field: getattr(self, field) for field in fields}
        code = str(getattr(self, self.code_field))
        return SimpleNamespace(**texts | reference.translated(self.book, self.section, code))


class FrameworkEditionQuerySet(models.QuerySet):
    """Editions of the framework, which stand side by side."""

    def current(self):
        """The edition that the country works by now."""
        return self.filter(is_current=True)


class FrameworkEdition(Worded):
    """A published edition of the Model National Response."""

    section = "editions"

    key = models.SlugField(_("key"), primary_key=True, max_length=30)
    title = models.CharField(_("title"), max_length=200)
    published = models.CharField(_("published"), max_length=10, help_text=_("Year and month."))
    source_url = models.URLField(_("source"), max_length=300)
    is_current = models.BooleanField(_("current"), default=False)

    objects = FrameworkEditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "pk"]
        verbose_name = _("framework edition")
        verbose_name_plural = _("framework editions")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="edition_one_current",
                violation_error_message=_("Only one edition of the framework can be current."),
            )
        ]

    def __str__(self):
        return self.key

    @property
    def book(self):
        return self.key


class FrameworkQuerySet(models.QuerySet):
    """Rows of the framework."""

    def current(self):
        """Rows of the current edition that are not withdrawn."""
        return self.of_current_edition().filter(withdrawn_on=None)

    def of_current_edition(self):
        """Rows of the current edition, those that were withdrawn too."""
        return self.filter(edition__is_current=True)


class FrameworkRow(Worded):
    """A part of an edition. A part that its file no longer holds is withdrawn, never deleted."""

    edition = models.ForeignKey(
        FrameworkEdition, on_delete=models.PROTECT, verbose_name=_("framework edition")
    )
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def book(self):
        return self.edition_id


class Domain(FrameworkRow):
    """One of the framework's six domains, with the outcome that it works towards."""

    section = "domains"

    key = models.SlugField(_("key"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=100)
    app_label = models.SlugField(_("app"), max_length=30)
    outcome_title = models.CharField(_("outcome"), max_length=200)
    outcome_description = models.TextField(_("description of the outcome"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        permissions = [("lead_domain", "Can lead the domain")]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "key"],
                name="domain_key_once",
                violation_error_message=_("The edition already has a domain of this key."),
            ),
            models.UniqueConstraint(
                fields=["edition", "app_label"],
                name="domain_app_once",
                # two domains may swap their apps in one synchronisation
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("The edition already has a domain kept by this app."),
            ),
        ]

    def __str__(self):
        return self.words.name


class Capability(FrameworkRow):
    """What a country must be able to do; numbered 1 to 21, as the framework prints them."""

    section = "capabilities"
    code_field = "number"

    domain = models.ForeignKey(
        Domain, on_delete=models.PROTECT, related_name="capabilities", verbose_name=_("domain")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=100)
    description = models.TextField(_("description"))

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("capability")
        verbose_name_plural = _("capabilities")
        permissions = [("report_capability", "Can report on the capability")]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="capability_number_once",
                violation_error_message=_("The edition already has a capability of this number."),
            ),
            models.CheckConstraint(
                name="capability_number_from_1",
                condition=models.Q(number__gte=1),
                violation_error_message=_("Capabilities are numbered from 1."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.words.title}"


class EvidenceCheck(FrameworkRow):
    """A statement about a capability, answered no, partly or yes. Paraphrased from the guidance;
    its level and rating are this project's own.
    """

    class Rating(models.TextChoices):
        IN_PLACE = "in_place", _("In place")
        IN_USE = "in_use", _("In use")

    section = "checks"
    code_field = "code"

    capability = models.ForeignKey(
        Capability, on_delete=models.PROTECT, related_name="checks", verbose_name=_("capability")
    )
    code = models.CharField(_("code"), max_length=10)
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=300)
    level = models.PositiveSmallIntegerField(_("level that it is needed for"))
    rating = models.CharField(_("rating"), max_length=8, choices=Rating.choices)

    class Meta:
        ordering = ["capability__number", "order", "pk"]
        verbose_name = _("evidence check")
        verbose_name_plural = _("evidence checks")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "code"],
                name="check_code_once",
                violation_error_message=_("The edition already has a check of this code."),
            ),
            models.CheckConstraint(
                name="check_level_1_to_4",
                condition=models.Q(level__gte=1, level__lte=4),
                violation_error_message=_("A check is needed for a level from 1 to 4."),
            ),
            models.CheckConstraint(
                name="check_rating_known",
                condition=models.Q(rating__in=["in_place", "in_use"]),
                violation_error_message=_("A check is about what is in place or in use."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.words.text}"


class Enabler(FrameworkRow):
    """A condition in the country that makes capabilities possible, or holds them back."""

    section = "enablers"

    key = models.SlugField(_("key"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("enabler")
        verbose_name_plural = _("enablers")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "key"],
                name="enabler_key_once",
                violation_error_message=_("The edition already has an enabler of this key."),
            )
        ]

    def __str__(self):
        return self.words.title


class MaturityLevel(Worded):
    """A step of the scale from 0 to 4. “Not assessed” is no level."""

    section = "levels"
    code_field = "level"
    book = "maturity"

    level = models.PositiveSmallIntegerField(_("level"), primary_key=True)
    label = models.CharField(_("label"), max_length=50)
    test = models.CharField(_("test"), max_length=200)

    class Meta:
        ordering = ["level", "pk"]
        verbose_name = _("maturity level")
        verbose_name_plural = _("maturity levels")
        constraints = [
            models.CheckConstraint(
                name="maturity_level_0_to_4",
                condition=models.Q(level__gte=0, level__lte=4),
                violation_error_message=_("The scale goes from 0 to 4."),
            )
        ]

    def __str__(self):
        return f"{self.level} {self.words.label}"
