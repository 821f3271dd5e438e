"""What a capability's indicators say, to somebody's eyes: counts of statuses, and what got worse.

Never a score and never an average. Context indicators are told and never judged.
"""

from collections import Counter
from collections.abc import Iterable

from mnr.measures import progress
from mnr.measures.contradictions import Voice
from mnr.measures.progress import Status
from mnr.models import Capability, User
from mnr.selectors import indicator_figures, indicators
from mnr.selectors.indicators import Row
from mnr.services.rating_questions import listener


def counts(statuses: Iterable[Status | None]) -> list[tuple[Status, int]]:
    """[(status, of how many indicators)] in the order of the statuses, without those of none.

    What the reader may not know of is left out.
    """
    found = Counter(status for status in statuses if status)
    return [(status, found[status]) for status in Status if found[status]]


def of_rows(rows: Iterable[Row]) -> list[tuple[Status, int]]:
    """The counts over indicators as a reader sees them."""
    return counts(row.status for row in rows)


@listener
def voices(user: User, capability: Capability) -> list[Voice]:
    """What each indicator says about a rise: four queries."""
    rows = indicators.of_capability(user, capability)
    last = indicator_figures.recent(user, [row.indicator for row in rows], 2)
    return [
        Voice(row.status, _is_worse(row.indicator, last.get(row.indicator.pk, []))) for row in rows
    ]


def _is_worse(indicator, figures) -> bool:
    """Whether the last figure is not as good as the one before, of a stretch of the same kind."""
    if indicator.is_context or len(figures) < 2:
        return False
    newer, older = figures
    if newer.kind != older.kind or newer.value is None or older.number is None:
        return False
    return progress.as_good(indicator.direction, newer.value, older.number) is False
