"""The period board."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from mnr.access import ScopedView
from mnr.models import ReportingPeriod
from mnr.roles import Action
from mnr.selectors.board import board, periods_known
from mnr.selectors.ownership import unowned_for
from mnr.selectors.snapshot_sheet import sheet
from mnr.views.period_choice import go_to_period

STEPS = (
    (Action.PERIOD_OPEN, "period_open", _("Open it for updates")),
    (Action.PERIOD_CLOSE_ENTRY, "period_close", _("Close it for updates")),
    (Action.PERIOD_FREEZE, "period_freeze", _("See what is missing, and freeze")),
    (Action.PERIOD_APPROVE, "period_approve", _("Approve")),
    (Action.PERIOD_PUBLISH_REQUEST, "period_publish_request", _("Ask for publication")),
    (Action.PERIOD_PUBLISH_CONFIRM, "period_publish_confirm", _("Confirm the publication")),
    (Action.PERIOD_EXTEND_DEADLINE, "period_extend", _("Give an organisation more time")),
    (Action.PERIOD_WAIVE, "period_waive", _("Waive an update")),
)
DATES = ("opens_on", "due_on", "review_due_on", "freeze_on", "meeting_on")


class BoardView(ScopedView):
    """Who has handed in, who is silent and since when, and what waits on whom."""

    action = Action.UPDATE_STATUS

    def get(self, request, code=None):
        if chosen := request.GET.get("period"):
            return go_to_period("board_period", chosen)
        known = periods_known(request.user)
        period = choose(known, code)
        if period is None:
            context = {"may_open": self.may(Action.PERIOD_OPEN)}
            return render(request, "board/none.html", context)
        return render(request, "board/board.html", self.context(known, period))

    def context(self, known, period):
        domain, state = (self.request.GET.get(name, "") for name in ("domain", "state"))
        place, user = known.index(period), self.request.user
        return {
            "period": period,
            "periods": known,
            "earlier": known[place + 1] if place + 1 < len(known) else None,
            "later": known[place - 1] if place else None,
            "board": board(user, period, domain=domain, state=state, with_returns=True),
            "domain": domain,
            "state": state,
            "steps": self.steps(period),
            "dates": [(period._meta.get_field(name), getattr(period, name)) for name in DATES],
            "may_know_people": self.may(Action.PERIOD_OPEN),
            "unowned": unowned_for(self.request.user),
            **(sheet(self.request.user, period) if period.is_frozen else {}),
        }

    def steps(self, period):
        """What the reader may do with the period now."""
        is_asked = period.publish_requested_at is not None
        return [
            {"name": name, "label": label}
            for action, name, label in STEPS
            if self.may(action, period)
            and not (action == Action.PERIOD_PUBLISH_REQUEST and is_asked)
        ]


def choose(known, code):
    """The period of that code; without one the open one, else the latest that has begun."""
    if code:
        found = next((row for row in known if row.code == code), None)
        if found is None:
            raise Http404
        return found
    begun = [row for row in known if row.state != ReportingPeriod.State.PLANNED]
    is_open = (row for row in known if row.state == ReportingPeriod.State.OPEN)
    return next(is_open, None) or next(iter(begun or known[-1:]), None)
