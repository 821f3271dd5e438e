"""Single figures that are shown, or hidden, against the rule of disclosure control."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text, both_or_neither, key, moment, person
from mnr.models.membership import Membership


def post(verbose_name):
    """The role that somebody had when they took a step; the report names it instead of them."""
    return models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=verbose_name,
    )


class OverrideQuerySet(models.QuerySet):
    """Questions about overrides."""

    def waiting(self):
        """Those on which nobody has decided."""
        return self.filter(state=FigureOverride.State.WAITING)

    def to_follow(self, edition: str):
        """Confirmed ones that no edition has followed yet, in the order of their decisions."""
        rows = self.filter(state=FigureOverride.State.CONFIRMED, edition=edition, followed_in=None)
        return rows.order_by("decided_at", "pk")


class FigureOverride(models.Model):
    """One figure of an edition that two people decide to show though it is hidden, or to hide.

    It is about a value as it was when somebody asked: one that changed since is another figure.
    Nothing here tells the number.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the chair")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = key()
    value = models.ForeignKey(
        "mnr.Observation",
        on_delete=models.PROTECT,
        related_name="overrides",
        editable=False,
        verbose_name=_("figure"),
    )
    version = models.PositiveIntegerField(_("version of the value"), editable=False)
    edition = models.CharField(_("edition"), max_length=10, default="committee", editable=False)
    is_shown = models.BooleanField(_("is to be shown"), default=True)
    reason = Text(
        _("reason"),
        max_length=300,
        help_text=_("It is printed in the report. Do not write the number itself."),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.WAITING, editable=False
    )
    requested_by = person(null=False)
    requested_as = post(_("asked for as"))
    requested_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    decided_by = person()
    decided_as = post(_("decided as"))
    decided_at = moment(_("decided"))
    answer = Text(_("why it is refused"), max_length=300, blank=True, editable=False)
    followed_in = models.ForeignKey(
        "mnr.EditionFigures",
        on_delete=models.PROTECT,
        null=True,
        related_name="followed",
        editable=False,
        verbose_name=_("followed by the edition"),
    )

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "pk"]
        verbose_name = _("figure shown or hidden by decision")
        verbose_name_plural = _("figures shown or hidden by decision")
        constraints = [
            models.UniqueConstraint(
                fields=["value", "edition"],
                condition=Q(state__in=["waiting", "confirmed"], followed_in=None),
                name="override_once_a_figure",
                violation_error_message=_("Something is asked for this figure already."),
            ),
            models.CheckConstraint(
                name="override_with_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="override_refused_with_reason",
                condition=~Q(state="refused") | ~Q(answer=""),
                violation_error_message=_("Say why it is refused."),
            ),
            both_or_neither("override_decided_who_and_when", "decided_by", "decided_at"),
            models.CheckConstraint(
                name="override_waits_or_is_decided",
                condition=Q(state="waiting", decided_by=None)
                | (~Q(state="waiting") & Q(decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="override_decided_by_another",
                condition=~Q(state__in=["confirmed", "refused"]) | ~Q(requested_by=F("decided_by")),
                violation_error_message=_("Whoever asked for it cannot confirm it."),
            ),
            models.CheckConstraint(
                name="override_followed_once_confirmed",
                condition=Q(followed_in=None) | Q(state="confirmed"),
            ),
        ]

    def __str__(self):
        return self.place  # never the value: who decides may not know it

    @property
    def place(self) -> str:
        """Which figure it is, without the number."""
        value = self.value
        code = value.indicator.code if value.indicator else ""
        region = value.region.name if value.region else ""
        return ", ".join(filter(None, [code, value.when, region, value.breakdown]))

    @property
    def capability(self):
        """For the trail: what the figure bears on."""
        return self.value.capability
