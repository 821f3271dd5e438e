"""Counts, for each period, how often its texts use words to avoid. Done by the calendar.

Drafts belong to their authors and are not counted. What is kept are totals of all organisations
together: no text, no organisation, no person.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from celery import shared_task
from django.utils import timezone

from mnr.models import (
    Assessment,
    CheckAnswer,
    Comment,
    Obstacle,
    ProgressUpdate,
    RatingQuestion,
    ReportingPeriod,
    TermTally,
)
from mnr.models.fields import Title
from mnr.registers.glossary import lexicon
from mnr.registers.registry import registry
from mnr.services.content import UPDATE_TEXTS
from mnr.services.entries import texts_of
from mnr.services.text_places import is_mark
from mnr.terminology import Lexicon, advise, count_words

SENT = ("submitted", "endorsed", "accepted")


@shared_task(name="mnr.registers.term_counts.count")
def count() -> None:
    """Count the periods in which somebody still writes; a frozen one once more, and then never."""
    words = lexicon()
    counted = dict(TermTally.objects.values_list("period_id", "counted_at"))
    for period in ReportingPeriod.objects.exclude(state="planned"):
        last = counted.get(period.pk)
        if last is None or period.frozen_at is None or last < period.frozen_at:
            tally(period, words)


def tally(period: ReportingPeriod, words: Lexicon) -> TermTally:
    """Count one period anew, and keep it."""
    found = counted(period, words)
    kept = {name: getattr(found, name) for name in ("words", "uses", "counted_at")}
    return TermTally.objects.update_or_create(period=period, defaults=kept)[0]


def counted(period: ReportingPeriod, words: Lexicon) -> TermTally:
    """The count of one period as it is now, in as many queries as there are kinds of text."""
    total, began = 0, timezone.now()
    uses: dict[str, Counter] = defaultdict(Counter)
    for text in texts(period):
        total += count_words(text)
        for advice in advise(text, words):
            uses[advice.term.status][advice.term.terms[0]] += 1
    found = {status: dict(terms) for status, terms in uses.items()}
    return TermTally(period=period, words=total, uses=found, counted_at=began)


def texts(period: ReportingPeriod) -> Iterator[str]:
    """What people wrote in updates that were sent, in remarks on them, and in returns."""
    updates = ProgressUpdate.objects.filter(period=period, state__in=SENT)
    assessments = Assessment.objects.filter(update__in=updates)
    columns = [
        updates.values_list(*UPDATE_TEXTS),
        Obstacle.objects.filter(update__in=updates).values_list("text"),
        assessments.values_list("departure_reason", "lowering_reason", "rationale"),
        CheckAnswer.objects.filter(assessment__in=assessments).values_list("note"),
        RatingQuestion.objects.filter(update__in=updates).values_list("answer"),
        Comment.objects.filter(update__in=updates).values_list("text"),
        *(_returns(register, period) for register in registry if register.is_return),
    ]
    for rows in columns:
        for row in rows.iterator():
            yield from (text for text in row if not is_mark(text))


def _returns(register, period):
    names = [field.name for field in texts_of(register.model) if not isinstance(field, Title)]
    return register.model._default_manager.standing().filter(period=period).values_list(*names)
