"""Where an indicator stands against its target path, and the rule that says so.

The path is a straight line from one dated value to the next: from the baseline, if there is one,
through every target. Before its first day there is no path, after its last the last value holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mnr.measures.values import Value

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONTEXT, INCREASE, DECREASE = "context", "increase", "decrease"
PLACES = Decimal("0.01")


class Status(StrEnum):
    """What is said of an indicator. Never a score, never an average."""

    REACHED = "reached"
    ON_PATH = "on_path"
    BEHIND = "behind"
    UNCLEAR = "unclear"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    HIDDEN = "hidden"
    CONTEXT = "context"

    @property
    def label(self) -> "StrOrPromise":
        return LABELS[self]

    @property
    def sign(self) -> str:
        """A shape of its own beside the words, so that no colour is needed to tell them apart."""
        return SIGNS[self]

    @property
    def rule(self) -> "StrOrPromise":
        """The rule, as it stands beside the status."""
        return RULES[self]


LABELS: dict[Status, "StrOrPromise"] = {
    Status.REACHED: _("Target reached"),
    Status.ON_PATH: _("On path"),
    Status.BEHIND: _("Behind the path"),
    Status.UNCLEAR: _("Cannot be said"),
    Status.NO_TARGET: _("No target"),
    Status.NO_DATA: _("No data"),
    Status.HIDDEN: _("Not shown"),
    Status.CONTEXT: _("Context"),
}
SIGNS = {
    Status.REACHED: "✔",
    Status.ON_PATH: "●",
    Status.BEHIND: "▼",
    Status.UNCLEAR: "◌",
    Status.NO_TARGET: "–",
    Status.NO_DATA: "–",
    Status.HIDDEN: "c",
    Status.CONTEXT: "◆",
}
RULES: dict[Status, "StrOrPromise"] = {
    Status.REACHED: _("The latest value is as good as the last target, or better."),
    Status.ON_PATH: _("The latest value is as good as the path on its last day, or better."),
    Status.BEHIND: _("The latest value is not as good as the path on its last day."),
    Status.UNCLEAR: _(
        "The latest value is a bound, a range or words, or it is from before the path begins: it "
        "does not say on which side of the path it lies."
    ),
    Status.NO_TARGET: _("The country has set no target."),
    Status.NO_DATA: _("There is no value for the whole country."),
    Status.HIDDEN: _("The latest value is so small that it is not shown."),
    Status.CONTEXT: _(
        "It rises with better detection as well as with more crime: no direction is good or bad."
    ),
}


@dataclass(frozen=True)
class Point:
    """A dated value of the path."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Standing:
    """A status with what it was told from; `asked` is the path's value on the day of the figure."""

    status: Status
    asked: Decimal | None = None
    goal: Point | None = None


def on_path(points: Sequence[Point], day: date) -> Decimal | None:
    """The path's value on a day; None before its first day, and where there is no path."""
    points = sorted(points, key=lambda point: point.on)
    if not points or day < points[0].on:
        return None
    for before, after in pairwise(points):
        if day <= after.on:
            share = Decimal((day - before.on).days) / Decimal((after.on - before.on).days)
            return (before.value + (after.value - before.value) * share).quantize(PLACES)
    return points[-1].value


def standing(
    direction: str,
    value: Value | None,
    day: date | None,
    points: Sequence[Point],
    *,
    has_target: bool,
    is_hidden: bool = False,
) -> Standing:
    """What is said of the latest value, whose last day this is, against the path."""
    if direction == CONTEXT:
        return Standing(Status.CONTEXT)
    if is_hidden:
        return Standing(Status.HIDDEN)
    if value is None or day is None:
        return Standing(Status.NO_DATA)
    return _judged(direction, value, day, points) if has_target else Standing(Status.NO_TARGET)


def _judged(direction, value, day, points):
    goal = max(points, key=lambda point: point.on)
    if as_good(direction, value, goal.value):
        return Standing(Status.REACHED, on_path(points, day), goal)
    asked = on_path(points, day)
    if asked is None:
        return Standing(Status.UNCLEAR, None, goal)
    judged = {True: Status.ON_PATH, False: Status.BEHIND, None: Status.UNCLEAR}
    return Standing(judged[as_good(direction, value, asked)], asked, goal)


def as_good(direction: str, value: Value, wanted: Decimal) -> bool | None:
    """Whether a value reaches what is wanted; None where it does not say."""
    if not value.is_numeric:
        return None
    low, high = value.low, value.high
    if direction == DECREASE:  # the same question, seen from the other side
        low, high = (None if high is None else -high), (None if low is None else -low)
        wanted = -wanted
    if low is not None and low >= wanted:
        return True
    if high is not None and (high < wanted or (high == wanted and value.is_open)):
        return False
    return None
