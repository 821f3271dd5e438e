"""Capability 6, Offender Management Process: that those who were convicted do not reoffend."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry
from mnr.models.entry import at_most, count


class OffenderManagementReturn(PeriodEntry):
    """How many convicted child sex offenders are managed, and how, at the end of a period."""

    counts_people = True

    class System(models.TextChoices):
        NONE = "none", _("None")
        IN_LAW = "in_law", _("In law, not operating")
        OPERATING = "operating", _("In operation")

    system = models.CharField(
        _("notification system"),
        max_length=9,
        choices=System.choices,
        help_text=_("Whether convicted child sex offenders must notify the authorities."),
    )
    managed = count(
        _("registered offenders in the community"),
        _("Persons under management in the community on the last day of the period."),
    )
    managed_most = count(
        _("of these, at the highest level"),
        _("Those for whom several agencies work together at the most intense level."),
    )
    breaches = count(
        _("breaches of notification requirements"), _("Cautions and convictions in the period.")
    )
    travel_notices = count(
        _("notices to other countries"),
        _("Notices about travel or a move abroad, sent in the period."),
    )
    eligible_custody = count(
        _("eligible for treatment, in custody"),
        _("Convicted persons whose treatment programme was to end in the period."),
    )
    completed_custody = count(
        _("of these in custody, completed"), _("Those of them who completed the programme.")
    )
    eligible_community = count(
        _("eligible for treatment, in the community"),
        _("Convicted persons whose treatment programme was to end in the period."),
    )
    completed_community = count(
        _("of these in the community, completed"), _("Those of them who completed the programme.")
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("offender management return")
        verbose_name_plural = _("offender management returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "offendermanagementreturn_most_at_most_managed",
                "managed_most",
                "managed",
                _("Those at the highest level are among the registered offenders."),
            ),
            *(
                at_most(
                    f"offendermanagementreturn_completed_{place}_at_most_eligible",
                    f"completed_{place}",
                    f"eligible_{place}",
                    _("More persons cannot complete a programme than were eligible."),
                )
                for place in ("custody", "community")
            ),
        ]
