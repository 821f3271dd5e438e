"""How strong the evidence of a rating is, A to D: kind, age and independence of its documents.

It is told at a day, so that it falls by itself when a document expires or grows old. The letter is
that of the strongest single document: points of several are never added up.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Rating = Literal["in_place", "in_use"]
RATINGS: tuple[Rating, ...] = ("in_place", "in_use")
ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What kind of document it is, as whoever records it says."""

    LAW = "law"
    POLICY = "policy"
    STATISTICS = "statistics"
    EVALUATION = "evaluation"
    ACTIVITY = "activity"
    OTHER = "other"

    @property
    def label(self) -> "StrOrPromise":
        return LABELS[self]


LABELS: "dict[Kind, StrOrPromise]" = {
    Kind.LAW: gettext_lazy("Law, regulation, treaty or court decision"),
    Kind.POLICY: gettext_lazy("Policy, plan, budget, mandate, procedure or agreement"),
    Kind.STATISTICS: gettext_lazy("Statistics"),
    Kind.EVALUATION: gettext_lazy("Evaluation, audit, inspection or study"),
    Kind.ACTIVITY: gettext_lazy("Report on what was done"),
    Kind.OTHER: gettext_lazy("Another kind, such as news"),
}
# What is on paper is shown by what decides it, what is done by what counts or examines it.
FITTING: dict[Rating, tuple[str, ...]] = {
    "in_place": (Kind.LAW, Kind.POLICY, Kind.EVALUATION),
    "in_use": (Kind.STATISTICS, Kind.EVALUATION, Kind.ACTIVITY),
}
# A law stays what it is for years; how something is practised has to be shown anew each year.
MONTHS: dict[Rating, int] = {"in_place": 60, "in_use": 12}
LETTERS = {3: "A", 2: "B", 1: "C", 0: "C"}  # by how many of the three hold
NO_EVIDENCE = "D"


@dataclass(frozen=True)
class Document:
    """What counts of a document that somebody refers to."""

    kind: str
    dated_on: date
    is_independent: bool
    valid_from: date | None = None
    valid_until: date | None = None
    withdrawn_on: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it counts on a day."""
        return (
            self.dated_on <= day
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )


@dataclass(frozen=True)
class Strength:
    """The letter of a rating's evidence, and what it was told from."""

    rating: Rating
    letter: str
    documents: int
    in_force: int
    fits: bool
    is_recent: bool
    is_independent: bool
    months: int

    @property
    def reason(self) -> str:
        """Why it is this letter, in plain sentences."""
        if not self.documents:
            return _("No document is named with the answers that this rating rests on.")
        if not self.in_force:
            return _("None of the documents named is in force.")
        return f"{self._count} {self._best}"

    @property
    def _count(self):
        sentence = ngettext(
            "%(count)d of %(all)d document named is in force.",
            "%(count)d of %(all)d documents named are in force.",
            self.documents,
        )
        return sentence % {"count": self.in_force, "all": self.documents}

    @property
    def _best(self):
        lacks = [str(words) for is_met, words in self._points if not is_met]
        if not lacks:
            return _("One of them is of a fitting kind, recent and published by another body.")
        return _("The strongest of them: %(lacks)s.") % {"lacks": "; ".join(lacks)}

    @property
    def _points(self):
        older = ngettext("older than %d month", "older than %d months", self.months) % self.months
        return (
            (self.fits, UNFITTING[self.rating]),
            (self.is_recent, older),
            (self.is_independent, _("not known to be published by another body")),
        )

    def plain(self) -> dict:
        """As plain data, for what is frozen."""
        return asdict(self)


UNFITTING: "dict[Rating, StrOrPromise]" = {
    "in_place": gettext_lazy("neither law nor policy nor an evaluation"),
    "in_use": gettext_lazy("neither statistics nor a report nor an evaluation"),
}
RULES: "tuple[tuple[str, StrOrPromise], ...]" = (
    ("A", gettext_lazy("A document in force is of a fitting kind, recent and independent.")),
    ("B", gettext_lazy("The strongest document in force is two of these three.")),
    ("C", gettext_lazy("A document is in force, and it is one of these or none.")),
    ("D", gettext_lazy("No document is in force.")),
)


def strength(rating: Rating, documents: Sequence[Document], day: date) -> Strength:
    """How strong the documents of a rating are on a day."""
    in_force = [row for row in documents if row.is_in_force(day)]
    points = max((_points(rating, row, day) for row in in_force), key=_order, default=None)
    fits, is_recent, is_independent = points or (False, False, False)
    return Strength(
        rating=rating,
        letter=NO_EVIDENCE if points is None else LETTERS[sum(points)],
        documents=len(documents),
        in_force=len(in_force),
        fits=fits,
        is_recent=is_recent,
        is_independent=is_independent,
        months=MONTHS[rating],
    )


def falls_on(rating: Rating, documents: Sequence[Document], day: date) -> date | None:
    """The first day after this one on which the letter is lower, if nothing is added till then."""
    now = strength(rating, documents, day).letter
    ends = [row.valid_until + ONE_DAY for row in documents if row.valid_until]
    ages = [_months_after(row.dated_on, MONTHS[rating]) + ONE_DAY for row in documents]
    for later in sorted({each for each in (*ends, *ages) if each > day}):
        if strength(rating, documents, later).letter > now:
            return later
    return None


def is_independent(publisher: str, names: Iterable[str]) -> bool:
    """Whether a publisher's name is another than those of the rated organisation.

    A name within the other is the same body: a department of a ministry is no other.
    """
    words = _words(publisher)
    own = [found for name in names if (found := _words(name))]
    return bool(words) and not any(_within(words, name) or _within(name, words) for name in own)


def _points(rating, document, day):
    recent = day <= _months_after(document.dated_on, MONTHS[rating])
    return document.kind in FITTING[rating], recent, document.is_independent


def _order(points):
    return sum(points), points


def _months_after(day, months):
    """The same day some months later; the last of the month where it has no such day."""
    place = day.year * 12 + day.month - 1 + months
    first_of_next = date((place + 1) // 12, (place + 1) % 12 + 1, 1)
    last = first_of_next - ONE_DAY
    return last.replace(day=min(day.day, last.day))


def _words(text):
    return re.findall(r"\w+", text.casefold())


def _within(few, many):
    """Whether the words stand in the others, in a row."""
    return any(many[place : place + len(few)] == few for place in range(len(many)))
