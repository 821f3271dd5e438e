"""Corporate responsibility: codes and guidelines, and who keeps them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import RegisterEntry
from mnr.models.entry import at_most, count, document_link, in_order, needed_when
from mnr.models.fields import Title


class ResponsibilityProgramme(RegisterEntry):
    """A code, guideline or programme by which companies protect children, and how it is kept."""

    class Kind(models.TextChoices):
        GUIDELINE = "guideline", _("Guideline of the regulator")
        LICENCE = "licence", _("Condition of licences")
        CODE = "code", _("Code of the industry")
        PROGRAMME = "programme", _("Programme of companies")

    class Sector(models.TextChoices):
        ICT = "ict", _("Information and communication technology")
        TOURISM = "tourism", _("Travel and tourism")
        FINANCE = "finance", _("Finance and payment")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        IN_FORCE = "in_force", _("In force")
        ENDED = "ended", _("Replaced or ended")

    title = Title(_("title"), max_length=300, help_text=_("As the document calls itself."))
    kind = models.CharField(
        _("kind"), max_length=9, choices=Kind.choices, help_text=_("What it is, and whose.")
    )
    sector = models.CharField(
        _("sector"), max_length=7, choices=Sector.choices, help_text=_("Whose companies it is for.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, help_text=_("How far it has come.")
    )
    in_force_on = models.DateField(
        _("in force since"), null=True, blank=True, help_text=_("When it began to apply.")
    )
    ended_on = models.DateField(
        _("ended"), null=True, blank=True, help_text=_("Empty while it is in force.")
    )
    licensees = count(_("licensees"), _("Licensees or companies to which it applies, all of them."))
    with_policy = count(
        _("of these, with a published policy"),
        _("A child-protection policy that is published and names a post in charge."),
    )
    reports_filed = count(
        _("of these, compliance report filed"),
        _("They filed the last compliance report that was due."),
    )
    self_assessed = count(
        _("of these, child-rights self-assessment completed"),
        _("They assessed their own impact on the rights of the child, in writing."),
    )
    counted_on = models.DateField(
        _("counted"), null=True, blank=True, help_text=_("The day of which these numbers are.")
    )
    document_url = document_link()

    class Meta(RegisterEntry.Meta):
        verbose_name = _("responsibility programme")
        verbose_name_plural = _("responsibility programmes")
        constraints = [
            *RegisterEntry.Meta.constraints,
            needed_when(
                "responsibilityprogramme_in_force_has_day",
                "in_force_on",
                _("Say since when it is in force."),
                status="in_force",
            ),
            needed_when(
                "responsibilityprogramme_ended_has_day",
                "ended_on",
                _("Say when it ended."),
                status="ended",
            ),
            in_order(
                "responsibilityprogramme_ended_after_in_force",
                "in_force_on",
                "ended_on",
                _("It cannot end before it was in force."),
            ),
            at_most(
                "responsibilityprogramme_with_policy_at_most_licensees",
                "with_policy",
                "licensees",
                _("More licensees cannot have a published policy than there are."),
            ),
            at_most(
                "responsibilityprogramme_reports_at_most_licensees",
                "reports_filed",
                "licensees",
                _("More licensees cannot have filed a report than there are."),
            ),
            at_most(
                "responsibilityprogramme_self_assessed_at_most_licensees",
                "self_assessed",
                "licensees",
                _("More licensees cannot have completed a self-assessment than there are."),
            ),
            models.CheckConstraint(
                name="responsibilityprogramme_counts_have_day",
                condition=Q(counted_on__isnull=False)
                | Q(licensees=None, with_policy=None, reports_filed=None, self_assessed=None),
                violation_error_message=_("Say of which day the numbers are."),
            ),
        ]

    def __str__(self):
        return self.title
