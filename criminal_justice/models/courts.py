"""Capability 5, Judiciary and Prosecutors: how prosecutions end, and how children are heard."""

from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry
from mnr.models.entry import at_most, count, sum_at_most

MEASURES = ("video_link", "recorded", "intermediary")


class CourtReturn(PeriodEntry):
    """Prosecutions for CSEA offences that courts finalised in a period."""

    counts_people = True

    finalised = count(_("prosecutions finalised"), _("Persons whose case ended at first instance."))
    convictions = count(_("of these, convictions"), _("For at least one CSEA offence."))
    acquittals = count(
        _("of these, acquittals"), _("On all counts. What was withdrawn or dismissed is neither.")
    )
    median_days = count(
        _("median days from charge to outcome"),
        _("Of the prosecutions finalised: half took longer, half were shorter. In days."),
    )
    hearings = count(_("child-witness hearings"), _("Hearings in which a child gave evidence."))
    special_measures = count(
        _("of these, with special measures"), _("With at least one of those below or another.")
    )
    video_link = count(_("by video link"), _("Hearings in which the child was not in the room."))
    recorded = count(
        _("with recorded evidence"), _("Hearings in which a recorded interview was the evidence.")
    )
    intermediary = count(
        _("with an intermediary"), _("Hearings in which somebody trained put the questions.")
    )
    judges = count(
        _("judges"), _("Judges and magistrates who may hear these cases, at the end of the period.")
    )
    judges_trained = count(
        _("of these judges, trained"), _("Trained on CSEA in the last 24 months.")
    )
    prosecutors = count(
        _("prosecutors"), _("Prosecutors who may take these cases, at the end of the period.")
    )
    prosecutors_trained = count(
        _("of these prosecutors, trained"), _("Trained on CSEA in the last 24 months.")
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("court return")
        verbose_name_plural = _("court returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "courtreturn_convictions_at_most_finalised",
                "convictions",
                "finalised",
                _("More persons cannot be convicted than prosecutions were finalised."),
            ),
            at_most(
                "courtreturn_acquittals_at_most_finalised",
                "acquittals",
                "finalised",
                _("More persons cannot be acquitted than prosecutions were finalised."),
            ),
            sum_at_most(
                "courtreturn_outcomes_at_most_finalised",
                ["convictions", "acquittals"],
                "finalised",
                _("Convictions and acquittals together are more than were finalised."),
            ),
            at_most(
                "courtreturn_special_measures_at_most_hearings",
                "special_measures",
                "hearings",
                _("More hearings cannot have special measures than were held."),
            ),
            *(
                at_most(
                    f"courtreturn_{measure}_at_most_special_measures",
                    measure,
                    "special_measures",
                    _("Each measure is among the hearings with special measures."),
                )
                for measure in MEASURES
            ),
            at_most(
                "courtreturn_judges_trained_at_most_judges",
                "judges_trained",
                "judges",
                _("More judges cannot be trained than may hear these cases."),
            ),
            at_most(
                "courtreturn_prosecutors_trained_at_most_prosecutors",
                "prosecutors_trained",
                "prosecutors",
                _("More prosecutors cannot be trained than may take these cases."),
            ),
        ]
