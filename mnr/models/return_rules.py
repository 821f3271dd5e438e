"""What every return must say, whatever its columns are: figures, or that there are none."""

from django.db import models
from django.db.models import Q
from django.db.models.signals import class_prepared
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from mnr.models.entry import PeriodEntry


@receiver(class_prepared)
def _ask_for_figures(sender, **kwargs):
    """Give each kind of return its rules on figures, which follow from its columns.

    At the making of the class: an abstract `Meta` knows no columns of those that inherit it.
    """
    if issubclass(sender, PeriodEntry) and sender.policy == PeriodEntry.policy:
        sender._meta.constraints += figures_or_nil(sender)


def figures_or_nil(model):
    """Constraints: a return gives a figure, or says that there is nothing to report; never both."""
    name, none = model._meta.model_name, Q()
    for figure in model.figure_names():
        none &= Q(**{f"{figure}__isnull": True})
    gone = Q(withdrawn_on__isnull=False)
    return [
        models.CheckConstraint(
            name=f"{name}_has_figures_or_is_nil",
            condition=gone | Q(is_nil=True) | ~none,
            violation_error_message=_(
                "Give at least one figure, or say that there is nothing to report for this period."
            ),
        ),
        models.CheckConstraint(
            name=f"{name}_nil_has_no_figures",
            condition=gone | Q(is_nil=False) | none,
            violation_error_message=_(
                "There is nothing to report, and yet there are figures: take one of them away."
            ),
        ),
    ]
