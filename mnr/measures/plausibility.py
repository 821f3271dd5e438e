"""What is odd about a value beside those that there are: questions, never refusals.

Each question asks for an answer in words, which is kept with the value.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mnr.measures import breakdowns, times
from mnr.measures.values import Value

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

JUMP = 2  # times an earlier value, up or down
FEW = 10  # differences of small numbers are no jumps
LOOKED_BACK = 4  # earlier values that a jump is measured against
NOWHERE = object()
ADDS_UP = ("count", "money")  # units in which parts make a whole


@dataclass(frozen=True)
class Known:
    """A value of the same indicator: about when, which region, which part."""

    starts_on: date
    ends_on: date | None
    region: object
    breakdown: str
    is_cumulative: bool
    value: Value
    around: object = NOWHERE  # the region that its region lies in; None: the whole country

    @property
    def days(self) -> int:
        """How long it is; asked only where its last day is known."""
        return (self.ends_on - self.starts_on).days + 1 if self.ends_on else 0

    @property
    def when(self):
        return times.Stretch(self.starts_on, self.ends_on, self.is_cumulative).name


def questions(new: Known, others: Iterable[Known], unit: str) -> Iterator["StrOrPromise"]:
    """What to ask about a value; empty for one that nothing speaks against."""
    if new.value.number is None:
        return
    number = new.value.number
    others = [one for one in others if one.value.number is not None]
    if unit == "percent" and number > 100:
        yield _("It is above 100 percent.")
    yield from _against_earlier(new, number, others, unit)
    if unit in ADDS_UP:
        yield from _against_whole(new, number, others)
        yield from _against_regions(new, number, others)


def _against_earlier(new, number, others, unit):
    same = sorted((one for one in others if _is_before(one, new)), key=lambda one: one.ends_on)
    if not same:
        return
    last = same[-1]
    if new.is_cumulative:
        if last.starts_on == new.starts_on and number < last.value.number:
            words = _("A total since %(first)s cannot fall: it was %(value)s for %(when)s.")
            yield words % {"value": last.value.text, "when": last.when, "first": new.starts_on}
        return
    near = [one for one in same if _alike(one, new)] or same
    looked = near[-LOOKED_BACK:]
    if _jumps(number, [end for one in looked for end in _expected(one, new, unit)]):
        yield _far_from(looked[-1], new, unit)


def _is_before(one, new):
    """Whether a value is of the same, and about an earlier stretch."""
    place = (one.region, one.breakdown, one.is_cumulative)
    if place != (new.region, new.breakdown, new.is_cumulative) or not (one.ends_on and new.ends_on):
        return False
    return one.ends_on < new.ends_on


def _alike(one, new):
    """Stretches of about the same length: the nearest that a quarter is compared with."""
    return abs(new.days - one.days) <= max(new.days, one.days) // 5


def _expected(one, new, unit) -> tuple[Decimal, Decimal]:
    """What an earlier value lets expect: itself, and what it comes to by the days.

    What is counted in half a year is about half as much in a quarter, unless it is a state; nobody
    says which, so that only what is far from both is asked about.
    """
    number = one.value.number
    return number, (number if _is_as_it_is(one, new, unit) else number * new.days / one.days)


def _is_as_it_is(one, new, unit):
    """Shares and averages do not grow with the days, nor does the state on a day."""
    return unit not in ADDS_UP or _alike(one, new) or 1 in (one.days, new.days)


def _far_from(last, new, unit):
    told = {"value": last.value.text, "when": last.when}
    if _alike(last, new):
        return _("It is far from the value before it: %(value)s for %(when)s.") % told
    if _is_as_it_is(last, new, unit):
        words = _("It is far from %(value)s for %(when)s, the value before it, of another length.")
        return words % told
    told["about"] = _plain(Decimal(round(_expected(last, new, unit)[1])))
    return (
        _(
            "It is far from the value before it: %(value)s for %(when)s. By the number of days, "
            "that would be about %(about)s here."
        )
        % told
    )


def _jumps(number, earlier: list[Decimal]) -> bool:
    """Whether it is more than JUMP times the most, or less than a JUMPth of the least."""
    least, most = min(earlier), max(earlier)
    if number > most:
        return number - most > FEW and number > JUMP * most
    return least - number > FEW and number * JUMP < least


def _against_whole(new, number, others):
    """Parts are together not more than the whole, and no part is."""
    here = [
        one
        for one in others
        if (one.starts_on, one.ends_on, one.region, one.is_cumulative)
        == (new.starts_on, new.ends_on, new.region, new.is_cumulative)
        and one.breakdown != new.breakdown
    ]
    if not new.breakdown:
        dimensions = {tuple(breakdowns.read(one.breakdown)) for one in here}
        sums = [_sum(here, names) for names in dimensions]
        if (most := max(sums, default=None)) is not None and most > number:
            yield _("Its parts add up to %(sum)s, which is more.") % {"sum": _plain(most)}
        return
    whole = next((one.value.number for one in here if not one.breakdown), None)
    if whole is None:
        return
    together = number + _sum(here, tuple(breakdowns.read(new.breakdown)))
    if together > whole:
        yield _("With it the parts add up to %(sum)s, and the whole is %(whole)s.") % {
            "sum": _plain(together),
            "whole": _plain(whole),
        }


def _against_regions(new, number, others):
    """What lies within a region, or the country, is together not more than that."""
    same = [one for one in others if _is_elsewhere(one, new)]
    inside = sum((one.value.number for one in same if one.around == new.region), Decimal(0))
    if inside > number:
        words = _("The regions within it add up to %(sum)s, which is more.")
        yield words % {"sum": _plain(inside)}
    whole = next((one.value.number for one in same if one.region == new.around), None)
    together = sum((one.value.number for one in same if one.around == new.around), number)
    if new.around is not NOWHERE and whole is not None and together > whole:
        words = (
            _("With it the districts add up to %(sum)s, and the region has %(whole)s.")
            if new.around
            else _("With it the regions add up to %(sum)s, and the whole country has %(whole)s.")
        )
        yield words % {"sum": _plain(together), "whole": _plain(whole)}


def _is_elsewhere(one, new):
    """Whether a value is of the same part and days in another region."""
    told = (one.starts_on, one.ends_on, one.breakdown, one.is_cumulative)
    wanted = (new.starts_on, new.ends_on, new.breakdown, new.is_cumulative)
    return told == wanted and one.region != new.region


def _plain(number: Decimal) -> str:
    """As somebody would write it: without the noughts that the database adds."""
    return f"{number.normalize():f}"


def _sum(rows, names) -> Decimal:
    parts = (one for one in rows if tuple(breakdowns.read(one.breakdown)) == names)
    return sum((one.value.number for one in parts if one.breakdown), Decimal(0))
