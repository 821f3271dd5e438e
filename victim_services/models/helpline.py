"""The child helpline."""

from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry
from mnr.models.entry import at_most, count, statement


class HelplineReturn(PeriodEntry):
    """Contacts of the national child helpline in a reporting period."""

    counts_people = True

    is_free = statement(
        _("free to call"), _("No channel costs the child anything, from any network.")
    )
    is_open_all_hours = statement(
        _("open day and night"), _("Somebody answers at every hour of every day.")
    )
    attempted = count(
        _("contacts attempted"), _("Every call, chat and message that tried to reach the helpline.")
    )
    answered = count(_("contacts answered"), _("Those of them that somebody answered."))
    counselling = count(
        _("counselling contacts"), _("Answered contacts in which a child or carer was counselled.")
    )
    csea = count(
        _("of these, about sexual abuse or exploitation"),
        _("Counselling contacts of which that was the main reason."),
    )
    referred = count(
        _("of these, referred to services"), _("Passed on to police, social or medical services.")
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("helpline return")
        verbose_name_plural = _("helpline returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "helplinereturn_answered_at_most_attempted",
                "answered",
                "attempted",
                _("More contacts cannot be answered than were attempted."),
            ),
            at_most(
                "helplinereturn_counselling_at_most_answered",
                "counselling",
                "answered",
                _("More contacts cannot be counselled than were answered."),
            ),
            at_most(
                "helplinereturn_csea_at_most_counselling",
                "csea",
                "counselling",
                _("The contacts about abuse are among the counselling contacts."),
            ),
            at_most(
                "helplinereturn_referred_at_most_csea",
                "referred",
                "csea",
                _("More contacts cannot be referred than were about abuse."),
            ),
        ]
