"""The heat map of capabilities by period, with its message and its table."""

from django.utils.translation import gettext as _

from mnr.charts.heatmap import HIDDEN, heatmap
from mnr.charts.levels import NOT_ASSESSED
from mnr.selectors.messages import course
from mnr.selectors.overview import RECENT


def heat_context(overview, key):
    """What `overview/heat_map.html` shows of an overview's grid."""
    columns = [period.code for period in overview.columns]
    cells = [reading.cell for reading in overview.readings]
    labels = [(f"{cell.number} {cell.title}", cell.url) for cell in cells]
    heading = course(overview)
    words = {"count": len(labels), "first": columns[0], "last": columns[-1]}
    said = {
        "title": heading,
        "description": _("Levels of %(count)s capabilities, %(first)s to %(last)s.") % words,
    }
    chart = heatmap(rows=labels, columns=columns, values=overview.grid, key=key, **said)
    latest = {"columns": columns[-RECENT:], "values": [line[-RECENT:] for line in overview.grid]}
    narrow = heatmap(rows=labels, **latest, key=f"{key}-narrow", is_narrow=True, **said)
    table = [
        [{"text": label, "url": url}, *(_words(value) for value in line)]
        for (label, url), line in zip(labels, overview.grid, strict=True)
    ]
    heads = [_("Capability"), *({"label": code, "numeric": True} for code in columns)]
    return {"heading": heading, "chart": chart, "narrow": narrow, **words} | {
        "table_columns": heads,
        "rows": table,
    }


def _words(value):
    if value is None:
        return {"text": str(NOT_ASSESSED)}
    return {"text": _("Not published yet") if value == HIDDEN else str(value), "numeric": True}
