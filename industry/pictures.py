"""What the registers of Industry show besides their lists."""

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from industry.models import ProviderClass
from mnr.charts.bars import Bar, bars
from mnr.registers.pictures import Picture, figure, latest_period, share


def takedown(rows) -> Picture | None:
    """By class of provider in the newest period: what was removed within three days."""
    code, rows = latest_period(rows)
    if not code:
        return None
    found = {
        row["provider_class"]: row
        for row in rows.order_by()
        .values("provider_class")
        .annotate(
            sent=Sum("notices"),
            gone=Sum("removed"),
            quick=Sum("removed_in_time"),
            slowest=Max("median_hours"),
        )
    }
    kinds = [(label, found[value]) for value, label in ProviderClass.choices if value in found]
    title = _("Removed within three days, %(period)s") % {"period": code}
    drawn = [Bar(str(label), _per_cent(row), _("% of the notices")) for label, row in kinds]
    told = [
        f"{label}: {share(row['quick'], row['sent']) or _('not known')}" for label, row in kinds
    ]
    sent, quick = (sum(row[name] or 0 for _l, row in kinds) for name in ("sent", "quick"))
    return Picture(
        heading=_("%(share)s of all notices led to a removal within three days.")
        % {"share": share(quick, sent)}
        if sent
        else title,
        caption=title,
        chart=bars(drawn, title=title, description="; ".join(told) + ".", key="takedown", most=100),
        columns=[
            _("Class of provider"),
            *(
                {"label": label, "numeric": True}
                for label in (
                    _("Notices"),
                    _("Removed"),
                    _("Removed within three days"),
                    _("Share within three days"),
                    _("Median hours (the longest reported)"),
                )
            ),
        ],
        rows=[
            [
                label,
                *(figure(row[name]) for name in ("sent", "gone", "quick")),
                {"text": share(row["quick"], row["sent"]) or "–", "numeric": True},
                figure(row["slowest"]),
            ]
            for label, row in kinds
        ],
        note=_("Returns for %(period)s that you may read.") % {"period": code},
        gaps=[
            _("No return tells of this class of provider: %(kind)s.") % {"kind": label}
            for value, label in ProviderClass.choices
            if value not in found
        ],
    )


def _per_cent(row):
    if row["quick"] is None or not row["sent"]:
        return None
    return round(100 * row["quick"] / row["sent"])
