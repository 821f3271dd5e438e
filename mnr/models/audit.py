"""The trail: every change, in order, each event holding the digest of the one before."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditHead(models.Model):
    """The last number and digest handed out; its one row is locked by whoever adds an event."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="audithead_only_one", condition=models.Q(pk=1))]

    def __str__(self):
        return str(self.number)


class AuditEvent(models.Model):
    """What was done, by whom and when. Triggers refuse to change or delete it.

    It has no foreign keys, so it outlives what it describes.
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    actor_id = models.UUIDField(_("who"), null=True)
    action = models.CharField(_("what"), max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    organisation_id = models.UUIDField(null=True)
    domain_id = models.BigIntegerField(null=True)
    changes = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=["object_type", "object_id", "-number"], name="audit_object"),
            models.Index(fields=["actor_id", "-number"], name="audit_actor"),
        ]

    def __str__(self):
        return f"{self.number} {self.action}"
