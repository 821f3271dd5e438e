"""What the registers of Criminal Justice show besides their lists."""

import itertools

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.charts.bars import Bar, bars
from mnr.registers.pictures import Picture, figure, latest_period, share

STEPS = {
    "reports": gettext_lazy("Reports received"),
    "investigations": gettext_lazy("Investigations opened"),
    "arrests": gettext_lazy("Arrests"),
    "charged": gettext_lazy("Persons charged"),
    "convictions": gettext_lazy("Persons convicted"),
}


def case_flow(rows) -> Picture | None:
    """From reports to convictions in the newest period: what is kept at each step."""
    code, rows = latest_period(rows)
    if not code:
        return None
    totals = rows.order_by().aggregate(**{f"step_{name}": Sum(name) for name in STEPS})
    amounts = [totals[f"step_{name}"] for name in STEPS]
    shares = ["", *(share(now, before) for before, now in itertools.pairwise(amounts))]
    labels = [str(label) for label in STEPS.values()]
    drawn = [
        Bar(label, amount, _("%(share)s of the step before") % {"share": kept} if kept else "")
        for label, amount, kept in zip(labels, amounts, shares, strict=True)
    ]
    title = _("From reports to convictions, %(period)s") % {"period": code}
    told = [
        f"{label}: {figure(amount)['text']}" for label, amount in zip(labels, amounts, strict=True)
    ]
    return Picture(
        heading=_heading(amounts) or title,
        caption=title,
        chart=bars(drawn, title=title, description="; ".join(told) + ".", key="case-flow"),
        columns=[
            _("Step"),
            {"label": _("Number"), "numeric": True},
            {"label": _("Share of the step before"), "numeric": True},
        ],
        rows=[
            [label, figure(amount), {"text": kept or "–", "numeric": True}]
            for label, amount, kept in zip(labels, amounts, shares, strict=True)
        ],
        note=_(
            "Totals of %(period)s over the returns that you may read, for context: no figure is a "
            "target. Cases carry over from one period to the next, so a step can exceed the one "
            "before it."
        )
        % {"period": code},
        gaps=[
            _("No organisation reported this step: %(step)s.") % {"step": label}
            for label, amount in zip(labels, amounts, strict=True)
            if amount is None
        ],
    )


def _heading(amounts):
    """First and last step in one sentence, where both are known."""
    first, *_between, last = amounts
    if first is None or last is None:
        return ""
    return _("%(reports)s reports came in; %(convictions)s persons were convicted.") % {
        "reports": figure(first)["text"],
        "convictions": figure(last)["text"],
    }
