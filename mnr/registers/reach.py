"""Which regions of the country the entries of a register reach, and which they do not."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mnr.models import Region

REACHING = _(
    "Also what is for a part of the region, for the region that it lies in, or for the whole "
    "country."
)


@dataclass(frozen=True)
class Reach:
    """How many entries reach each region; those for the whole country are counted apart."""

    nationwide: int
    regions: list  # [(Region, entries)], the first level before its parts

    @property
    def without(self) -> list:
        """The regions that no entry names."""
        return [region for region, entries in self.regions if not entries]


def reach(register, regions=None, *, is_empty=False) -> Reach | None:
    """None if the register tells of no regions. A part counts what its whole has."""
    if not register.regional:
        return None
    rows = register.model._default_manager.standing().filter(register.working)
    pairs = [] if is_empty else list(rows.order_by().values_list("pk", register.regional[0]))
    named = {(pk, region) for pk, region in pairs if region is not None}
    current = list(Region.objects.current()) if regions is None else regions
    found = Counter(region for _pk, region in widened(named, current))
    return Reach(
        nationwide=len({pk for pk, region in pairs if region is None}),
        regions=[(region, found[region.pk]) for region in _in_levels(current)],
    )


def reaching(name, region) -> Q:
    """The entries whose regions of this name reach a region: `widened`, and naming none, which is
    the whole country. An entry is found once for each region that it names.
    """
    named = [each for each in (region.pk, region.within_id) if each is not None]
    part = Q(**{f"{name}__within": region.pk})
    return Q(**{f"{name}__in": named}) | part | Q(**{f"{name}__isnull": True})


def widened(named, current):
    """What reaches a part reaches something of its whole; what reaches the whole, all its parts."""
    whole = {region.pk: region.within_id for region in current}
    parts = [(region.within_id, region.pk) for region in current if region.within_id]
    up = {(pk, whole[region]) for pk, region in named if whole.get(region)}
    down = {(pk, part) for pk, region in named for within, part in parts if within == region}
    return named | up | down


def _in_levels(current):
    """Each region of the first level, then its parts."""
    upper = [region for region in current if region.within_id is None]
    for region in upper:
        yield region
        yield from (part for part in current if part.within_id == region.pk)
