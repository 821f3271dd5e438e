"""What leavers leave behind, and the quarterly look at who has which role."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text, both_or_neither, key, moment, person


class HandOverQuerySet(models.QuerySet):
    """Questions about hand-overs."""

    def open(self):
        return self.filter(done_at=None)


class HandOver(models.Model):
    """A task: what somebody held who no longer has a role, and who takes it over.

    `left_open` lists what was found when the role ended, as {"kind": …, and keys of what it is}.
    """

    class Cause(models.TextChoices):
        ENDED = "ended", _("The role was ended")
        RAN_OUT = "ran_out", _("The role ran out")
        CLOSED = "closed", _("The account was closed")

    id = key()
    membership = models.OneToOneField(
        "mnr.Membership", on_delete=models.PROTECT, related_name="hand_over"
    )
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="hand_overs",
        verbose_name=_("organisation"),
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    left_open = models.JSONField(_("what was left"), default=list)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    note = Text(_("what was done"), max_length=300, blank=True)
    done_by = person()
    done_at = moment(_("done"))

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            both_or_neither("hand_over_done_who_and_when", "done_by", "done_at"),
            models.CheckConstraint(
                name="hand_over_done_with_note",
                condition=models.Q(done_at=None) | ~models.Q(note=""),
                violation_error_message=_("Say who takes over what."),
            ),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.cause}"

    @property
    def is_open(self):
        return self.done_at is None


class AccessReview(models.Model):
    """Somebody went through all roles, and found them right or put them right."""

    id = key()
    by = person(null=False)
    at = models.DateTimeField(_("done"), auto_now_add=True)
    note = Text(_("what was found and changed"), max_length=300)

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = _("review of roles")
        verbose_name_plural = _("reviews of roles")
        constraints = [
            models.CheckConstraint(name="access_review_has_note", condition=~models.Q(note=""))
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"
