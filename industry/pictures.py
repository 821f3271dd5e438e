"""What the registers of Industry show besides their lists."""

from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from industry.models import ProviderClass
from mnr.charts.bars import Bar
from mnr.registers.pictures import Picture, cell, figure, in_bars, latest_period, share

COLUMNS = (
    gettext_lazy("Notices"),
    gettext_lazy("Removed"),
    gettext_lazy("Removed within three days"),
    gettext_lazy("Share within three days"),
    gettext_lazy("Median hours (the longest reported)"),
)


def takedown(rows) -> Picture | None:
    """By class of provider in the newest period: what was removed within three days."""
    code, rows = latest_period(rows)
    if not code:
        return None
    found = _by_class(rows)
    title = _("Removed within three days, %(period)s") % {"period": code}
    return Picture(
        heading=_heading(found) or title,
        caption=title,
        **_bars(found, title),
        columns=[_("Class of provider"), *({"label": each, "numeric": True} for each in COLUMNS)],
        rows=[[label, *_cells(row)] for label, row in found.items()],
        note=_("Returns for %(period)s that you may read.") % {"period": code},
        gaps=[
            _("No return tells of this class of provider: %(kind)s.") % {"kind": label}
            for label in ProviderClass.labels
            if str(label) not in found
        ],
    )


def _by_class(rows) -> dict:
    """{class: its totals}, in the order of the classes."""
    sums = rows.order_by().values("provider_class")
    found = {
        row["provider_class"]: row
        for row in sums.annotate(
            sent=Sum("notices"),
            gone=Sum("removed"),
            quick=Sum("removed_in_time"),
            slowest=Max("median_hours"),
        )
    }
    return {str(label): found[key] for key, label in ProviderClass.choices if key in found}


def _cells(row):
    amounts = (figure(row[name]) for name in ("sent", "gone", "quick"))
    return [*amounts, cell(share(row["quick"], row["sent"])), figure(row["slowest"])]


def _bars(found, title):
    drawn = [Bar(label, _per_cent(row), _("% of the notices")) for label, row in found.items()]
    unknown = _("not known")
    told = "; ".join(
        f"{label}: {share(row['quick'], row['sent']) or unknown}" for label, row in found.items()
    )
    return in_bars(drawn, title=title, description=f"{told}.", key="takedown", most=100)


def _heading(found):
    sent, quick = (sum(row[name] or 0 for row in found.values()) for name in ("sent", "quick"))
    if not sent:
        return ""
    words = _("%(share)s of all notices led to a removal within three days.")
    return words % {"share": share(quick, sent)}


def _per_cent(row):
    if row["quick"] is None or not row["sent"]:
        return None
    return round(100 * row["quick"] / row["sent"])
