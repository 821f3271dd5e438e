"""The figures of a register, and what they give to indicators."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.expressions import BaseExpression
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Figure:
    """A number that a register gives: over its list, on its domain's page and in the report.

    A flow adds up over periods, of returns and of entries that stand alike. A stock does not: it is
    the state on a day, or people and places that each period counts once.
    """

    label: "StrOrPromise"
    aggregate: BaseExpression | Callable[[date], BaseExpression]  # or how it is made for a day
    unit: Any = ""  # text, or ngettext_lazy(one, many)
    is_stock: bool = False
    counts_people: bool = False  # then an edition tells no small one: `mnr.figures`
    part_of: str = ""  # the key of the whole; parts of one whole exclude each other

    def on(self, day: date | None = None) -> BaseExpression:
        """The aggregate as of a day; today, if none is asked."""
        if not callable(self.aggregate):
            return self.aggregate
        return self.aggregate(day or timezone.localdate())

    def unit_of(self, value) -> str:
        """The unit in the number of a value."""
        try:
            return str(self.unit % (0 if value is None else value))
        except TypeError:  # the same words for every number
            return str(self.unit)


@dataclass(frozen=True)
class Feed:
    """What figures of a register of returns give to an indicator: one, or one per another."""

    figure: str  # its key among the register's figures
    per: str = ""  # the key of what it is a share of, in percent


ENTRIES = Figure(_("Entries"), Count("pk"))
