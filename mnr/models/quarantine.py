"""What must not be here: reports of it, its quarantine, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text, both_or_neither, different_people, key, moment, person


class Kind(models.TextChoices):
    """The objects that hold people's text, by the name that stands in addresses."""

    UPDATE = "update", _("Progress update")
    COMMENT = "comment", _("Comment")
    EVIDENCE = "evidence", _("Evidence")
    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Name of a person")
    ACTION = "action", _("Action of the plan")
    REPORT = "report", _("Report")
    ENTRY = "entry", _("Entry of a register")


class Reason(models.TextChoices):
    """Why something must not be here. Codes alone: nobody has to describe it."""

    NAMES = "names", _("It names a person")
    CASE = "case", _("It describes a case")
    ILLEGAL = "illegal", _("It is illegal material, or leads to it")
    PERSONAL = "personal", _("It holds other personal data")
    OTHER = "other", _("Something else")


class GivenBack(models.TextChoices):
    """Why something may stay. Codes alone here too: nobody has to repeat what it says."""

    ANSWERED = "answered", _("Police or hotline answered that it may stay")
    MISTAKE = "mistake", _("Reported or hidden by mistake")
    NOTHING = "nothing", _("There is no such content in it")


class ContentReport(models.Model):
    """Somebody's word that an object holds what must not be here. It keeps ids, never the text."""

    class Outcome(models.TextChoices):
        UNFOUNDED = "unfounded", _("Looked at: it may stay")
        REMOVED = "removed", _("Removed")

    id = key()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    object_id = models.UUIDField(_("object"))
    organisation_id = models.UUIDField(null=True)
    domain_id = models.BigIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices)
    note = Text(_("note"), max_length=200, blank=True)
    by = person()
    at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    given_back = models.CharField(
        _("why it may stay"), max_length=8, choices=GivenBack.choices, blank=True
    )
    answered_by = person()
    answered_at = moment()

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = _("report of content")
        verbose_name_plural = _("reports of content")
        indexes = [models.Index(fields=["kind", "object_id"], name="contentreport_object")]
        constraints = [
            both_or_neither("contentreport_answered_who_and_when", "answered_by", "answered_at"),
            models.CheckConstraint(
                name="contentreport_outcome_has_person",
                condition=Q(outcome="", answered_by=None)
                | (~Q(outcome="") & Q(answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="contentreport_given_back_with_outcome",
                condition=Q(given_back="") | Q(outcome="unfounded"),
            ),
            models.CheckConstraint(
                name="contentreport_public_gives_no_text",
                condition=Q(by__isnull=False) | Q(note=""),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}: {self.reason}"


class QuarantineQuerySet(models.QuerySet):
    """Questions about quarantines."""

    def withheld(self):
        """Those whose object is hidden now."""
        return self.filter(state=Quarantine.State.WITHHELD)

    def of(self, kind, object_id):
        return self.filter(kind=kind, object_id=object_id)


class Quarantine(models.Model):
    """An object whose content is hidden from everyone. It keeps ids and codes, never the text."""

    class State(models.TextChoices):
        WITHHELD = "withheld", _("Withheld: under review")
        RELEASED = "released", _("Released")
        PURGED = "purged", _("Removed for good")

    id = key()
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    object_id = models.UUIDField(_("object"))
    organisation_id = models.UUIDField(null=True)
    domain_id = models.BigIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=8, choices=Reason.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WITHHELD
    )
    set_by = person(null=False)
    set_at = models.DateTimeField(auto_now_add=True)
    has_legal_hold = models.BooleanField(_("legal hold"), default=False)
    hold_reason = Text(_("reason of the legal hold"), max_length=200, blank=True)
    given_back = models.CharField(
        _("why it may stay"), max_length=8, choices=GivenBack.choices, blank=True
    )
    released_by = person()
    released_at = moment()
    purge_requested_by = person()
    purge_requested_at = moment()
    purge_confirmed_by = person()
    purge_confirmed_at = moment()
    purged_at = moment()
    left_over = models.JSONField(
        default=dict, help_text="Where the removed words still stand: {column: how many rows}."
    )

    objects = QuarantineQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        verbose_name = _("quarantine")
        verbose_name_plural = _("quarantines")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=Q(state="withheld"),
                name="quarantine_once",
                violation_error_message=_("It is withheld already."),
            ),
            both_or_neither("quarantine_released_who_and_when", "released_by", "released_at"),
            both_or_neither(
                "quarantine_purge_asked_who_and_when", "purge_requested_by", "purge_requested_at"
            ),
            both_or_neither(
                "quarantine_purge_confirmed_who_and_when",
                "purge_confirmed_by",
                "purge_confirmed_at",
            ),
            different_people(
                "quarantine_purge_by_two",
                "purge_requested_by",
                "purge_confirmed_by",
                _("Whoever asked for the removal cannot confirm it."),
            ),
            models.CheckConstraint(
                name="quarantine_purge_confirmed_after_request",
                condition=Q(purge_confirmed_by=None) | Q(purge_requested_by__isnull=False),
            ),
            models.CheckConstraint(
                name="quarantine_state_has_its_people",
                condition=Q(state="withheld", released_by=None, purged_at=None)
                | Q(state="released", released_by__isnull=False, purge_confirmed_by=None)
                | Q(state="purged", purge_confirmed_by__isnull=False, purged_at__isnull=False),
            ),
            models.CheckConstraint(
                name="quarantine_given_back_with_release",
                condition=Q(given_back="") | Q(state="released"),
            ),
            models.CheckConstraint(
                name="quarantine_hold_stops_purge",
                condition=Q(has_legal_hold=False)
                | Q(state="withheld", purge_confirmed_by=None) & ~Q(hold_reason=""),
                violation_error_message=_("A legal hold stops the removal."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"

    @property
    def is_withheld(self):
        return self.state == self.State.WITHHELD

    @property
    def awaits_confirmation(self):
        """Whether a second person is asked to confirm the removal."""
        return self.is_withheld and bool(self.purge_requested_by_id) and not self.is_being_purged

    @property
    def is_being_purged(self):
        return self.is_withheld and self.purge_confirmed_by_id is not None


class WithheldText(models.Model):
    """A text taken out of its place for the time of a quarantine. Only functions of the database's
    owner write here: `mnr_withhold`, `mnr_give_back` and `mnr_destroy`.
    """

    quarantine = models.ForeignKey(Quarantine, on_delete=models.PROTECT, related_name="texts")
    table_name = models.CharField(max_length=60)
    row_key = models.CharField(max_length=40)
    column_name = models.CharField(max_length=60)
    text = models.TextField()
    removed = models.TextField(help_text="What stands in its place once it is removed.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table_name", "row_key", "column_name"], name="withheldtext_once"
            )
        ]

    def __str__(self):
        return f"{self.table_name} {self.row_key} {self.column_name}"


class WithheldFile(models.Model):
    """A built report taken from download because an object in it is withheld."""

    quarantine = models.ForeignKey(Quarantine, on_delete=models.PROTECT, related_name="files")
    report = models.ForeignKey("mnr.Report", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quarantine", "sha256"], name="withheldfile_once")
        ]

    def __str__(self):
        return self.sha256


class Redaction(models.Model):
    """Texts removed from a frozen snapshot: which places, and the digest of what remains.

    Written by the owner's function `mnr_redact_snapshot` alone. The snapshot keeps the digest that
    it was frozen with.
    """

    quarantine = models.ForeignKey(Quarantine, on_delete=models.PROTECT, related_name="redactions")
    snapshot = models.ForeignKey(
        "mnr.Snapshot", on_delete=models.PROTECT, related_name="redactions"
    )
    paths = models.JSONField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.snapshot_id}: {self.digest}"
