"""What somebody who decides about a frozen period needs to know of its snapshot."""

from collections import Counter

from mnr import permissions
from mnr.roles import Action
from mnr.selectors.board import STATES
from mnr.selectors.reports import visible_reports
from mnr.services import snapshots


def sheet(user, period) -> dict:
    """The newest snapshot, what stands in it by count, and its report if the reader may have it."""
    snapshot = snapshots.latest(period)
    if snapshot is None:
        return {"snapshot": None, "report": None, "counts": []}
    states = Counter(
        state
        for row in snapshot.summary["capabilities"].values()
        for state in row["states"].values()
    )
    assessed = sum(row["level"] is not None for row in snapshot.summary["capabilities"].values())
    report = (
        visible_reports(user).filter(snapshot=snapshot).order_by("-requested_at", "-pk").first()
    )
    return {
        "snapshot": snapshot,
        "counts": [(label, states[state]) for state, label in STATES.items() if states[state]],
        "capabilities": len(snapshot.summary["capabilities"]),
        "assessed": assessed,
        "report": report,
        "may_download": bool(report and permissions.can(user, Action.REPORT_READ_INTERNAL, report)),
    }
