"""Values of public sources that belong to no indicator: shown as they were published."""

import csv
import io
from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from mnr.csv_cells import safe
from mnr.models import Observation
from mnr.selectors import indicator_figures


def of_no_indicator(user):
    """Those that the reader may see, by capability."""
    rows = indicator_figures.readable(user).filter(indicator=None)
    rows = rows.select_related("capability", "region", "indicator")
    return rows.order_by("capability__number", "measured", "starts_on", "breakdown", "pk")


def by_capability(rows: Iterable[Observation]) -> list:
    """[(capability, its values)]."""
    return [(one, list(group)) for one, group in groupby(rows, lambda row: row.capability)]


def as_csv(rows: Iterable[Observation]) -> str:
    """The same as a file, in the words of the sources."""
    stream = io.StringIO()
    lines = csv.writer(stream)
    lines.writerow(safe(str(heading)) for heading in _headings())
    for row in rows:
        lines.writerow([safe(cell) for cell in _cells(row)])
    return stream.getvalue()


def _headings():
    return (
        _("Capability"),
        _("What was measured"),
        _("Part"),
        _("Region"),
        _("Value"),
        _("Unit"),
        _("About"),
        _("Confidence"),
        _("Source"),
        _("Remark"),
    )


def _cells(row) -> tuple:
    return (
        row.capability.number,
        row.measured,
        row.breakdown,
        row.region.name if row.region else "",
        row.value,
        row.unit_text,
        row.when,
        row.confidence_text or row.get_confidence_display(),
        row.source,
        row.public_text,
    )
