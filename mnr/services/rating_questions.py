"""The self-check of ratings: which questions are open about an update, and the author's answers.

Rules and words are in `mnr/measures/contradictions.py`. What indicators say is known in a layer
above, with the rights of whoever asks: it registers here.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mnr.measures import contradictions
from mnr.measures.contradictions import Key, Levels, Voice
from mnr.models import Assessment, Capability, ProgressUpdate, RatingQuestion, User
from mnr.services.assessments import earlier_assessment, may_assess
from mnr.services.errors import Refused
from mnr.services.strengths import WITH_DOCUMENTS, strengths

_LISTENERS: list[Callable[[User, Capability], list[Voice]]] = []


def listener(listen):
    """Decorator: the function tells what a capability's indicators say to somebody's eyes."""
    _LISTENERS.append(listen)
    return listen


def open_keys(update: ProgressUpdate, by: User, day: date | None = None) -> list[Key]:
    """What is open today, to the eyes of the author. Only the capability's lead is asked.

    Another day is for a demonstration's past.
    """
    own, earlier = getattr(update, "assessment", None), earlier_assessment(update)
    standing = own or earlier
    now = levels_of(standing)
    if standing is None or now is None or not (own or may_assess(update)):
        return []
    prefetch_related_objects([standing], *WITH_DOCUMENTS)
    told = strengths(standing, day or timezone.localdate())
    return contradictions.keys(
        now,
        levels_of(earlier),
        in_force={rating: row.in_force for rating, row in told.items()},
        voices=lambda: _voices(update, by),
    )


def asked(update: ProgressUpdate, by: User, day: date | None = None) -> list[RatingQuestion]:
    """The questions that are open, with the answers so far: one never answered is not stored."""
    keys = open_keys(update, by, day)
    stored = {row.key: row for row in update.questions.all()} if keys else {}
    return [stored.get(key) or RatingQuestion(update=update, key=key.value) for key in keys]


def write(update: ProgressUpdate, answers: dict[str, str]) -> None:
    """Keep the answers in a draft; an empty one takes the earlier one away. The caller holds the
    update's lock and has asked permission.
    """
    for key, text in answers.items():
        if key not in list(Key):
            raise Refused(_("There is no such question."), "questions")
        if text.strip():
            RatingQuestion.objects.update_or_create(
                update=update, key=key, defaults={"answer": text.strip()}
            )
        else:
            update.questions.filter(key=key).delete()


def settle(update: ProgressUpdate, by: User) -> None:
    """When an update is sent: what is open stands in it, answered or not, and nothing else."""
    rows = asked(update, by)
    update.questions.exclude(key__in=[row.key for row in rows]).delete()
    RatingQuestion.objects.bulk_create(row for row in rows if row._state.adding)


def levels_of(assessment: Assessment | None) -> Levels | None:
    """The two ratings; None as long as there are none."""
    if assessment is None or assessment.in_place is None or assessment.in_use is None:
        return None
    return Levels(assessment.in_place, assessment.in_use)


def _voices(update, by):
    return [voice for listen in _LISTENERS for voice in listen(by, update.capability)]
