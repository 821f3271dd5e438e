"""The trail: every change, in order, each event holding the digest of the one before."""

import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import key, person


class AuditHead(models.Model):
    """The last number and digest handed out; its one row is locked by whoever adds an event."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="audithead_only_one", condition=models.Q(pk=1))]

    def __str__(self):
        return str(self.number)


class AuditEventManager(models.Manager):
    """Events with their contents, which are read in one go."""

    def get_queryset(self):
        return super().get_queryset().select_related("content")


class AuditEvent(models.Model):
    """What was done, by whom and when. Triggers refuse to change or delete it.

    It points at nothing else by foreign key, so it outlives what it describes. What changed stands
    in its content, of which the chain holds but a salted commitment: see docs/decisions/0009.
    """

    class Format(models.IntegerChoices):
        PLAIN = 1, _("changes within the chain")
        COMMITTED = 2, _("changes beside the chain")
        PLACED = 3, _("changes beside the chain, and where it was done within it")

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    actor_id = models.UUIDField(_("who"), null=True)
    origin = models.CharField(_("where"), max_length=100, blank=True)  # as `origins` names it
    action = models.CharField(_("what"), max_length=40)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    organisation_id = models.UUIDField(null=True)
    domain_id = models.BigIntegerField(null=True)
    format = models.PositiveSmallIntegerField(choices=Format.choices, default=Format.PLACED)
    algorithm = models.CharField(max_length=10, default="sha256")
    plain_changes = models.JSONField(db_column="changes", default=dict)  # of the plain format
    commitment = models.CharField(max_length=64, blank=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = AuditEventManager()

    class Meta:
        ordering = ["-number", "pk"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=["object_type", "object_id", "-number"], name="audit_object"),
            models.Index(fields=["actor_id", "-number"], name="audit_actor"),
            models.Index(fields=["organisation_id", "-number"], name="audit_organisation"),
            models.Index(fields=["action", "-number"], name="audit_action"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self):
        return f"{self.number} {self.action}"

    @property
    def changes(self) -> dict:
        """What changed, as {field: [before, after]}; nothing once it was purged."""
        if self.format == self.Format.PLAIN:
            return self.plain_changes
        return json.loads(self.content.text or "{}")

    @property
    def is_purged(self) -> bool:
        """Whether what changed was deleted for good."""
        return self.format != self.Format.PLAIN and self.content.purged_by is not None


FAILED_TEXT = '{"address":[null,"'  # how the content of a failed sign-in begins


class AuditContent(models.Model):
    """What an event changed, and the salt of its commitment; a purge deletes both of them."""

    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="content"
    )
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001  gone, not empty
    text = models.TextField(null=True)  # noqa: DJ001  canonical JSON, so that it keeps its digest
    purged_by = models.BigIntegerField(null=True, help_text="Number of the event of the purge.")

    class Meta:
        verbose_name = _("content of an audit event")
        verbose_name_plural = _("contents of audit events")
        indexes = [
            # sign-ins that failed, by the mark of the address: their owner looks for them
            models.Index(
                fields=["text"], name="audit_failed", condition=Q(text__startswith=FAILED_TEXT)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="auditcontent_there_or_purged",
                condition=Q(salt__isnull=False, text__isnull=False, purged_by=None)
                | Q(salt=None, text=None, purged_by__isnull=False),
            )
        ]

    def __str__(self):
        return str(self.event_id)


class AuditAnchor(models.Model):
    """Where the trail stood on a day, signed; kept elsewhere, it shows a trail written anew."""

    day = models.DateField(_("day"), primary_key=True)
    number = models.BigIntegerField(_("number"))
    digest = models.CharField(_("digest"), max_length=64)
    statement = models.TextField()  # canonical JSON: what is signed
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["-day", "pk"]
        verbose_name = _("anchor of the trail")
        verbose_name_plural = _("anchors of the trail")

    def __str__(self):
        return f"{self.day} {self.number}"


class AuditCheck(models.Model):
    """One reading of the whole trail, with its outcome."""

    id = key()
    made_at = models.DateTimeField(_("when"), auto_now_add=True)
    events = models.BigIntegerField(_("events"))
    anchors = models.PositiveIntegerField(_("anchors"))
    seconds = models.FloatField()
    problem = models.CharField(_("first broken place"), max_length=300, blank=True)
    asked_by = person()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("verification of the trail")
        verbose_name_plural = _("verifications of the trail")

    def __str__(self):
        return self.problem or str(self.events)
