"""Where in the country: reference data that each country brings."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text


class RegionQuerySet(models.QuerySet):
    """Questions about regions."""

    def current(self):
        return self.filter(withdrawn_on=None)

    def upper(self):
        """Those of the first level."""
        return self.filter(within=None)


class Region(models.Model):
    """A part of the country: of the first level, or within one of those. Withdrawn, not deleted."""

    code = models.SlugField(
        _("code"),
        max_length=20,
        unique=True,
        help_text=_("Short and lasting, such as the country's own code: TA-03."),
    )
    name = Text(_("name"), max_length=100)
    within = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("within"),
        help_text=_("Empty for a region of the first level."),
    )
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(
                name="region_not_within_itself",
                condition=Q(within=None) | ~Q(within=models.F("id")),
                violation_error_message=_("A region does not lie within itself."),
            )
        ]

    def __str__(self):
        return self.name
