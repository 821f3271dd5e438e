"""Education: programmes, and whom they reach."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry, RegisterEntry
from mnr.models.entry import (
    at_most,
    count,
    coverage,
    document_link,
    in_order,
    needed_when,
    statement,
)
from mnr.models.fields import Text


class EducationProgramme(RegisterEntry):
    """A programme that teaches how to prevent, recognise and report CSEA."""

    class Audience(models.TextChoices):
        CHILDREN = "children", _("Children and young people")
        PARENTS = "parents", _("Parents and carers")
        TEACHERS = "teachers", _("Teachers")
        PRACTITIONERS = "practitioners", _("Practitioners")
        FAITH = "faith", _("Faith representatives")

    class Level(models.TextChoices):
        EARLY = "early", _("Before school")
        PRIMARY = "primary", _("Primary")
        SECONDARY = "secondary", _("Secondary")
        ALL = "all", _("Primary and secondary")
        OUTSIDE = "outside", _("Outside school")

    class Curriculum(models.TextChoices):
        REQUIRED = "required", _("Required by the national curriculum")
        OPTIONAL = "optional", _("Optional in the national curriculum")
        NONE = "none", _("Not in the curriculum")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        PILOT = "pilot", _("On trial")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")

    title = Text(_("name of the programme"), max_length=200, help_text=_("As it is known."))
    audience = models.CharField(
        _("for"), max_length=13, choices=Audience.choices, help_text=_("Whom it mainly teaches.")
    )
    level = models.CharField(
        _("level"), max_length=9, choices=Level.choices, help_text=_("Where it is mainly taught.")
    )
    curriculum = models.CharField(
        _("place in the curriculum"),
        max_length=8,
        choices=Curriculum.choices,
        help_text=_("Under the curriculum in force today."),
    )
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, help_text=_("How far it has come.")
    )
    covers_online = statement(
        _("covers safety online"),
        _("It teaches about technology-facilitated sexual exploitation and abuse too."),
    )
    covers_disclosure = statement(
        _("covers disclosure"), _("It says where to report, and what to do when a child tells.")
    )
    is_accessible = statement(
        _("open to children with disabilities"), _("Its material exists in accessible forms.")
    )
    is_evaluated = statement(
        _("evaluated"), _("Somebody independent has studied whether it works, and published it.")
    )
    starts_on = models.DateField(
        _("starts"), null=True, blank=True, help_text=_("The first day of teaching.")
    )
    ends_on = models.DateField(
        _("ends"), null=True, blank=True, help_text=_("Empty if it has no end.")
    )
    document_url = document_link()
    regions = coverage()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("education programme")
        verbose_name_plural = _("education programmes")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "educationprogramme_running_has_day",
                "starts_on",
                _("Say when it started."),
                status__in=["pilot", "running"],
            ),
            needed_when(
                "educationprogramme_ended_has_day",
                "ends_on",
                _("Say when it ended."),
                status="ended",
            ),
            in_order(
                "educationprogramme_ends_after_start",
                "starts_on",
                "ends_on",
                _("It cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return self.title


class EducationReturn(PeriodEntry):
    """What was taught in a reporting period, and to how many."""

    schools = count(
        _("schools"), _("All schools that should deliver the programme, public and private.")
    )
    delivering = count(
        _("of these, delivering the programme"), _("At least one session in the period.")
    )
    sessions = count(_("sessions held"), _("In schools and elsewhere."))
    children = count(_("children reached"), _("Children at one session or more. Count each once."))
    teachers = count(
        _("teachers"), _("All teachers of these schools who should deliver the programme.")
    )
    trained = count(
        _("of these, trained"),
        _("Trained to deliver it and to act when a child tells, in this or an earlier period."),
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("education return")
        verbose_name_plural = _("education returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "educationreturn_delivering_at_most_schools",
                "delivering",
                "schools",
                _("More schools cannot deliver it than there are."),
            ),
            at_most(
                "educationreturn_trained_at_most_teachers",
                "trained",
                "teachers",
                _("More teachers cannot be trained than there are."),
            ),
        ]
