"""What differs between two versions of an update, part by part. Works on plain content only."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr.charts import levels
from mnr.measures.contradictions import Key
from mnr.models import CheckAnswer, ProgressUpdate
from mnr.reference.languages import ENGLISH, texts, translated
from mnr.services.comments import ITEMS
from mnr.services.content import UPDATE_TEXTS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TEXTS = ("confidence", "achievements", "obstacles", *UPDATE_TEXTS[1:])
RATINGS = {"in_place": gettext_lazy("In place"), "in_use": gettext_lazy("In use")}
REASONS = {
    "departure_reason": gettext_lazy("Why the level differs from what the answers support"),
    "lowering_reason": gettext_lazy("Why the level is lower than before"),
    "rationale": gettext_lazy("What the level rests on"),
}
ANSWERS = dict(CheckAnswer.Answer.choices) | {"": gettext_lazy("Not answered")}
HALF_THE_WORDS = 0.5
ADDED, REMOVED, CHANGED, KEPT = "added", "removed", "changed", ""


@dataclass(frozen=True)
class Part:
    """A text in two versions. `before` is None if there is nothing to compare with."""

    key: str
    label: "StrOrPromise"
    after: str
    before: str | None = None

    @property
    def is_changed(self):
        return self.before is not None and self.before != self.after

    @property
    def is_rewritten(self):
        """So different that marking single words would only confuse."""
        if not self.is_changed or not self.before or not self.after:
            return False
        old, new = self.before.split(), self.after.split()
        return SequenceMatcher(None, old, new, autojunk=False).ratio() < HALF_THE_WORDS


@dataclass(frozen=True)
class Document:
    """A reference to a document: added, removed, changed or kept."""

    content: dict
    mark: str = KEPT

    @property
    def dated_on(self):
        return date.fromisoformat(self.content["dated_on"])

    @property
    def valid_until(self):
        day = self.content["valid_until"]
        return day and date.fromisoformat(day)

    @property
    def is_changed(self):
        return self.mark != KEPT


@dataclass(frozen=True)
class Rating:
    """One of the two ratings of the assessment, with the level that the answers support."""

    key: str
    label: "StrOrPromise"
    after: int | None
    before: int | None
    proposed: int | None
    is_compared: bool

    @property
    def is_changed(self):
        return self.is_compared and self.after != self.before


@dataclass(frozen=True)
class Answer:
    """The answer to one check in two versions; "" is not answered."""

    code: str
    answer: str
    note: Part
    before: str | None
    documents: list

    @property
    def is_changed(self):
        return self.is_moved or self.note.is_changed or any(d.is_changed for d in self.documents)

    @property
    def is_moved(self):
        return self.before is not None and self.before != self.answer

    @property
    def words(self):
        return ANSWERS[self.answer]

    @property
    def words_before(self):
        return ANSWERS[self.before or ""]


@dataclass(frozen=True)
class Comparison:
    """An update's content beside an earlier version of it; `label` names the earlier one."""

    label: str
    is_nil: bool
    nil: Part
    parts: dict
    documents: list
    ratings: list
    target: Part
    reasons: list
    questions: list
    answers: dict
    is_compared: bool
    has_assessment: bool
    had_assessment: bool

    @property
    def assessment_came(self):
        return self.is_compared and self.has_assessment and not self.had_assessment

    @property
    def assessment_went(self):
        return self.had_assessment and not self.has_assessment

    @property
    def changed(self) -> set:
        """The items that changed, by the key that comments use."""
        keys = {key for key, part in self.parts.items() if part.is_changed}
        if self.nil.is_changed:
            keys.add(self.nil.key)
        if any(document.is_changed for document in self.documents):
            keys.add("evidence")
        rows = [*self.ratings, self.target, *self.reasons, *self.questions]
        if self.assessment_came or self.assessment_went or any(row.is_changed for row in rows):
            keys.add("assessment")
        return keys | {code for code, answer in self.answers.items() if answer.is_changed}


def compare(now: dict, before: dict | None, *, label="", enablers=None, codes=()) -> Comparison:
    """The content now beside an earlier one, or alone. `enablers` maps keys to titles;
    `codes` are the capability's checks in order.
    """
    return Comparison(
        label=label,
        is_nil=now["is_nil"],
        nil=Part(
            "update",
            _("Nothing to report"),
            _nil(now),
            None if before is None else _nil(before),
        ),
        parts={key: _part(key, now, before, enablers or {}) for key in TEXTS},
        documents=compare_documents(now["evidence"], before["evidence"] if before else None),
        questions=_compare_questions(now, before),
        is_compared=before is not None,
        has_assessment=now["assessment"] is not None,
        had_assessment=before is not None and before["assessment"] is not None,
        **_compare_assessments(now["assessment"], before and before["assessment"], codes),
    )


def compare_documents(now: list, before: list | None) -> list[Document]:
    """The documents of both versions, those that were removed last."""
    if before is None:
        return [Document(row) for row in now]
    old, new = ({row["id"]: row for row in rows} for rows in (before, now))
    found = [Document(row, _document_mark(row, old.get(row["id"]))) for row in now]
    return found + [Document(row, REMOVED) for row in before if row["id"] not in new]


def text_of(content: dict, key: str, enablers: dict) -> str:
    """One part of an update as a text of lines."""
    if key == "confidence":
        value = content["confidence"]
        return str(ProgressUpdate.Confidence(value).label) if value else ""
    if key == "obstacles":
        return "\n".join(_obstacle(row, enablers) for row in content["obstacles"])
    return content[key]


def enabler_titles(edition: str) -> dict:
    """{key: title} of an edition's enablers in the reader's language; costs no query."""
    english = texts(ENGLISH, edition)["enablers"]
    return {
        key: (row | translated(edition, "enablers", key))["title"] for key, row in english.items()
    }


def _compare_questions(now, before):
    """The questions about the ratings with their answers; older versions hold none."""
    texts, was = (
        {row["question"]: row["text"] for row in (content or {}).get("questions") or []}
        for content in (now, before)
    )
    return [
        Part(key, Key(key).question, text, None if before is None else was.get(key, ""))
        for key, text in texts.items()
    ]


def _nil(content):
    return _("Yes, a nil return") if content["is_nil"] else _("No")


def _obstacle(row, enablers):
    if not row["enabler"]:
        return row["text"]
    return f"{row['text']} ({enablers.get(row['enabler'], row['enabler'])})"


def _part(key, now, before, enablers):
    return Part(
        key,
        ITEMS[key],
        text_of(now, key, enablers),
        None if before is None else text_of(before, key, enablers),
    )


def _compare_assessments(now, before, codes):
    is_compared = now is not None and before is not None
    now, before = now or {}, before or {}
    return {
        "ratings": [
            Rating(
                key, label, now.get(key), before.get(key), now.get(f"proposed_{key}"), is_compared
            )
            for key, label in RATINGS.items()
        ],
        "target": Part(
            "target", _("Target"), _target(now), _target(before) if is_compared else None
        ),
        "reasons": [
            Part(key, label, now.get(key, ""), before.get(key, "") if is_compared else None)
            for key, label in REASONS.items()
        ],
        "answers": _compare_answers(now, before if is_compared else None, codes) if now else {},
    }


def _target(assessment):
    if assessment.get("target_level") is None:
        return ""
    return _("%(level)s by %(day)s") % {
        "level": levels.words(assessment["target_level"]),
        "day": date_format(date.fromisoformat(assessment["target_on"])),
    }


def _compare_answers(now, before, codes):
    new = {row["check"]: row for row in now.get("answers", [])}
    old = {row["check"]: row for row in before.get("answers", [])} if before is not None else None
    order = [*codes, *(code for code in new if code not in codes)]
    return {code: _answer(code, new.get(code, {}), old) for code in order}


def _answer(code, row, old):
    was = None if old is None else old.get(code, {})
    note_before = None if was is None else was.get("note", "")
    return Answer(
        code=code,
        answer=row.get("answer", ""),
        note=Part(code, _("Note"), row.get("note", ""), note_before),
        before=None if was is None else was.get("answer", ""),
        documents=compare_documents(
            row.get("evidence", []), None if was is None else was.get("evidence", [])
        ),
    )


def _document_mark(row, old):
    if old is None:
        return ADDED
    return KEPT if row | old == row else CHANGED  # what older versions lack is no change
