"""The country, and where separation of duties is reduced today: read at once for every page."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from mnr.models import Country, ReducedSeparation


@dataclass(frozen=True)
class Reduced:
    """A pair of duties that one person may hold, and until when."""

    pair: str
    until: date

    @property
    def words(self):
        return ReducedSeparation.Pair(self.pair).label


@cache
def _country():
    """Put together once: every page asks it, and the database's clock says what holds."""
    in_force = ReducedSeparation.objects.in_force().order_by("pair")
    found = in_force.values(found=JSONObject(pair="pair", until="ends_on"))
    return Country.objects.annotate(reduced=ArraySubquery(found))


def country() -> tuple[Country | None, list[Reduced]]:
    """The country if it has begun, and what is reduced in it. One query."""
    row = _country().first()
    reduced = row.reduced if row else []
    return row, [Reduced(item["pair"], date.fromisoformat(item["until"])) for item in reduced]
