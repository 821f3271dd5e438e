"""Frozen truth: snapshots, and the reports made from them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text, key, moment, person, withheld


class Snapshot(models.Model):
    """Everything about a period at the moment it was frozen. Triggers refuse to change it.

    `content` is canonical JSON kept as text, so that its digest can be recomputed;
    `summary` is the little of it that overviews need.
    """

    period = models.ForeignKey(
        "mnr.ReportingPeriod", on_delete=models.PROTECT, related_name="snapshots"
    )
    version = models.PositiveSmallIntegerField()
    content = models.TextField()
    summary = models.JSONField()
    digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64, blank=True)
    note = Text(_("public note on the correction"), max_length=600, blank=True)
    made_by = person()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-period__starts_on", "-version", "pk"]
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="snapshot_version_once"),
            models.CheckConstraint(
                name="snapshot_correction_has_note", condition=Q(version=1) | ~Q(note="")
            ),
        ]

    def __str__(self):
        return f"{self.period_id} v{self.version}"


class Report(models.Model):
    """A document made from one snapshot: an edition in a language, stored under its digest."""

    class Edition(models.TextChoices):
        COMMITTEE = "committee", _("Committee edition")

    class Status(models.TextChoices):
        QUEUED = "queued", _("Waiting to be built")
        BUILDING = "building", _("Being built")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be built")

    id = key()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="reports")
    edition = models.CharField(
        _("edition"), max_length=10, choices=Edition.choices, default=Edition.COMMITTEE
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.QUEUED
    )
    layout = models.CharField(
        max_length=20, help_text="Version of the product's report layout it was made with."
    )
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(null=True)
    size = models.PositiveIntegerField(null=True, help_text="bytes")
    seconds = models.FloatField(null=True)
    error = models.CharField(max_length=500, blank=True)
    job = models.ForeignKey("mnr.Job", on_delete=models.SET_NULL, null=True, related_name="reports")
    is_withheld = withheld()
    turn = models.PositiveIntegerField(
        default=0,
        help_text="Counts how often texts of its snapshot were withheld, given back or removed.",
    )
    requested_by = person()
    requested_at = models.DateTimeField(auto_now_add=True)
    built_at = moment()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "edition", "language", "layout"], name="report_once"
            ),
            models.CheckConstraint(
                name="report_ready_has_file",
                condition=~Q(status="ready")
                | (
                    ~Q(sha256="")
                    & Q(pages__isnull=False, size__isnull=False, built_at__isnull=False)
                ),
            ),
        ]

    def __str__(self):
        return f"{self.snapshot_id} {self.edition} {self.language}"
