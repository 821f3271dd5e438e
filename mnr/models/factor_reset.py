"""Letting somebody who lost every factor begin anew: two people do it together."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text, both_or_neither, different_people, key, moment, person
from mnr.models.people import User

LASTS = timedelta(days=7)


class FactorResetQuerySet(models.QuerySet):
    """Questions about requests to begin anew."""

    def waiting(self):
        """Those that a second person can still confirm."""
        return self.filter(confirmed_at=None, requested_at__gt=Now() - LASTS)


class FactorReset(models.Model):
    """An administrator's request, and the secretariat's yes within seven days."""

    id = key()
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="factor_resets", verbose_name=_("person")
    )
    reason = Text(
        _("reason"),
        max_length=300,
        help_text=_("How you know that it is this person who asks: you met, or called back."),
    )
    requested_by = person(null=False)
    requested_at = models.DateTimeField(_("requested"), db_default=Now())
    confirmed_by = person()
    confirmed_at = moment(_("confirmed"))

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("new beginning with second factors")
        verbose_name_plural = _("new beginnings with second factors")
        constraints = [
            both_or_neither("factorreset_confirmation_whole", "confirmed_by", "confirmed_at"),
            different_people(
                "factorreset_confirmed_by_another",
                "requested_by",
                "confirmed_by",
                _("Whoever asked for it cannot confirm it."),
            ),
            different_people(
                "factorreset_not_confirmed_by_user",
                "user",
                "confirmed_by",
                _("Nobody confirms it for themselves."),
            ),
        ]

    def __str__(self):
        return str(self.user)
