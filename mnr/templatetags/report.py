"""Template filters of reports."""

from django import template

from mnr.reports import columns

register = template.Library()

MOST_ROWS = 200  # a single long table costs WeasyPrint more than its share


@register.filter
def parted(rows):
    """Rows in tables of a bearable length."""
    return [rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS)]


@register.filter
def grouped(value):
    """A figure of a register, its thousands set apart; a dash if it is not known."""
    return columns.words(value)
