"""The hotline to which the public and the industry report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry
from mnr.models.entry import at_most, count, sum_at_most


class HotlineReturn(PeriodEntry):
    """Reports of suspected child sexual abuse material to the hotline in a reporting period.

    Reports may be assessed in a later period than they came in, so more can be assessed than came.
    """

    class Network(models.TextChoices):
        INHOPE = "inhope", _("Hotline, member of INHOPE")
        PORTAL = "portal", _("Reporting portal of the Internet Watch Foundation")
        NATIONAL = "national", _("National hotline outside these networks")
        NONE = "none", _("No hotline in operation")

    network = models.CharField(
        _("standing of the hotline"),
        max_length=8,
        choices=Network.choices,
        help_text=_("On the last day of the period."),
    )
    received = count(_("reports received"), _("In the period, on every channel, before any check."))
    from_public = count(_("of these, from the public"), _("Members of the public, named or not."))
    from_industry = count(_("of these, from industry"), _("Providers and their associations."))
    from_police = count(_("of these, from the police"), _("Law enforcement at home or abroad."))
    assessed = count(
        _("reports assessed"), _("Looked at by an analyst in the period, whenever they came in.")
    )
    illegal = count(
        _("of these, assessed as illegal"),
        _("Child sexual abuse material under the law of the country. A count, never an address."),
    )
    hosted_here = count(_("of the illegal, hosted in the country"), _("When they were assessed."))
    passed_in_time = count(
        _("of the illegal, passed to law enforcement within 3 working days"),
        _("Working days from the report to its arrival at law enforcement of the country."),
    )
    passed_abroad = count(
        _("of the illegal, passed abroad"),
        _("To a hotline or authority of the country where the material is hosted."),
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("hotline return")
        verbose_name_plural = _("hotline returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            sum_at_most(
                "hotlinereturn_sources_at_most_received",
                ["from_public", "from_industry", "from_police"],
                "received",
                _("The reports by source are together more than all reports received."),
            ),
            at_most(
                "hotlinereturn_illegal_at_most_assessed",
                "illegal",
                "assessed",
                _("More reports cannot be illegal than were assessed."),
            ),
            at_most(
                "hotlinereturn_hosted_here_at_most_illegal",
                "hosted_here",
                "illegal",
                _("The reports hosted in the country are among the illegal ones."),
            ),
            at_most(
                "hotlinereturn_passed_in_time_at_most_illegal",
                "passed_in_time",
                "illegal",
                _("The reports passed to law enforcement are among the illegal ones."),
            ),
            at_most(
                "hotlinereturn_passed_abroad_at_most_illegal",
                "passed_abroad",
                "illegal",
                _("The reports passed abroad are among the illegal ones."),
            ),
        ]
