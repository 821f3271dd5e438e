"""What the registers of Criminal Justice show besides their lists."""

import itertools
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.charts.bars import Bar
from mnr.registers.pictures import Picture, cell, figure, in_bars, latest_period, share

STEPS = {
    "reports": gettext_lazy("Reports received"),
    "investigations": gettext_lazy("Investigations opened"),
    "arrests": gettext_lazy("Arrests"),
    "charged": gettext_lazy("Persons charged"),
    "convictions": gettext_lazy("Persons convicted"),
}


@dataclass(frozen=True)
class Step:
    """One step of the case flow: how many, and which share of the step before."""

    label: str
    amount: int | None
    kept: str


def case_flow(rows) -> Picture | None:
    """From reports to convictions in the newest period: what is kept at each step."""
    code, rows = latest_period(rows)
    if not code:
        return None
    steps = _steps(rows)
    title = _("From reports to convictions, %(period)s") % {"period": code}
    return Picture(
        heading=_heading(steps) or title,
        caption=title,
        **_bars(steps, title),
        columns=[
            _("Step"),
            {"label": _("Number"), "numeric": True},
            {"label": _("Share of the step before"), "numeric": True},
        ],
        rows=[[step.label, figure(step.amount), cell(step.kept)] for step in steps],
        note=_note(code),
        gaps=[
            _("No organisation reported this step: %(step)s.") % {"step": step.label}
            for step in steps
            if step.amount is None
        ],
    )


def _steps(rows) -> list[Step]:
    totals = rows.order_by().aggregate(**{f"step_{name}": Sum(name) for name in STEPS})
    amounts = [totals[f"step_{name}"] for name in STEPS]
    shares = ["", *(share(now, before) for before, now in itertools.pairwise(amounts))]
    labels = [str(label) for label in STEPS.values()]
    return [Step(*each) for each in zip(labels, amounts, shares, strict=True)]


def _bars(steps, title):
    drawn = [
        Bar(
            step.label,
            step.amount,
            _("%(share)s of the step before") % {"share": step.kept} if step.kept else "",
        )
        for step in steps
    ]
    told = "; ".join(f"{step.label}: {figure(step.amount)['text']}" for step in steps)
    return in_bars(drawn, title=title, description=f"{told}.", key="case-flow")


def _heading(steps):
    """First and last step in one sentence, where both are known."""
    first, last = steps[0].amount, steps[-1].amount
    if first is None or last is None:
        return ""
    return _("%(reports)s reports came in; %(convictions)s persons were convicted.") % {
        "reports": figure(first)["text"],
        "convictions": figure(last)["text"],
    }


def _note(code):
    return _(
        "Totals of %(period)s over the returns that you may read, for context: no figure is a "
        "target. Cases carry over from one period to the next, so a step can exceed the one "
        "before it."
    ) % {"period": code}
