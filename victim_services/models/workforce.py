"""The people who protect children, as numbers of posts and workers."""

from django.utils.translation import gettext_lazy as _

from mnr.models import PeriodEntry
from mnr.models.entry import at_most, count, sum_at_most


class WorkforceReturn(PeriodEntry):
    """The child protection workforce at the end of a reporting period."""

    counts_people = True

    posts = count(_("posts"), _("Posts approved for work with children, filled or not."))
    vacant = count(_("of these, vacant"), _("Posts that nobody held on the last day."))
    workers = count(
        _("workers"), _("People at work in child protection on the last day, paid or contracted.")
    )
    government = count(
        _("of the workers, employed by the State"), _("The others work for organisations.")
    )
    qualified = count(
        _("of the workers, qualified social workers"), _("With a degree or licence in social work.")
    )
    para = count(
        _("of the workers, para-professionals"),
        _("Trained for the task, without such a degree or licence."),
    )
    trained = count(
        _("of the workers, trained in the last 24 months"),
        _("Trained on child sexual exploitation and abuse. Each worker counts once."),
    )
    on_plans = count(
        _("children on protection plans for sexual abuse"),
        _("In the whole country, on the last day: only what the case system counts, as context."),
    )

    class Meta(PeriodEntry.Meta):
        verbose_name = _("workforce return")
        verbose_name_plural = _("workforce returns")
        constraints = [
            *PeriodEntry.Meta.constraints,
            at_most(
                "workforcereturn_vacant_at_most_posts",
                "vacant",
                "posts",
                _("More posts cannot be vacant than there are."),
            ),
            at_most(
                "workforcereturn_government_at_most_workers",
                "government",
                "workers",
                _("The State cannot employ more workers than there are."),
            ),
            at_most(
                "workforcereturn_qualified_at_most_workers",
                "qualified",
                "workers",
                _("More workers cannot be qualified than there are."),
            ),
            at_most(
                "workforcereturn_para_at_most_workers",
                "para",
                "workers",
                _("There cannot be more para-professionals than workers."),
            ),
            sum_at_most(
                "workforcereturn_kinds_at_most_workers",
                ["qualified", "para"],
                "workers",
                _("Qualified workers and para-professionals together are more than all workers."),
            ),
            at_most(
                "workforcereturn_trained_at_most_workers",
                "trained",
                "workers",
                _("More workers cannot be trained than there are."),
            ),
        ]
