"""The country that this database belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Name


class Country(models.Model):
    """One database holds one country. `is_demonstration` puts the notice on every page."""

    name = Name(_("name"), max_length=100)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [models.CheckConstraint(name="country_only_one", condition=models.Q(pk=1))]

    def __str__(self):
        return self.name
