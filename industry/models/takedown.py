"""Notice and takedown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from industry.models.providers import ProviderClass
from mnr.models import PeriodEntry
from mnr.models.entry import at_most, count, once_a_period_for


class TakedownReturn(PeriodEntry):
    """Notices to one class of provider in a reporting period, and what was removed after them."""

    provider_class = models.CharField(
        _("class of provider"),
        max_length=9,
        choices=ProviderClass.choices,
        help_text=_("One return for each class of provider to which notices were sent."),
    )
    notices = count(
        _("notices sent"),
        _("For child sexual abuse material hosted in the country. Each item counts once."),
    )
    removed = count(
        _("of these, content removed"),
        _("Items of those notices, removed by the time of counting."),
    )
    removed_in_time = count(
        _("of these, removed within three days"), _("Three days, 72 hours, from the notice.")
    )
    median_hours = count(
        _("median time to removal (hours)"),
        _("Whole hours from notice to removal: half of what was removed took longer."),
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("takedown return")
        verbose_name_plural = _("takedown returns")
        constraints = [
            *once_a_period_for(
                "provider_class",
                _(
                    "Your organisation has a return for this period already for this class of "
                    "provider: change that one."
                ),
            ),
            at_most(
                "takedownreturn_removed_at_most_notices",
                "removed",
                "notices",
                _("More items cannot be removed than notices were sent."),
            ),
            at_most(
                "takedownreturn_in_time_at_most_removed",
                "removed_in_time",
                "removed",
                _("More items cannot be removed within three days than were removed at all."),
            ),
            at_most(
                "takedownreturn_in_time_at_most_notices",
                "removed_in_time",
                "notices",
                _("More items cannot be removed within three days than notices were sent."),
            ),
        ]
