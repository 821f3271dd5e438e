"""Work planned and done on a capability, and the public case it may come from."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text, key, person, withheld


class CaseImport(models.Model):
    """A real country's public case as it was read: nothing of the file is lost."""

    id = key()
    country = Text(_("country"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    imported_by = person()
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = _("imported case")
        verbose_name_plural = _("imported cases")

    def __str__(self):
        return self.country


class PlanAction(models.Model):
    """A piece of work on a capability, with its source and the date as published."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        IN_PROGRESS = "in_progress", _("In progress")
        ONGOING = "ongoing", _("Ongoing")
        DONE = "done", _("Done")

    id = key()
    capability = models.ForeignKey(
        "mnr.Capability",
        on_delete=models.PROTECT,
        related_name="plan_actions",
        verbose_name=_("capability"),
    )
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        related_name="plan_actions",
        verbose_name=_("led by"),
    )
    title = Text(_("action"), max_length=300)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    status_text = Text(_("status as published"), max_length=60, blank=True)
    date_text = Text(_("date as published"), max_length=60, blank=True)
    source = Text(_("source"), max_length=500, blank=True)
    lead_is_assumed = models.BooleanField(
        _("lead is assumed"),
        default=False,
        help_text=_("The source names no single lead."),
    )
    is_withheld = withheld()
    case = models.ForeignKey(
        CaseImport, on_delete=models.PROTECT, null=True, blank=True, related_name="plan_actions"
    )

    class Meta:
        ordering = ["capability__number", "status", "title", "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.UniqueConstraint(
                fields=["capability", "organisation", "title"],
                name="planaction_once",
                violation_error_message=_("This action is already recorded."),
            )
        ]

    def __str__(self):
        return self.title
