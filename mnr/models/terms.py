"""The field's terms as rows, and how often texts of a period use words to avoid."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr import reference


class TermQuerySet(models.QuerySet):
    """Questions about the field's terms."""

    def current(self):
        """Those that the files still hold."""
        return self.filter(withdrawn_on=None)


class Term(models.Model):
    """A term that the field advises against, or recommends. Follows the files; never edited."""

    class Status(models.TextChoices):
        AVOID = reference.AVOID, _("To avoid")
        CAUTION = reference.CAUTION, _("To use with care")
        SOUND = reference.SOUND, _("Recommended")

    key = models.SlugField(_("key"), primary_key=True, max_length=60)
    language = models.CharField(_("language"), max_length=5)
    terms = ArrayField(models.CharField(max_length=200), verbose_name=_("terms"))
    status = models.CharField(_("advice"), max_length=7, choices=Status.choices)
    better = models.CharField(_("better"), max_length=200)
    why = models.CharField(_("why"), max_length=300)
    context = models.CharField(_("where it is right"), max_length=200, blank=True)
    basis = models.CharField(_("comes from"), max_length=200)
    is_confirmed = models.BooleanField(_("held against the Guidelines"))
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["language", "status", "key"]
        verbose_name = _("term of the field")
        verbose_name_plural = _("terms of the field")
        constraints = [
            models.CheckConstraint(
                name="term_status_known",
                condition=models.Q(status__in=reference.STATUSES),
                violation_error_message=_("A term is to avoid, to use with care or recommended."),
            )
        ]

    def __str__(self):
        return self.terms[0]


class TermTally(models.Model):
    """Words of a period's texts, and how many are advised against. It names no one."""

    period = models.OneToOneField(
        "mnr.ReportingPeriod", on_delete=models.PROTECT, related_name="+", editable=False
    )
    words = models.PositiveIntegerField(_("words"), editable=False)
    uses = models.JSONField(
        default=dict, editable=False, help_text="{status: {term: how often}}, of all texts together"
    )
    counted_at = models.DateTimeField(_("counted"), editable=False)

    class Meta:
        ordering = ["-period__starts_on", "pk"]
        verbose_name = _("count of terms")
        verbose_name_plural = _("counts of terms")

    def __str__(self):
        return self.period.code

    def uses_of(self, status: str) -> int:
        """How often terms of this kind are used."""
        return sum(self.uses.get(status, {}).values())

    def per_thousand(self, status: str) -> float | None:
        """The same for each 1,000 words; nothing where nothing was written."""
        return round(1000 * self.uses_of(status) / self.words, 2) if self.words else None
