"""Files that people send into registers: looked at first, stored when they confirm."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import key, moment, person


class ImportRun(models.Model):
    """An import: what would happen, what was wrong, and what became of it.

    The file itself is gone once it was read. Rows are kept between the look and the confirmation.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits to be read")
        READ = "read", _("Read: it waits for your confirmation")
        WRONG = "wrong", _("Not taken")
        CONFIRMED = "confirmed", _("Being stored")
        STORED = "stored", _("Stored")
        DROPPED = "dropped", _("Dropped")

    id = key()
    register = models.CharField(_("register"), max_length=100, editable=False)
    organisation = models.ForeignKey(
        "mnr.Organisation", on_delete=models.PROTECT, related_name="+", editable=False
    )
    by = person(null=False)
    file = models.BinaryField(null=True, editable=False)
    about = models.CharField(
        max_length=10,
        blank=True,
        editable=False,
        help_text="the indicator in the file's name",
    )
    rows = models.JSONField(null=True, editable=False, help_text="cells of the rows, as read")
    planned = models.JSONField(
        null=True,
        editable=False,
        help_text="a digest of what was shown for each row: nothing else is stored",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    job = models.ForeignKey(
        "mnr.Job", on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created = models.PositiveIntegerField(_("new"), default=0, editable=False)
    changed = models.PositiveIntegerField(_("changed"), default=0, editable=False)
    same = models.PositiveIntegerField(_("left alone"), default=0, editable=False)
    problems = models.JSONField(
        default=list, editable=False, help_text="[[sheet, row, column, value, what to do]]"
    )
    outcomes = models.JSONField(
        default=list,
        editable=False,
        help_text="[[row, what, name, [[column, before, after]]]], the first ones",
    )
    advice = models.JSONField(
        default=list,
        editable=False,
        help_text="[[sheet, row, column, words, better, why, confirmed]], the first ones",
    )
    refusal = models.CharField(
        _("why it is not taken"), max_length=2000, blank=True, editable=False
    )
    asked_at = models.DateTimeField(_("sent"), auto_now_add=True)
    done_at = moment()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                name="importrun_keeps_no_file_once_read",
                condition=Q(state="waiting") | Q(file=None),
            ),
            models.CheckConstraint(
                name="importrun_keeps_rows_until_stored",
                condition=Q(state__in=["waiting", "read", "confirmed"]) | Q(rows=None),
            ),
        ]

    def __str__(self):
        return f"{self.register}, {self.get_state_display()}"

    @property
    def is_over(self):
        return self.state in (self.State.WRONG, self.State.STORED, self.State.DROPPED)


class ImportedRow(models.Model):
    """Which entry a row without identifier made, so that the same row sent again makes no second.

    A digest of what the row said; the entry may have been changed or withdrawn since.
    """

    register = models.CharField(max_length=100, editable=False)
    organisation = models.ForeignKey(
        "mnr.Organisation", on_delete=models.PROTECT, related_name="+", editable=False
    )
    digest = models.CharField(max_length=64, editable=False)
    entry = models.UUIDField(editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = [
            models.UniqueConstraint(fields=["register", "digest"], name="importedrow_once")
        ]

    def __str__(self):
        return f"{self.register}, {self.digest[:8]}"
