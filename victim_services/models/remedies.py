"""Compensation, remedies and complaints: the ways open to children, and how they are used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry, RegisterEntry
from mnr.models.entry import (
    amount,
    at_most,
    count,
    currency,
    document_link,
    in_order,
    money_rules,
    needed_when,
    once_a_period_for,
    statement,
)
from mnr.models.fields import OldDay, Text, Title


class RemedyKind(models.TextChoices):
    """The ways to redress."""

    COURT = "court", _("Compensation ordered by a criminal court")
    STATE = "state", _("Compensation by the State")
    CIVIL = "civil", _("Civil claim")
    COMPLAINT = "complaint", _("Complaint to an independent body")


class RemedyProcedure(RegisterEntry):
    """A procedure by which a child victim or survivor obtains redress, or complains."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class Limitation(models.TextChoices):
        ORDINARY = "ordinary", _("Runs from the act or from when it became known")
        ADULTHOOD = "adulthood", _("Runs only from adulthood")
        REMOVED = "removed", _("Removed: there is no limit of time")
        UNKNOWN = "unknown", _("Not known")

    name = Title(_("name of the procedure"), max_length=200, help_text=_("As the law calls it."))
    kind = models.CharField(
        _("kind"), max_length=9, choices=RemedyKind.choices, help_text=_("What it gives.")
    )
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, help_text=_("Whether it can be used.")
    )
    decided_by = Text(
        _("decided by"),
        max_length=200,
        blank=True,
        help_text=_("The court, authority or unit that decides. No names of persons."),
    )
    legal_basis = Text(
        _("legal basis"), max_length=200, blank=True, help_text=_("The law and section.")
    )
    is_open_to_children = statement(
        _("open to child victims"),
        _("Child victims of sexual exploitation and abuse may use it, online abuse included."),
    )
    needs_conviction = statement(
        _("needs a conviction"), _("It is open only after an offender was convicted.")
    )
    is_independent = statement(
        _("independent"), _("Who decides is independent of the agency that is complained of.")
    )
    is_free = statement(_("free of charge"), _("Neither fees nor costs fall on the child."))
    has_legal_aid = statement(
        _("with legal aid"), _("A child is given a lawyer or adviser for it without payment.")
    )
    limitation = models.CharField(
        _("limitation period"),
        max_length=9,
        choices=Limitation.choices,
        help_text=_(
            "For child sexual exploitation and abuse. For a criminal court, that of prosecutions."
        ),
    )
    limitation_years = count(
        _("length of the limitation period (years)"), _("Whole years; empty if there is no limit.")
    )
    opened_on = OldDay(
        _("open since"), null=True, blank=True, help_text=_("When the first could apply.")
    )
    closed_on = OldDay(_("closed"), null=True, blank=True, help_text=_("Empty while it is open."))
    document_url = document_link(
        _("Where it is explained or can be applied for, beginning with https://.")
    )

    class Meta(RegisterEntry.Meta):
        verbose_name = _("remedy procedure")
        verbose_name_plural = _("remedy procedures")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "remedyprocedure_open_has_day",
                "opened_on",
                _("Say since when it is open."),
                status="open",
            ),
            needed_when(
                "remedyprocedure_closed_has_day",
                "closed_on",
                _("Say when it was closed."),
                status="closed",
            ),
            in_order(
                "remedyprocedure_closed_after_opened",
                "opened_on",
                "closed_on",
                _("It cannot be closed before it was opened."),
            ),
            models.CheckConstraint(
                name="remedyprocedure_no_limit_no_years",
                condition=~models.Q(limitation="removed") | models.Q(limitation_years=None),
                violation_error_message=_("A limit that was removed has no years."),
            ),
        ]

    def __str__(self):
        return self.name


class RemedyReturn(PeriodEntry):
    """Applications of child victims of CSEA in a reporting period, for one way to redress.

    Decisions may be on applications of earlier periods, so they can be more than were received.
    """

    counts_people = True

    kind = models.CharField(
        _("kind"),
        max_length=9,
        choices=RemedyKind.choices,
        help_text=_("One return for each, because their times cannot be added."),
    )
    received = count(
        _("applications received"),
        _("For child victims of sexual exploitation and abuse, in the period."),
    )
    decided = count(
        _("applications decided"), _("In the period, whenever they were made. Count each once.")
    )
    in_favour = count(
        _("of these, decided in favour"), _("Granted wholly or in part, or found justified.")
    )
    median_days = count(
        _("median time to the decision (days)"),
        _("Days from application to decision: half of those decided took longer."),
    )
    awarded = amount(
        _("amount awarded"), _("All that was awarded in the period, whether paid yet or not.")
    )
    currency = currency()

    class Meta(PeriodEntry.Meta):
        verbose_name = _("remedy return")
        verbose_name_plural = _("remedy returns")
        constraints = [
            *once_a_period_for(
                "kind",
                _(
                    "Your organisation has a return for this period already on this kind of "
                    "procedure: change that one."
                ),
            ),
            at_most(
                "remedyreturn_in_favour_at_most_decided",
                "in_favour",
                "decided",
                _("More applications cannot be decided in favour than were decided."),
            ),
            *money_rules("remedyreturn", "awarded"),
        ]
