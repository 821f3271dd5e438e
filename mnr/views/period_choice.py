"""Which reporting period a page shows, and the way to the others."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views import View

from mnr import permissions
from mnr.models import ReportingPeriod
from mnr.roles import Action
from mnr.selectors.levels import begun_periods, current_of, snapshot_of
from mnr.selectors.overview import RECENT

EVERYTHING = "all"


class PeriodShown(View):
    """For pages that show one reporting period: the current one unless another is named."""

    def choose_period(self, code):
        """Read the periods and choose one; None if none has begun."""
        self.begun = begun_periods(self.request.user)
        if not code:
            return current_of(self.begun)
        for row in self.begun:
            if row.code == code:
                return row
        raise Http404

    def nothing_begun(self):
        """What a page says in place of a period: that none has begun, and who can change that."""
        may_open = permissions.offered(self.request.user, Action.PERIOD_OPEN)
        return {"may_plan": may_open and not ReportingPeriod.objects.exists()}

    @property
    def wants_everything(self):
        """Whether the reader asked for all periods in place of the recent ones."""
        return self.request.GET.get("periods") == EVERYTHING

    def period_context(self, period):
        """The period, its neighbours, and all that can be chosen, the latest first."""
        place = self.begun.index(period)
        earlier = self.begun[:place][::-1]
        return {
            "period": period,
            "snapshot": snapshot_of(period),
            "previous_period": earlier[0] if earlier else None,
            "next_period": self.begun[place + 1] if place + 1 < len(self.begun) else None,
            "periods": self.begun[::-1],
            "latest_published": next((row for row in earlier if row.state == "published"), None),
            "has_more": place >= RECENT and not self.wants_everything,
        }


def go_to_period(page, code):
    """Send to a page of the period that was chosen; 404 if there can be none of that code."""
    try:
        return redirect(reverse(page, args=[code]))
    except NoReverseMatch as error:
        raise Http404 from error
