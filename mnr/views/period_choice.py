"""Which reporting period a page shows, and the way to the others."""

from django.http import Http404
from django.views import View

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
