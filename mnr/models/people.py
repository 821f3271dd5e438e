"""Who takes part: people, organisations, assignments."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mnr.models.fields import Address, Name, Text, key, withheld
from mnr.sign_in import SignIn


class UserManager(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is the sign-in name."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The only personal data in the platform.

    `is_superuser` comes with Django's permission machinery; the policy ignores it.
    """

    id = key()
    email = Address(_("e-mail address"), unique=True)
    full_name = Name(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=10, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_withheld = withheld()
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = UserManager()
    sign_in: SignIn | None = None  # of the request or command that they act in

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody already has an account with this address."),
            )
        ]

    def __str__(self):
        return self.full_name


class Organisation(models.Model):
    """A body that takes part in the national response."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("Ministry or state agency")
        REGULATOR = "regulator", _("Regulator")
        LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
        JUDICIARY = "judiciary", _("Judiciary and prosecution")
        SERVICE_PROVIDER = "service_provider", _("Service provider for children")
        CIVIL_SOCIETY = "civil_society", _("Civil society")
        INDUSTRY = "industry", _("Industry")
        MEDIA = "media", _("Media")
        INTERNATIONAL = "international", _("International organisation")

    id = key()
    name = Name(_("name"), max_length=200)
    short_name = Name(
        _("short name"),
        max_length=40,
        blank=True,
        help_text=_("Used in tables and on the report's pages."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    role_text = Text(_("part in the national response"), max_length=300, blank=True)
    source = Text(_("source"), max_length=500, blank=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, editable=False)
    is_active = models.BooleanField(_("takes part"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_withheld = withheld()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="organisation_name_once",
                violation_error_message=_("An organisation of this name is already there."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def label(self):
        """The short name if there is one."""
        return self.short_name or self.name


class AssignmentQuerySet(models.QuerySet):
    """Questions about assignments."""

    def in_force(self):
        return self.filter(ended_on=None)


class Assignment(models.Model):
    """A capability for which an organisation reports, as its lead or as a contributor."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("Lead")
        CONTRIBUTOR = "contributor", _("Contributor")

    id = key()
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("organisation"),
    )
    capability = models.ForeignKey(
        "mnr.Capability",
        on_delete=models.PROTECT,
        related_name="assignments",
        verbose_name=_("capability"),
    )
    kind = models.CharField(_("part"), max_length=12, choices=Kind.choices)
    began_on = models.DateField(_("since"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["capability__number", "-kind", "organisation__name", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "capability"],
                condition=models.Q(ended_on=None),
                name="assignment_once",
                violation_error_message=_("This organisation already reports on this capability."),
            ),
            models.UniqueConstraint(
                fields=["capability"],
                condition=models.Q(ended_on=None, kind="lead"),
                name="assignment_one_lead",
                violation_error_message=_(
                    "This capability already has a lead: end that assignment first."
                ),
            ),
            models.CheckConstraint(
                name="assignment_dates_in_order",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("began_on")),
            ),
        ]

    def __str__(self):
        return f"{self.organisation.label}: {self.capability_id}"
