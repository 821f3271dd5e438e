"""Support that keeps people from offending, and children from harming others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry, RegisterEntry
from mnr.models.entry import (
    at_most,
    count,
    coverage,
    document_link,
    in_order,
    statement,
    sum_at_most,
)
from mnr.models.fields import OldDay, Title


class OffenderSupportService(RegisterEntry):
    """A service for people who may offend or have offended, or for those around them."""

    class Kind(models.TextChoices):
        HELPLINE = "helpline", _("Helpline, chat or mail")
        MEDICAL = "medical", _("Medical")
        PSYCHOLOGICAL = "psychological", _("Psychological")
        SELF_HELP = "self_help", _("Self-help, on the web or in groups")
        AWARENESS = "awareness", _("Awareness and deterrence")

    class Audience(models.TextChoices):
        WORRIED = "worried", _("Adults worried about their own thoughts or behaviour")
        CONVICTED = "convicted", _("Adults who have offended")
        CHILDREN = "children", _("Children who have displayed harmful sexual behaviour")
        FAMILIES = "families", _("Families, carers and professionals who worry about somebody")

    name = Title(_("name of the service"), max_length=200, help_text=_("As the public knows it."))
    kind = models.CharField(
        _("kind"), max_length=13, choices=Kind.choices, help_text=_("What it mainly gives.")
    )
    audience = models.CharField(
        _("for"), max_length=9, choices=Audience.choices, help_text=_("Whom it mainly supports.")
    )
    is_anonymous = statement(_("anonymous"), _("Nobody has to say who they are to get support."))
    is_free = statement(_("free of charge"), _("Whoever is supported pays nothing."))
    has_disclosure_rule = statement(
        _("with a written rule on disclosure"),
        _("It says beforehand what it must pass on when a child is at risk."),
    )
    places = count(_("places"), _("People it can support at one time; empty for web content."))
    opened_on = OldDay(
        _("open since"), null=True, blank=True, help_text=_("When it began to support people.")
    )
    closed_on = OldDay(_("closed"), null=True, blank=True, help_text=_("Empty while it is open."))
    document_url = document_link(_("The service’s own page, beginning with https://."))
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("offender support service")
        verbose_name_plural = _("offender support services")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "offendersupportservice_closed_after_opened",
                "opened_on",
                "closed_on",
                _("It cannot be closed before it was opened."),
            ),
        ]

    def __str__(self):
        return self.name


class OffenderSupportReturn(PeriodEntry):
    """How many people such services supported in a reporting period."""

    counts_people = True

    supported = count(
        _("people supported"), _("By a person: calls, chats, mails, sessions. Count each once.")
    )
    about_themselves = count(
        _("of these, worried about themselves"), _("Adults, about their own thoughts or behaviour.")
    )
    about_adults = count(
        _("of these, worried about another adult"), _("Partners, family, friends, colleagues.")
    )
    about_children = count(
        _("of these, worried about a child’s behaviour"), _("Parents, carers and professionals.")
    )
    web_users = count(
        _("users of web content"),
        _("Visitors of self-help and deterrence pages, as the web statistics count them."),
    )
    children = count(
        _("children who have displayed harmful sexual behaviour, supported"),
        _("Children in support themselves, counted apart from the people above. Count each once."),
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("offender support return")
        verbose_name_plural = _("offender support returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            *(
                at_most(
                    f"offendersupportreturn_{part}_at_most_supported",
                    part,
                    "supported",
                    _("A part cannot be more than all people supported."),
                )
                for part in ("about_themselves", "about_adults", "about_children")
            ),
            sum_at_most(
                "offendersupportreturn_parts_at_most_supported",
                ["about_themselves", "about_adults", "about_children"],
                "supported",
                _("The parts are together more than all people supported."),
            ),
        ]
