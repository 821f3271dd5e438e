"""Figures in templates: how a value reads, its age, and the way to asking something about it."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mnr.measures import values
from mnr.selectors import overrides
from mnr.selectors.figures import in_groups
from mnr.templatetags.mnr import age

register = template.Library()


@register.filter
def as_figure(entry):
    """A value of an indicator with its digits in groups."""
    return in_groups(values.Value(entry.value, values.Form(entry.form), entry.low, entry.high))


@register.filter
def age_of(figure):
    """How long ago the time was that a figure is about; a time that runs on has no age."""
    return _("not over yet") if figure.day > timezone.localdate() else age(figure.day)


@register.simple_tag
def override_of(value, reader):
    """Where the reader asks that a value is shown or hidden against the rule; empty if not."""
    return (
        reverse("override_request", args=[value.pk]) if overrides.is_offered(reader, value) else ""
    )
