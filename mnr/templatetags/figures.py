"""Template tag: the way to asking something about a figure, for those who may."""

from django import template
from django.urls import reverse

from mnr.selectors import overrides

register = template.Library()


@register.simple_tag
def override_of(value, reader):
    """Where the reader asks that a value is shown or hidden against the rule; empty if not."""
    return (
        reverse("override_request", args=[value.pk]) if overrides.is_offered(reader, value) else ""
    )
