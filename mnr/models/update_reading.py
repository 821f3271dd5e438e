"""Who opened an update before it was published."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import person
from mnr.models.update import ProgressUpdate


class UpdateReading(models.Model):
    """Somebody opened an unpublished update on a day: one row, however often they did."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="readings")
    reader = person(null=False)
    read_on = models.DateField(_("day"))
    first_at = models.DateTimeField(_("first time that day"), db_default=Now())

    class Meta:
        ordering = ["-first_at", "-pk"]
        verbose_name = _("reading of an update")
        verbose_name_plural = _("readings of updates")
        constraints = [
            models.UniqueConstraint(
                fields=["update", "reader", "read_on"], name="updatereading_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.reader}: {self.update_id}"
