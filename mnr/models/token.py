"""Personal tokens: a program's way to act for its owner, with less than its owner may."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Text, key

LONGEST = timedelta(days=90)
MOST = 10  # for one person


class PersonalTokenQuerySet(models.QuerySet):
    """Questions about tokens."""

    def in_force(self):
        """Those that work now, by the database's clock."""
        return self.filter(expires_at__gt=Now(), owner__is_active=True)


class PersonalToken(models.Model):
    """What a program shows in place of its owner's sign-in. Only a digest of it is kept.

    A trigger refuses that an auditor's token writes.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read, and write your organisation’s updates and documents")

    id = key()
    owner = models.ForeignKey("mnr.User", on_delete=models.CASCADE, related_name="tokens")
    name = Text(_("name"), max_length=60, help_text=_("What it is for, such as “monthly export”."))
    scope = models.CharField(_("what it may do"), max_length=5, choices=Scope.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("works until"))
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    reminded_days = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = PersonalTokenQuerySet.as_manager()

    class Meta:
        ordering = ["expires_at", "pk"]
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")
        constraints = [
            models.CheckConstraint(
                name="token_at_most_90_days",
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + models.Value(LONGEST)),
                violation_error_message=_("A token works for 90 days at most."),
            ),
            models.CheckConstraint(
                name="token_scope_known", condition=Q(scope__in=["read", "write"])
            ),
            models.CheckConstraint(
                name="token_digest_is_one", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="token_name_once",
                violation_error_message=_("You have a token of this name already."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def reads_only(self):
        return self.scope != self.Scope.WRITE
