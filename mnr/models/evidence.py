"""References to official documents. No file is ever kept."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.measures.strength import Kind
from mnr.models.fields import Link, Text, key, person, withheld

https_only = RegexValidator(
    # a named public host: no account in it, no port, no number address, no hidden service
    r"^https://(?![^/]*\.onion(/|$))([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](/[!-~]*)?$",
    _("Give the full address of the official document: https://, then a public name."),
    flags=re.IGNORECASE,
)


class EvidenceQuerySet(models.QuerySet):
    """Questions about evidence."""

    def in_state(self, state):
        """Those in force, expired or withdrawn today; all that are not withdrawn otherwise."""
        today = TruncDate(Now())
        if state == "withdrawn":
            return self.exclude(withdrawn_on=None)
        rows = self.filter(withdrawn_on=None)
        if state == "expired":
            return rows.filter(valid_until__lt=today)
        if state == "in_force":
            return rows.exclude(valid_until__lt=today).exclude(valid_from__gt=today)
        return rows

    def with_words(self, words):
        """Those whose title or publisher holds the words."""
        if not words:
            return self
        return self.filter(Q(title__icontains=words) | Q(publisher__icontains=words))


class Evidence(models.Model):
    """A document that shows something is so: title, publisher, date, and where to find it."""

    id = key()
    organisation = models.ForeignKey(
        "mnr.Organisation", on_delete=models.PROTECT, related_name="evidence"
    )
    title = Text(_("title of the document"), max_length=300)
    kind = models.CharField(
        _("kind of document"),
        max_length=10,
        choices=[(kind.value, kind.label) for kind in Kind],
        blank=True,
        help_text=_("It decides, with age and publisher, how strong the evidence of a rating is."),
    )
    publisher = Text(
        _("publisher"), max_length=200, help_text=_("The body that answers for what it says.")
    )
    dated_on = models.DateField(_("date of the document"))
    url = Link(
        _("address on the web"),
        max_length=500,
        blank=True,
        validators=[https_only],
        help_text=_(
            "Of the official publication, beginning with https://. The platform never opens it."
        ),
    )
    registry_number = Text(
        _("registry number"),
        max_length=100,
        blank=True,
        help_text=_("If the document is not on the web: where and under which number it is kept."),
    )
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("Leave empty if it has no end.")
    )
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True, editable=False)
    is_withheld = withheld()
    recorded_by = person()
    recorded_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updates = models.ManyToManyField(
        "mnr.ProgressUpdate", related_name="evidence", blank=True, editable=False
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "title", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_can_be_found",
                condition=~Q(url="") | ~Q(registry_number=""),
                violation_error_message=_(
                    "Say where the document is: its address on the web or its registry number."
                ),
            ),
            models.CheckConstraint(
                name="evidence_https_only",
                condition=Q(url="") | Q(url__startswith="https://"),
                violation_error_message=_("The address must begin with https://."),
            ),
            models.CheckConstraint(
                name="evidence_dates_in_order",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("It ends before it comes into force."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_expired(self):
        return self.valid_until is not None and self.valid_until < timezone.localdate()
