"""What an edition tells of a snapshot's figures, after disclosure control."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionFigures(models.Model):
    """The figures of one edition of a snapshot. Made once by the worker, and only added to.

    `content` leaves the platform, as pages, reports and files. `kept` never does: the counts behind
    it, and which of them were hidden, so that later editions give none of them away.
    """

    snapshot = models.ForeignKey("mnr.Snapshot", on_delete=models.PROTECT, related_name="figures")
    edition = models.CharField(_("edition"), max_length=10)
    content = models.JSONField()
    kept = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["snapshot__made_at", "edition", "pk"]
        verbose_name = _("figures of an edition")
        verbose_name_plural = _("figures of editions")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "edition"], name="figures_once"),
        ]

    def __str__(self):
        return f"{self.snapshot_id} {self.edition}"
