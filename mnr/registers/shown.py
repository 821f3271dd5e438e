"""What a field of an entry reads like on a page."""

from decimal import Decimal

from django.db.models import BooleanField, DateField
from django.utils.formats import localize, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from mnr.models import Region

UNKNOWN = _lazy("Not known")
EVERYWHERE = _lazy("The whole country")


def value(entry, field) -> str:
    """The words for one field; empty if it says nothing."""
    if field.many_to_many:
        rows = ", ".join(named(row) for row in getattr(entry, field.name).all())
        return str(EVERYWHERE) if not rows and field.related_model is Region else rows
    if field.is_relation:
        row = getattr(entry, field.name)
        if row is None:
            return str(EVERYWHERE) if field.related_model is Region else ""
        return named(row)
    if field.choices:
        return str(getattr(entry, f"get_{field.name}_display")() or "")
    found = getattr(entry, field.attname)
    if isinstance(field, BooleanField):
        return {True: _("Yes"), False: _("No"), None: ""}[found]
    if isinstance(found, int | Decimal):
        return number_format(found, force_grouping=True)  # all of them are amounts
    return "" if found is None else str(localize(found))


def named(row) -> str:
    """A related row; what is in use no longer says so."""
    name = str(getattr(row, "label", row))
    is_gone = getattr(row, "withdrawn_on", None) is not None
    return _("%(name)s (withdrawn)") % {"name": name} if is_gone else name


def cell(entry, field) -> str:
    """The same in a table, where an empty cell must say so."""
    words = value(entry, field)
    if words:
        return words
    is_open = isinstance(field, DateField)  # a day that has not come is nothing unknown
    return str(UNKNOWN) if field.null and not is_open else "–"
