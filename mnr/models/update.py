"""Progress updates, and what belongs to them."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import (
    Prose,
    Text,
    both_or_neither,
    different_people,
    key,
    moment,
    person,
    withheld,
)


class ProgressUpdate(models.Model):
    """What one organisation reports on one capability for one period."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Sent to the domain lead")
        ENDORSED = "endorsed", _("Endorsed, with the secretariat")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned for correction")

    class Confidence(models.TextChoices):
        ON_TRACK = "on_track", _("On track")
        AT_RISK = "at_risk", _("At risk")
        OFF_TRACK = "off_track", _("Off track")

    id = key()
    period = models.ForeignKey(
        "mnr.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="updates",
        verbose_name=_("period"),
    )
    capability = models.ForeignKey(
        "mnr.Capability",
        on_delete=models.PROTECT,
        related_name="updates",
        verbose_name=_("capability"),
    )
    organisation = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        related_name="updates",
        verbose_name=_("organisation"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    is_nil = models.BooleanField(
        _("nothing to report"),
        default=False,
        help_text=_("A nil return counts as an update and stops the reminders."),
    )
    confidence = models.CharField(
        _("delivery confidence"), max_length=10, choices=Confidence.choices, blank=True
    )
    achievements = Prose(
        _("what was achieved"), help_text=_("Since the last period: what is done, for whom, where.")
    )
    next_steps = Prose(_("next steps"), help_text=_("What happens next, who does it, by when."))
    decisions_asked = Prose(
        _("what the committee is asked to decide"),
        help_text=_("Leave empty if no decision is needed."),
    )
    public_summary = Prose(
        _("public summary"),
        max_length=600,
        help_text=_("The only text of this update that the public will ever see."),
    )
    is_withheld = withheld()
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_number = models.PositiveSmallIntegerField(default=0, editable=False)
    editable_until = models.DateField(
        _("may be corrected until"), null=True, blank=True, editable=False
    )
    started_by = person()
    saved_by = person()
    saved_at = models.DateTimeField(_("saved"), auto_now_add=True)
    submitted_by = person()
    submitted_at = moment(_("sent"))
    endorsed_by = person()
    endorsed_at = moment(_("endorsed"))
    accepted_by = person()
    accepted_at = moment(_("accepted"))
    returned_by = person()
    returned_at = moment(_("returned"))
    return_reason = Prose(_("reason for returning it"), max_length=600, editable=False)

    class Meta:
        ordering = ["capability__number", "organisation__name", "pk"]
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        indexes = [models.Index(fields=["capability", "period"], name="update_capability_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "capability", "organisation"],
                name="update_once_per_period",
                violation_error_message=_(
                    "Your organisation already has an update on this capability for this period."
                ),
            ),
            models.CheckConstraint(
                name="update_nil_is_empty",
                condition=Q(is_nil=False)
                | Q(confidence="", achievements="", next_steps="", decisions_asked=""),
                violation_error_message=_(
                    "A nil return says that there is nothing to report: remove the other answers, "
                    "or untick “nothing to report”."
                ),
            ),
            both_or_neither("update_submitted_who_and_when", "submitted_by", "submitted_at"),
            both_or_neither("update_endorsed_who_and_when", "endorsed_by", "endorsed_at"),
            both_or_neither("update_accepted_who_and_when", "accepted_by", "accepted_at"),
            both_or_neither("update_returned_who_and_when", "returned_by", "returned_at"),
            models.CheckConstraint(
                name="update_state_has_its_people",
                condition=Q(state="draft", endorsed_by=None, accepted_by=None)
                | Q(
                    state="submitted",
                    submitted_by__isnull=False,
                    endorsed_by=None,
                    accepted_by=None,
                )
                | Q(
                    state="endorsed",
                    submitted_by__isnull=False,
                    endorsed_by__isnull=False,
                    accepted_by=None,
                )
                | Q(
                    state="accepted",
                    submitted_by__isnull=False,
                    endorsed_by__isnull=False,
                    accepted_by__isnull=False,
                )
                | (Q(state="returned", returned_by__isnull=False) & ~Q(return_reason="")),
            ),
            different_people(
                "update_endorser_not_submitter",
                "endorsed_by",
                "submitted_by",
                _("Nobody endorses an update that they sent."),
            ),
            different_people(
                "update_accepter_not_submitter",
                "accepted_by",
                "submitted_by",
                _("Nobody accepts an update that they sent."),
            ),
            # endorser and accepter: a trigger, because reduced separation may relax it
            models.CheckConstraint(
                name="update_returner_not_submitter",
                condition=~Q(state="returned") | ~Q(returned_by=F("submitted_by")),
                violation_error_message=_("Nobody returns an update that they sent."),
            ),
        ]

    def __str__(self):
        return f"{self.period_id} {self.capability_id} {self.organisation_id}"

    @property
    def is_reviewable(self):
        return self.state in (self.State.SUBMITTED, self.State.ENDORSED)


class Obstacle(models.Model):
    """What holds the work back, and the enabler it comes from."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.CASCADE, related_name="obstacles")
    order = models.PositiveSmallIntegerField()
    text = Text(_("obstacle"), max_length=300)
    enabler = models.ForeignKey(
        "mnr.Enabler",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name=_("enabler it comes from"),
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("obstacle")
        verbose_name_plural = _("obstacles")
        constraints = [
            models.UniqueConstraint(fields=["update", "order"], name="obstacle_order_once"),
            models.CheckConstraint(name="obstacle_says_something", condition=~Q(text="")),
        ]

    def __str__(self):
        return self.text


class Submission(models.Model):
    """An update as it was when it was sent; kept so that reviewers see what changed since."""

    update = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    submitted_by = person(null=False)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["number", "pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(fields=["update", "number"], name="submission_number_once")
        ]

    def __str__(self):
        return f"{self.update_id} #{self.number}"


class Comment(models.Model):
    """A reviewer's or author's remark on one item of an update."""

    id = key()
    update = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="comments")
    item = models.CharField(_("on"), max_length=40)
    text = Text(_("comment"), max_length=600)
    is_withheld = withheld()
    by = person(null=False)
    at = models.DateTimeField(auto_now_add=True)
    resolved_by = person()
    resolved_at = moment()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            both_or_neither("comment_resolved_who_and_when", "resolved_by", "resolved_at"),
        ]

    def __str__(self):
        return self.text
