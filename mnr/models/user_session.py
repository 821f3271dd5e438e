"""Where people are signed in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import key, moment
from mnr.models.people import User


class UserSessionQuerySet(models.QuerySet):
    """Questions about sessions."""

    def open(self):
        """Those that have not ended."""
        return self.filter(ended_at=None)


class UserSession(models.Model):
    """One sign-in: on which device, roughly where, since when. Its row stays a while after it.

    Addresses are kept without their last part, and nothing is asked of anybody outside.
    """

    id = key()
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("person")
    )
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    method = models.CharField(_("by"), max_length=20)
    device = models.CharField(_("device"), max_length=100)
    network = models.CharField(_("network"), max_length=60)
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    active_at = models.DateTimeField(_("last used"), default=timezone.now)
    ended_at = moment(_("ended"))

    objects = UserSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-active_at", "-pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["session_key"],
                condition=models.Q(ended_at=None),
                name="usersession_key_once",
            ),
            models.CheckConstraint(
                name="usersession_ended_has_no_key",
                condition=models.Q(ended_at__isnull=True) & ~models.Q(session_key="")
                | models.Q(ended_at__isnull=False, session_key=""),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.device}"
