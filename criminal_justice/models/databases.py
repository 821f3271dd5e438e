"""Capability 7, Access to Image Databases: connection, users and national totals, nothing more."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry
from mnr.models.entry import at_most, count


class ImageDatabaseReturn(PeriodEntry):
    """Access to the ICSE and national databases, and the national total of victims identified."""

    counts_people = True

    class Connection(models.TextChoices):
        NONE = "none", _("Not connected")
        REQUESTED = "requested", _("Requested or being prepared")
        VIA_NCB = "via_ncb", _("Through the National Central Bureau alone")
        CONNECTED = "connected", _("Connected, the specialist unit has access")

    class National(models.TextChoices):
        NONE = "none", _("None")
        PLANNED = "planned", _("Being built")
        NO_LAW = "no_law", _("In operation, without a basis in law")
        UNDER_LAW = "under_law", _("In operation under law")

    connection = models.CharField(
        _("connection to ICSE"),
        max_length=9,
        choices=Connection.choices,
        help_text=_("The INTERPOL International Child Sexual Exploitation database."),
    )
    national = models.CharField(
        _("national image or hash database"),
        max_length=9,
        choices=National.choices,
        help_text=_("On the last day of the period."),
    )
    users = count(_("authorised users"), _("Officers with access, on the last day of the period."))
    trained = count(_("of these, trained"), _("Authorised users trained to identify victims."))
    victims_identified = count(
        _("victims identified, national total"),
        _("In the whole country in the period. Never by region, unit or operation."),
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("image database return")
        verbose_name_plural = _("image database returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "imagedatabasereturn_trained_at_most_users",
                "trained",
                "users",
                _("More users cannot be trained than are authorised."),
            ),
        ]
