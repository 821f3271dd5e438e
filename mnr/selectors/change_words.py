"""Changes between two versions of an update, in short sentences."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from mnr.charts import levels
from mnr.selectors.changes import ADDED, CHANGED, REMOVED, Comparison

DOCUMENTS = {
    ADDED: ngettext_lazy("%(count)d document added", "%(count)d documents added", "count"),
    REMOVED: ngettext_lazy("%(count)d document removed", "%(count)d documents removed", "count"),
    CHANGED: ngettext_lazy(
        "The reference to %(count)d document was edited",
        "The references to %(count)d documents were edited",
        "count",
    ),
}


def sentences(comparison: Comparison) -> list[str]:
    """The changes, the weightiest first; empty if nothing changed."""
    return [
        *_nil(comparison),
        *_levels(comparison),
        *_confidence(comparison.parts["confidence"]),
        *_texts(comparison),
        *_answers(comparison),
        *_documents(comparison),
    ]


def move(before, after) -> str:
    """How a rating moved: "up from 1 Initial to 2 Developing"."""
    words = {"before": levels.words(before), "after": levels.words(after)}
    if before is None:
        return _("%(after)s, not assessed before") % words
    if after is None:
        return _("no longer assessed, was %(before)s") % words
    if after > before:
        return _("up from %(before)s to %(after)s") % words
    return _("down from %(before)s to %(after)s") % words


def _nil(comparison):
    if comparison.nil.is_changed:
        yield _("Now a nil return") if comparison.is_nil else _("No longer a nil return")


def _levels(comparison):
    if comparison.assessment_came:
        yield _("Assessment added")
    if comparison.assessment_went:
        yield _("Assessment taken out")
    for rating in comparison.ratings:
        if rating.is_changed:
            yield _("%(rating)s: %(move)s") % {
                "rating": rating.label,
                "move": move(rating.before, rating.after),
            }
    if comparison.target.is_changed:
        yield _("Target: %(after)s") % {"after": comparison.target.after or _("taken away")}


def _confidence(part):
    if part.is_changed:
        yield _("Delivery confidence: %(after)s, was %(before)s") % {
            "after": (part.after or _("not given")).lower(),
            "before": (part.before or _("not given")).lower(),
        }


def _texts(comparison):
    rows = [*comparison.parts.values(), *comparison.reasons]
    labels = [str(row.label) for row in rows if row.is_changed and row.key != "confidence"]
    if any(question.is_changed for question in comparison.questions):
        labels.append(_("Answers to questions about the rating"))
    if labels:
        yield _("Texts changed: %(parts)s") % {"parts": ", ".join(labels)}


def _answers(comparison):
    if count := sum(answer.is_moved for answer in comparison.answers.values()):
        yield ngettext(
            "%(count)d answer to a check changed", "%(count)d answers to checks changed", count
        ) % {"count": count}


def _documents(comparison):
    """Each document once, whether it belongs to the update or to an answer."""
    of_answers = [row for answer in comparison.answers.values() for row in answer.documents]
    marks = {
        row.content["id"]: row.mark
        for row in [*of_answers, *comparison.documents]
        if row.is_changed
    }
    counts = Counter(marks.values())
    return [
        str(words % {"count": counts[mark]}) for mark, words in DOCUMENTS.items() if counts[mark]
    ]
