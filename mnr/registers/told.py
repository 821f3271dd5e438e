"""A register's figures as pages tell them: in words, and of which periods."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from mnr.registers.base import Figure, Register

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Told:
    """A figure with its value. `of` says of which periods, where the page does not."""

    label: "StrOrPromise"
    value: Any  # None: not known
    unit: str
    of: str = ""


def told(summed: Iterable[tuple[Figure, Any]]) -> list[Told]:
    """What `Register.summed` found, of the period that the page is about."""
    return [_told(figure, value) for figure, value in summed]


def told_of_list(register: Register, rows) -> list[Told]:
    """The figures of a list. Of returns: flows over all its periods, stocks of the latest alone."""
    if not (register.is_return and register.figures):
        return told(register.summed(rows))
    periods = periods_of(rows)
    codes = [code for _key, code in periods]
    latest = rows.filter(period=periods[-1][0]) if periods else rows
    found = []
    for is_stock, those in ((False, rows), (True, latest)):
        figures = [each for each in register.figures.values() if each.is_stock == is_stock]
        of = _from_to(codes[-1:] if is_stock else codes)
        summed = register.summed(those, figures=figures)
        found += [_told(figure, value, of) for figure, value in summed]
    places = [figure.label for figure in register.figures.values()]
    return sorted(found, key=lambda one: places.index(one.label))


def periods_of(rows) -> list[tuple]:
    """[(id, code)] of the periods of these returns, the oldest first."""
    found = rows.order_by("period__starts_on").values_list("period", "period__code")
    return list(found.distinct())


def _told(figure, value, of=""):
    return Told(figure.label, value, figure.unit_of(value), of if value is not None else "")


def _from_to(codes) -> str:
    if len(codes) < 2:
        return "".join(codes)
    return _("%(first)s to %(last)s") % {"first": codes[0], "last": codes[-1]}
