"""Template tag: the way to an object's history, for those who may read it."""

from django import template

from mnr.selectors import histories

register = template.Library()


@register.simple_tag
def history_of(row, reader):
    """Where the reader finds who changed this row; empty if they may not, or nobody did."""
    return histories.addresses(reader, [row]).get(row.pk, "")
