"""Providers, and what they have in place against child sexual abuse material."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import count, statement
from mnr.models.fields import Title


class ProviderClass(models.TextChoices):
    """What a provider mainly offers."""

    HOSTING = "hosting", _("Hosting")
    ACCESS = "access", _("Access to the internet")
    SOCIAL = "social", _("Social media")
    MESSAGING = "messaging", _("Messaging")
    GAMING = "gaming", _("Gaming")
    SEARCH = "search", _("Search")
    PAYMENT = "payment", _("Payment")
    OTHER = "other", _("Other")


class Provider(RegisterEntry):
    """A provider that serves the country: a company or body, never a person."""

    class Size(models.TextChoices):
        LARGE = "large", _("Large")
        MEDIUM = "medium", _("Medium")
        SMALL = "small", _("Small")

    class Use(models.TextChoices):
        IN_USE = "in_use", _("In use")
        PLANNED = "planned", _("Planned")
        NOT = "not", _("Not in use")
        NOT_APPLICABLE = "n_a", _("Does not apply to its service")
        UNKNOWN = "unknown", _("Not known")

    class Takedown(models.TextChoices):
        LAW = "law", _("By law or order")
        LICENCE = "licence", _("By its licence")
        AGREEMENT = "agreement", _("By an agreement or code it signed")
        NONE = "none", _("None")
        UNKNOWN = "unknown", _("Not known")

    name = Title(_("name of the provider"), max_length=200, help_text=_("As it is licensed."))
    provider_class = models.CharField(
        _("class of provider"),
        max_length=9,
        choices=ProviderClass.choices,
        help_text=_("What it mainly offers in the country."),
    )
    size = models.CharField(
        _("size"),
        max_length=6,
        choices=Size.choices,
        help_text=_("By the classes that the regulator uses for licences."),
    )
    is_registered = statement(
        _("registered to report"),
        _("It is registered with the designated body, or reports to it already."),
    )
    takedown = models.CharField(
        _("bound to take down"),
        max_length=9,
        choices=Takedown.choices,
        help_text=_("What obliges it to remove child sexual abuse material after a notice."),
    )
    takedown_hours = count(
        _("time limit to take down (hours)"),
        _("Hours from notice to removal; empty if no limit is set."),
    )
    blocking = models.CharField(
        _("blocking list"),
        max_length=7,
        choices=Use.choices,
        help_text=_("Whether its network uses a list of known child sexual abuse material."),
    )
    hash_matching = models.CharField(
        _("hash matching"),
        max_length=7,
        choices=Use.choices,
        help_text=_("Whether it matches content with digests of known material."),
    )
    fixed_subscribers = count(
        _("subscribers, fixed"), _("Contracts for fixed access to the internet in the country.")
    )
    mobile_subscribers = count(
        _("subscribers, mobile"), _("Active mobile contracts and cards with data in the country.")
    )
    checked_on = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("The day of which all this was so.")
    )

    class Meta(RegisterEntry.Meta):
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(
                name="provider_limit_needs_duty",
                condition=Q(takedown_hours=None) | ~Q(takedown__in=["none", "unknown"]),
                violation_error_message=_("A time limit needs a law, licence or agreement."),
            ),
            models.CheckConstraint(
                name="provider_subscribers_have_day",
                condition=Q(fixed_subscribers=None, mobile_subscribers=None)
                | Q(checked_on__isnull=False),
                violation_error_message=_("Say of which day the numbers of subscribers are."),
            ),
        ]

    def __str__(self):
        return self.name
