"""Capability 1, Leadership: who oversees the national response, meets and decides."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import at_most, count, coverage, in_order, needed_when
from mnr.models.fields import OldDay, Prose, Text, Title


class OversightBody(RegisterEntry):
    """A body that oversees or coordinates the response to CSEA."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("National governance and oversight committee")
        WORKING_GROUP = "working_group", _("Technical working group")
        COORDINATION = "coordination", _("Coordination office or secretariat")
        REGIONAL = "regional", _("Committee of a region")
        INDEPENDENT = "independent", _("Independent oversight: commissioner, ombudsperson")

    class Mandate(models.TextChoices):
        LAW = "law", _("Law or decree")
        CABINET = "cabinet", _("Decision of the cabinet")
        MINISTRY = "ministry", _("Order of a ministry")
        TERMS = "terms", _("Agreed terms of reference")
        NONE = "none", _("Nothing written")

    class Meets(models.TextChoices):
        MONTHLY = "monthly", _("Monthly")
        QUARTERLY = "quarterly", _("Every quarter")
        HALF_YEARLY = "half_yearly", _("Twice a year")
        YEARLY = "yearly", _("Once a year")
        AS_NEEDED = "as_needed", _("As needed")

    class Plan(models.TextChoices):
        NONE = "none", _("None in force")
        IN_FORCE = "in_force", _("In force, not costed")
        COSTED = "costed", _("In force and costed")

    name = Title(_("name of the body"), max_length=200, help_text=_("Its official name."))
    kind = models.CharField(
        _("kind"), max_length=13, choices=Kind.choices, help_text=_("What it mainly is.")
    )
    mandate = models.CharField(
        _("mandate"), max_length=8, choices=Mandate.choices, help_text=_("What it rests on.")
    )
    mandate_reference = Text(
        _("where the mandate is written"),
        max_length=200,
        blank=True,
        help_text=_("Title, number and year of the law, decision, order or terms of reference."),
    )
    established_on = OldDay(
        _("established"), null=True, blank=True, help_text=_("When it was set up.")
    )
    dissolved_on = OldDay(
        _("dissolved"), null=True, blank=True, help_text=_("Empty while it exists.")
    )
    chair_post = Text(
        _("post that chairs it"),
        max_length=120,
        blank=True,
        help_text=_("The post alone, such as Permanent Secretary; never a name."),
    )
    members = count(_("member organisations"), _("Organisations with a seat; empty if not known."))
    meets = models.CharField(
        _("meets"),
        max_length=11,
        choices=Meets.choices,
        help_text=_("How often its rules foresee ordinary meetings."),
    )
    plan = models.CharField(
        _("strategy or action plan"),
        max_length=8,
        choices=Plan.choices,
        help_text=_("Whether a national plan on CSEA that it oversees is in force and costed."),
    )
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("oversight body")
        verbose_name_plural = _("oversight bodies")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "oversightbody_dissolved_after_established",
                "established_on",
                "dissolved_on",
                _("It cannot be dissolved before it was established."),
            ),
            models.CheckConstraint(
                name="oversightbody_mandate_has_reference",
                condition=Q(mandate="none") | ~Q(mandate_reference=""),
                violation_error_message=_("Say where the mandate is written."),
            ),
        ]

    def __str__(self):
        return self.name


class CommitteeMeeting(RegisterEntry):
    """A meeting of an oversight body: when, about what, and how many organisations came."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Ordinary")
        EXTRAORDINARY = "extraordinary", _("Extraordinary")

    body = models.ForeignKey(
        OversightBody,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("oversight body"),
        help_text=_("The body that met, if it stands in the register of oversight bodies."),
    )
    held_on = models.DateField(_("held"), help_text=_("The first day, if it took several."))
    kind = models.CharField(
        _("kind"),
        max_length=13,
        choices=Kind.choices,
        help_text=_("Ordinary: as its calendar foresees. Extraordinary: called for a reason."),
    )
    agenda = Prose(_("agenda"), help_text=_("The items, one a line. Names of posts only."))
    present = count(_("organisations present"), _("Member organisations that somebody spoke for."))
    expected = count(_("organisations expected"), _("Member organisations that were invited."))
    minutes = Text(
        _("reference of the minutes"),
        max_length=120,
        blank=True,
        help_text=_("File number or title under which the minutes are kept."),
    )

    class Meta(RegisterEntry.Meta):
        ordering = ["-held_on", "pk"]
        verbose_name = _("committee meeting")
        verbose_name_plural = _("committee meetings")
        constraints = [
            *RegisterEntry.Meta.constraints,
            at_most(
                "committeemeeting_present_at_most_expected",
                "present",
                "expected",
                _("More organisations cannot be present than were expected."),
            ),
            models.UniqueConstraint(
                fields=["body", "held_on", "kind"],
                condition=Q(withdrawn_on=None),
                nulls_distinct=False,
                name="committeemeeting_once",
                violation_error_message=_(
                    "A meeting of this body and kind on that day stands here already: change that "
                    "one."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {date_format(self.held_on, 'j F Y')}"

    def clean(self):
        super().clean()
        if self.held_on and self.held_on > timezone.localdate():
            raise ValidationError(
                {"held_on": _("It is not held yet: record a meeting when it has taken place.")}
            )


class CommitteeDecision(RegisterEntry):
    """A decision of an oversight body, who carries it out, and until when.

    What carries it out will be actions of the plan, linked from here: the core knows no domain app.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    meeting = models.ForeignKey(
        CommitteeMeeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting"),
        help_text=_("Where it was decided; empty if by circulation."),
    )
    decided_on = models.DateField(_("decided"), help_text=_("The day of the decision."))
    title = Text(_("decision"), max_length=200, help_text=_("What was decided, in one line."))
    text = Prose(_("wording"), help_text=_("As the minutes have it. Names of posts only."))
    owner = models.ForeignKey(
        "mnr.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("carried out by"),
        help_text=_("The organisation that answers for it to the committee."),
    )
    due_on = models.DateField(
        _("due"), null=True, blank=True, help_text=_("Until when; empty if no day was set.")
    )
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, help_text=_("How far it has come.")
    )
    closed_on = models.DateField(
        _("done or dropped"), null=True, blank=True, help_text=_("Empty while it is open.")
    )

    class Meta(RegisterEntry.Meta):
        ordering = ["-decided_on", "pk"]
        verbose_name = _("committee decision")
        verbose_name_plural = _("committee decisions")
        constraints = [
            *RegisterEntry.Meta.constraints,
            in_order(
                "committeedecision_due_after_decided",
                "decided_on",
                "due_on",
                _("It cannot be due before it was decided."),
            ),
            in_order(
                "committeedecision_closed_after_decided",
                "decided_on",
                "closed_on",
                _("It cannot be done or dropped before it was decided."),
            ),
            needed_when(
                "committeedecision_closed_has_day",
                "closed_on",
                _("Say when it was done or dropped."),
                status__in=["done", "dropped"],
            ),
            models.CheckConstraint(
                name="committeedecision_open_has_no_day",
                condition=~Q(status="open") | Q(closed_on=None),
                violation_error_message=_("It is open: leave the day of its end empty."),
            ),
        ]

    answered_by = "owner_id"

    def __str__(self):
        return self.title
