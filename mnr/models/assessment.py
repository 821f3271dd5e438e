"""How far a capability is: two ratings, and the answers that they rest on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Prose, Text

# a CHECK passes on NULL, so "is not null" must be said
LEVELS = Q(in_place=None, in_use=None) | Q(
    in_place__isnull=False, in_place__lte=4, in_use__isnull=False, in_use__lte=4
)


class AssessmentQuerySet(models.QuerySet):
    """Questions about assessments."""

    def accepted(self):
        return self.filter(update__state="accepted")

    def up_to(self, period):
        """Accepted assessments of this period and earlier ones, the latest first."""
        return (
            self.accepted()
            .filter(update__period__starts_on__lte=period.starts_on)
            .order_by("-update__period__starts_on")
        )

    def before(self, period):
        """Accepted assessments of earlier periods, the latest first."""
        return (
            self.accepted()
            .filter(update__period__starts_on__lt=period.starts_on)
            .order_by("-update__period__starts_on")
        )


class Assessment(models.Model):
    """The lead organisation's rating of a capability. It is part of that organisation's update,
    goes through review with it, and stands until a later one is accepted.
    """

    update = models.OneToOneField(
        "mnr.ProgressUpdate", on_delete=models.CASCADE, related_name="assessment"
    )
    in_place = models.PositiveSmallIntegerField(
        _("in place"),
        null=True,
        blank=True,
        help_text=_("On paper: law, policy, structure, mandate."),
    )
    in_use = models.PositiveSmallIntegerField(
        _("in use"), null=True, blank=True, help_text=_("In practice: coverage and quality.")
    )
    proposed_in_place = models.PositiveSmallIntegerField(null=True, editable=False)
    proposed_in_use = models.PositiveSmallIntegerField(null=True, editable=False)
    departure_reason = Prose(
        _("why the level differs from what the answers support"), max_length=600
    )
    lowering_reason = Prose(
        _("why the level is lower than before"),
        max_length=600,
        help_text=_("A lower level is never held against you: it helps the committee to help."),
    )
    rationale = Prose(_("what the level rests on"))
    target_level = models.PositiveSmallIntegerField(_("target level"), null=True, blank=True)
    target_on = models.DateField(_("to be reached by"), null=True, blank=True)
    is_confirmation = models.BooleanField(
        _("still valid"),
        default=False,
        editable=False,
        help_text="Nothing was changed: the earlier assessment was confirmed.",
    )
    assessed_in = models.ForeignKey(
        "mnr.ReportingPeriod",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="The period in which the answers were last worked through.",
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                name="assessment_levels_0_to_4",
                condition=LEVELS,
                violation_error_message=_("Give both ratings, from 0 to 4, or neither."),
            ),
            models.CheckConstraint(
                name="assessment_target_with_date",
                condition=Q(target_level=None, target_on=None)
                | Q(target_level__isnull=False, target_level__lte=4, target_on__isnull=False),
                violation_error_message=_("A target needs a level from 0 to 4 and a date."),
            ),
        ]

    def __str__(self):
        return f"{self.update_id}: {self.in_place}/{self.in_use}"

    @property
    def level(self):
        """The capability's level: the lower of the two ratings, or None if not assessed."""
        if self.in_place is None or self.in_use is None:
            return None
        return min(self.in_place, self.in_use)


class CheckAnswer(models.Model):
    """The answer to one evidence check, with the documents that show it."""

    class Answer(models.TextChoices):
        NO = "no", _("No")
        PARTLY = "partly", _("Partly")
        YES = "yes", _("Yes")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    check_item = models.ForeignKey(
        "mnr.EvidenceCheck", on_delete=models.PROTECT, related_name="answers"
    )
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices)
    note = Text(_("note"), max_length=300, blank=True)
    evidence = models.ManyToManyField("mnr.Evidence", related_name="answers", blank=True)

    class Meta:
        ordering = ["check_item__order", "pk"]
        verbose_name = _("answer to a check")
        verbose_name_plural = _("answers to checks")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "check_item"], name="answer_once")
        ]

    def __str__(self):
        return f"{self.check_item_id}: {self.answer}"
