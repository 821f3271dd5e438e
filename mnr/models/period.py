"""Reporting periods, and the exceptions made in them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import DateRange, Text, different_people, moment, person


class ReportingPeriodQuerySet(models.QuerySet):
    """Questions about reporting periods."""

    def begun(self):
        return self.exclude(state=ReportingPeriod.State.PLANNED)

    def current(self):
        """The open period, else the latest one that has begun."""
        return (
            self.begun()
            .order_by(models.Case(models.When(state="open", then=0), default=1), "-starts_on")
            .first()
        )


class ReportingPeriod(models.Model):
    """A stretch of time for which everybody reports; its dates drive reminders and reports."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open for updates")
        CLOSED = "closed", _("Closed for updates, in review")
        FROZEN = "frozen", _("Frozen")
        APPROVED = "approved", _("Approved by the chair")
        PUBLISHED = "published", _("Published")

    FROZEN_STATES = (State.FROZEN, State.APPROVED, State.PUBLISHED)

    code = models.CharField(_("code"), max_length=20, unique=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    opens_on = models.DateField(_("opens"), help_text=_("Updates can be written from this day."))
    due_on = models.DateField(
        _("due"), help_text=_("Organisations send their updates by this day.")
    )
    review_due_on = models.DateField(
        _("review due"), help_text=_("Domain leads and secretariat finish reviewing by this day.")
    )
    freeze_on = models.DateField(_("freeze"), help_text=_("The figures are fixed on this day."))
    meeting_on = models.DateField(
        _("committee meeting"), null=True, blank=True, help_text=_("When the committee meets.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    opened_at = moment()
    closed_at = moment()
    frozen_by = person()
    frozen_at = moment()
    approved_by = person()
    approved_at = moment()
    approved_digest = models.CharField(max_length=64, blank=True, editable=False)
    publish_requested_by = person()
    publish_requested_at = moment()
    published_by = person()
    published_at = moment()

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.CheckConstraint(
                name="period_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on"))
                & Q(due_on__gte=F("opens_on"))
                & Q(review_due_on__gte=F("due_on"))
                & Q(freeze_on__gte=F("review_due_on"))
                & (Q(meeting_on=None) | Q(meeting_on__gte=F("freeze_on"))),
                violation_error_message=_(
                    "The dates are out of order: opens, due, review due, freeze, meeting."
                ),
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="open"),
                name="period_only_one_open",
                violation_error_message=_("Another period is open: close it first."),
            ),
            ExclusionConstraint(
                name="period_no_overlap",
                expressions=[
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    )
                ],
                violation_error_message=_("These days belong to another period already."),
            ),
            models.CheckConstraint(
                name="period_frozen_by_somebody",
                condition=~Q(state__in=["frozen", "approved", "published"])
                | Q(frozen_by__isnull=False, frozen_at__isnull=False),
            ),
            models.CheckConstraint(
                name="period_approved_with_digest",
                condition=~Q(state__in=["approved", "published"])
                | (
                    Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_digest="")
                ),
            ),
            models.CheckConstraint(
                name="period_published_by_two",
                condition=~Q(state="published")
                | Q(
                    publish_requested_by__isnull=False,
                    published_by__isnull=False,
                    published_at__isnull=False,
                ),
            ),
            different_people(
                "period_publisher_not_requester",
                "published_by",
                "publish_requested_by",
                _("Publication is confirmed by someone other than the person who asked for it."),
            ),
            different_people(
                "period_approver_not_requester",
                "approved_by",
                "publish_requested_by",
                _("The person who approved cannot ask for publication."),
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def is_frozen(self):
        """Whether its truth is the snapshot and no longer the live tables."""
        return self.state in self.FROZEN_STATES


class Waiver(models.Model):
    """The secretariat's explicit decision to freeze a period without somebody's accepted update."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="waivers")
    organisation = models.ForeignKey("mnr.Organisation", on_delete=models.PROTECT)
    capability = models.ForeignKey("mnr.Capability", on_delete=models.PROTECT)
    reason = Text(_("reason"), max_length=300)
    by = person(null=False)
    at = models.DateTimeField(default=timezone.now, editable=False)  # and never changed

    class Meta:
        ordering = ["capability__number", "organisation__name", "pk"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "organisation", "capability"],
                name="waiver_once",
                violation_error_message=_("This update is waived already."),
            ),
            models.CheckConstraint(name="waiver_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.period_id} {self.capability_id} {self.organisation_id}"


class Extension(models.Model):
    """More time for one organisation in one period. It ends by itself."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="extensions")
    organisation = models.ForeignKey(
        "mnr.Organisation", on_delete=models.PROTECT, verbose_name=_("organisation")
    )
    until = models.DateField(_("until"))
    reason = Text(_("reason"), max_length=300)
    by = person(null=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "pk"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "organisation"],
                name="extension_once",
                violation_error_message=_("This organisation has an extension already."),
            ),
            models.CheckConstraint(name="extension_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.period_id} {self.organisation_id} {self.until}"
