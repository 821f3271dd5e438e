"""A register's figures as pages tell them: in words, and of which periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mnr.figures.rules import HIDDEN
from mnr.models import ReportingPeriod
from mnr.registers.base import ENTRIES, Figure, Register

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Told:
    """A figure with its value. `of` says of which periods, where the page does not."""

    label: "StrOrPromise"
    value: Any  # None: not known, or of nothing; HIDDEN: not told
    unit: str
    of: str = ""
    is_of_none: bool = False  # no entry is one that the figure counts

    @property
    def is_hidden(self):
        """Whether disclosure control keeps it from readers."""
        return self.value == HIDDEN


def told(register: Register, rows, figures: Iterable[Figure], *, day=None, of="") -> list[Told]:
    """Figures over these entries as of a day, in one query."""
    wanted = list(figures)
    counted = [Figure("", _counted(figure.on(day))) for figure in wanted]
    summed = register.summed(rows, figures=[*wanted, *counted], day=day)
    pairs = zip(summed[: len(wanted)], summed[len(wanted) :], strict=True)
    return [_told(figure, value, of, count) for (figure, value), (_same, count) in pairs]


def _counted(aggregate) -> Count:
    """How many entries an aggregate is over: a sum of none is not one that nobody knows."""
    return Count("pk", filter=getattr(aggregate, "filter", None))


def told_of_list(register: Register, rows, periods: list) -> list[Told]:
    """How many entries a list has, and its figures. Of returns for these periods, the oldest
    first: flows over all of them, stocks of the latest alone.
    """
    wanted = [ENTRIES, *register.figures.values()]
    if not periods:
        return told(register, rows, wanted)
    latest = rows.filter(period=periods[-1])
    found = []
    for is_stock, those in ((False, rows), (True, latest)):
        figures = [each for each in wanted if each.is_stock == is_stock]
        of = _from_to(periods[-1:] if is_stock else periods)
        found += told(register, those, figures, of=of)
    places = [figure.label for figure in wanted]
    return sorted(found, key=lambda one: places.index(one.label))


def periods_of(register: Register, rows) -> tuple[list[ReportingPeriod], list[ReportingPeriod]]:
    """The periods of these returns, the oldest first, and the open one. Of entries that stand:
    none.
    """
    if not register.figure_names:
        return [], []
    is_listed = Q(pk__in=rows.order_by().values("period"))
    found = ReportingPeriod.objects.annotate(is_listed=is_listed).order_by("starts_on")
    periods = list(found.filter(is_listed | Q(state=ReportingPeriod.State.OPEN)))
    listed: list = [one for one in periods if one.is_listed]
    return listed, [one for one in periods if one.state == one.State.OPEN]


def _told(figure, value, of, count):
    of = of if value is not None else ""
    return Told(figure.label, value, figure.unit_of(value), of, is_of_none=not count)


def _from_to(periods) -> str:
    if len(periods) == 1:
        return periods[0].code
    return _("%(first)s to %(last)s") % {"first": periods[0].code, "last": periods[-1].code}
