"""A register's figures as pages tell them: in words, and of which periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mnr.figures.rules import HIDDEN
from mnr.models import ReportingPeriod
from mnr.registers.base import Figure, Register

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Told:
    """A figure with its value. `of` says of which periods, where the page does not."""

    label: "StrOrPromise"
    value: Any  # None: not known; HIDDEN: not told
    unit: str
    of: str = ""

    @property
    def is_hidden(self):
        """Whether disclosure control keeps it from readers."""
        return self.value == HIDDEN


def told(summed: Iterable[tuple[Figure, Any]]) -> list[Told]:
    """What `Register.summed` found, of the period that the page is about."""
    return [_told(figure, value) for figure, value in summed]


def told_of_list(register: Register, rows, periods: list) -> list[Told]:
    """The figures of a list. Of returns for these periods, the oldest first: flows over all of
    them, stocks of the latest alone.
    """
    if not periods:
        return told(register.summed(rows))
    latest = rows.filter(period=periods[-1])
    found = []
    for is_stock, those in ((False, rows), (True, latest)):
        figures = [each for each in register.figures.values() if each.is_stock == is_stock]
        of = _from_to(periods[-1:] if is_stock else periods)
        summed = register.summed(those, figures=figures)
        found += [_told(figure, value, of) for figure, value in summed]
    places = [figure.label for figure in register.figures.values()]
    return sorted(found, key=lambda one: places.index(one.label))


def periods_of(register: Register, rows) -> list[ReportingPeriod]:
    """The periods of these returns, the oldest first; none of entries that stand."""
    if not register.figure_names:
        return []
    keys = rows.order_by().values("period")
    return list(ReportingPeriod.objects.filter(pk__in=keys).order_by("starts_on"))


def _told(figure, value, of=""):
    return Told(figure.label, value, figure.unit_of(value), of if value is not None else "")


def _from_to(periods) -> str:
    if len(periods) == 1:
        return periods[0].code
    return _("%(first)s to %(last)s") % {"first": periods[0].code, "last": periods[-1].code}
