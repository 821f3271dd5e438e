"""A figure of an indicator as a reader may see it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import number_format

from mnr.figures.rules import HIDDEN
from mnr.measures import times, values


def in_groups(value: values.Value) -> str:
    """A plain number as the reader's language groups its digits; all else as it is written."""
    if value.form != values.Form.NUMBER:
        return value.text
    try:
        number = values.number_of(value.text)
    except ValueError:  # the mark of a withheld text stands in its place
        return value.text
    return number_format(number, use_l10n=True, force_grouping=True)


@dataclass(frozen=True)
class Subject:
    """What a drawing must know of an indicator, whether it stands in tables or in a snapshot."""

    code: str
    name: str
    unit: str  # in words
    source: str
    frequency: str
    answers: tuple[str, ...] = ()
    breakdowns: dict[str, list[str]] = field(default_factory=dict)
    is_ratio: bool = False  # a part of it can be compared with the whole


@dataclass(frozen=True)
class Returned:
    """The value that follows from returns, beside another one that was entered."""

    value: str
    source: str
    reason: str


@dataclass(frozen=True)
class Figure:
    """A figure as a reader may see it; `value` is None where it is hidden."""

    stretch: times.Stretch
    value: values.Value | None
    region: str = ""
    breakdown: str = ""
    period: str = ""  # in which it was reported; empty if it was published elsewhere
    is_provisional: bool = False
    is_revised: bool = False
    as_of: date | None = None
    confidence: str = ""
    source: str = ""
    by_decision: bool = False  # shown or hidden against the rule, as two people decided
    is_fed: bool = False  # it follows from returns, which its source names
    lacks: tuple[str, ...] = ()  # then: parts of its time for which returns are missing
    returned: Returned | None = None  # what the returns say, where something else was entered
    checked: str = ""  # what its organisation answered to questions, for those who read it raw
    entry: object = None  # the key of the entry, for those who may open it

    @property
    def is_hidden(self):
        return self.value is None

    @property
    def text(self) -> str:
        """As people read it, or the mark of a hidden one; never nought in its place. What was
        published elsewhere stays as it was written there.
        """
        if self.value is None:
            return HIDDEN
        return in_groups(self.value) if self.period else self.value.text

    @property
    def number(self) -> Decimal | None:
        return None if self.value is None else self.value.number

    @property
    def is_whole(self):
        """Whether it is of the whole country and of everybody."""
        return not self.region and not self.breakdown

    @property
    def when(self) -> str:
        return self.stretch.name

    @property
    def day(self) -> date:
        """The last day that it is about, as far as that is known; one of the two is."""
        return self.stretch.ends_on or self.stretch.starts_on  # type: ignore[return-value]

    @property
    def kind(self) -> tuple:
        """What can be put in one line: quarters with quarters, a total since a day with itself."""
        if self.stretch.is_cumulative:
            return ("since", self.stretch.starts_on)
        first = self.stretch.starts_on or self.day
        days = (self.day - first + timedelta(days=1)).days
        return ("months", round(days / 30.4)) if days > 1 else ("day", 0)
