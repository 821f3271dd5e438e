"""Reduced separation: where a small administration lets one person do what two should."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import (
    DateRange,
    Text,
    both_or_neither,
    different_people,
    key,
    moment,
    person,
)
from mnr.models.membership import LONGEST


class ReducedSeparationQuerySet(models.QuerySet):
    """Questions about reductions."""

    def in_force(self):
        """Reductions that count today, by the database's clock."""
        return self.on(TruncDate(Now()))

    def on(self, day):
        return self.filter(
            confirmed_by__isnull=False, ended_at=None, starts_on__lte=day, ends_on__gte=day
        )

    def awaiting_confirmation(self):
        return self.filter(confirmed_by=None, ended_at=None, ends_on__gte=TruncDate(Now()))


class ReducedSeparation(models.Model):
    """A pair of duties that one person may hold, for a time: asked by the chair, confirmed by an
    auditor, shown on every page and printed in the report.
    """

    class Pair(models.TextChoices):
        LEAD_SECRETARIAT = "lead_secretariat", _("One person is domain lead and secretariat")
        ENDORSE_ACCEPT = "endorse_accept", _("One person endorses and accepts the same update")
        REPORT_LEAD = "report_lead", _("One person reports in a domain and leads it")

    id = key()
    pair = models.CharField(_("what is reduced"), max_length=20, choices=Pair.choices)
    reason = Text(_("reason"), max_length=300, help_text=_("It is printed in the report."))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("Twelve months later at most."))
    requested_by = person(null=False)
    requested_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = person()
    confirmed_at = moment()
    ended_by = person()
    ended_at = moment()

    objects = ReducedSeparationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pair", "pk"]
        verbose_name = _("reduced separation")
        verbose_name_plural = _("reduced separations")
        constraints = [
            models.CheckConstraint(
                name="separation_dates_in_order",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="separation_twelve_months_at_most",
                condition=models.Q(ends_on__lte=models.F("starts_on") + models.Value(LONGEST)),
                violation_error_message=_("It lasts twelve months at most; it can be asked anew."),
            ),
            models.CheckConstraint(name="separation_has_reason", condition=~models.Q(reason="")),
            both_or_neither("separation_confirmed_who_and_when", "confirmed_by", "confirmed_at"),
            both_or_neither("separation_ended_who_and_when", "ended_by", "ended_at"),
            different_people(
                "separation_confirmed_by_another",
                "requested_by",
                "confirmed_by",
                _("Whoever asked for it cannot confirm it."),
            ),
            ExclusionConstraint(
                name="separation_once_at_a_time",
                expressions=[
                    ("pair", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(ended_at=None),
                violation_error_message=_("This is asked for or in force on these days already."),
            ),
        ]

    def __str__(self):
        return self.get_pair_display()

    @property
    def awaits_confirmation(self):
        return self.confirmed_by_id is None and self.ended_at is None
