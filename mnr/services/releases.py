"""Texts that the content guard asks about: the author's reason, a second person's word.

The trail gets kinds and positions, never a text.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from celery import shared_task
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mnr import guard, permissions
from mnr.models import Evidence, EvidenceCheck, GuardRelease, ProgressUpdate
from mnr.models.release import digest_of, new_salt
from mnr.roles import Action
from mnr.services import audit, notices
from mnr.services.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State, About = GuardRelease.State, GuardRelease.About
ASK = "guard.ask"
CHANGED_MEANWHILE = _("It was changed meanwhile: send this text back.")
KEPT_AFTER_REFUSAL = timedelta(days=30)
ITEMS = {
    "update": _("The update as a whole"),
    "confidence": _("Delivery confidence"),
    "achievements": _("What was achieved"),
    "obstacles": _("Obstacles"),
    "next_steps": _("Next steps"),
    "decisions_asked": _("What the committee is asked to decide"),
    "public_summary": _("Public summary"),
    "evidence": _("Evidence"),
    "assessment": _("Assessment"),
}
NO_SUCH_ITEM = _("Choose the part of the update that you remark on.")
LONGEST_CODE = 10
UPDATE_FIELDS = {
    "achievements": _("What was achieved"),
    "next_steps": _("Next steps"),
    "decisions_asked": _("What the committee is asked to decide"),
    "public_summary": _("Public summary"),
    "obstacles": _("Obstacles"),
    "departure_reason": _("Why the level differs from what the answers support"),
    "lowering_reason": _("Why the level is lower than before"),
    "rationale": _("What the level rests on"),
    "notes": _("Notes on the checks"),
    "questions": _("Answers to questions about the rating"),
}


@dataclass(frozen=True)
class Asking:
    """A text of an update that the guard asks about, and how far its release is."""

    field: str
    label: "StrOrPromise"
    text: str
    findings: tuple
    release: GuardRelease | None

    @property
    def is_released(self):
        return self.release is not None and self.release.state == State.RELEASED

    @property
    def is_waiting(self):
        return self.release is not None and self.release.state == State.WAITING

    @property
    def sentences(self):
        return guard.sentences(self.findings)


def is_item_of(update: ProgressUpdate, item: str) -> bool:
    """Whether somebody may remark on this part of the update, or on this check."""
    checks = EvidenceCheck.objects.filter(capability=update.capability_id)
    return item in ITEMS or checks.filter(code=item[:LONGEST_CODE]).exists()


def texts_of(update: ProgressUpdate) -> dict[str, str]:
    """What the stored update says, by the names of its parts."""
    found = {name: getattr(update, name) for name in list(UPDATE_FIELDS)[:4]}
    found["obstacles"] = "\n".join(row.text for row in update.obstacles.all())
    if assessment := getattr(update, "assessment", None):
        for name in ("departure_reason", "lowering_reason", "rationale"):
            found[name] = getattr(assessment, name)
        notes = (row.note for row in assessment.answers.all() if row.note)
        found["notes"] = "\n".join(notes)
    found["questions"] = "\n".join(row.answer for row in update.questions.all() if row.answer)
    return found


def asking(update: ProgressUpdate) -> list[Asking]:
    """The texts of an update that the guard asks about, released or not."""
    found = {
        name: (text, tuple(guard.asks(guard.findings(text))))
        for name, text in texts_of(update).items()
    }
    if not any(findings for _text, findings in found.values()):
        return []
    rows = GuardRelease.objects.filter(update=update, about=About.UPDATE)
    releases = list(rows.order_by("-asked_at", "-pk"))
    return [
        Asking(name, UPDATE_FIELDS[name], text, findings, _release_of(releases, name, text))
        for name, (text, findings) in found.items()
        if findings
    ]


def unreleased(update: ProgressUpdate) -> list:
    """What keeps an update from being sent, as (field, what to do)."""
    missing = []
    for row in asking(update):
        if row.is_waiting:
            words = _("“%(label)s” waits for a second person’s release, or for other words.")
            missing.append((row.field, words % {"label": row.label}))
        elif not row.is_released:
            words = _("“%(label)s” asks for other words or a reason. %(why)s")
            why = " ".join(map(str, row.sentences))
            missing.append((row.field, words % {"label": row.label, "why": why}))
    return missing


@transaction.atomic
def ask_for_update(*, update: ProgressUpdate, reasons: dict[str, str], by) -> list[GuardRelease]:
    """Say why texts of a draft are meant: {field: reason}. The draft waits with them."""
    permissions.require(by, Action.UPDATE_EDIT, update)
    made = []
    for row in asking(update):
        reason = reasons.get(row.field, "").strip()
        if reason and not row.is_waiting and not row.is_released:
            target = {"update": update, **_whose(update)}
            made.append(_ask(About.UPDATE, row.field, row.text, reason, by, **target))
    return made


@transaction.atomic
def hold_comment(*, update: ProgressUpdate, item: str, text: str, reason: str, by) -> GuardRelease:
    """Keep a comment that the guard asks about until somebody else has released it."""
    permissions.require(by, Action.NOTE_CREATE, update)
    if not is_item_of(update, item):
        raise Refused(NO_SUCH_ITEM, "item")
    held = {"item": item, "text": text}
    target = {"update": update, **_whose(update)}
    return _ask(About.COMMENT, item, text, reason, by, held=held, **target)


@transaction.atomic
def hold_evidence(*, evidence: Evidence, version: int | None, reason: str, by) -> GuardRelease:
    """Keep the reference to a document that the guard asks about until it is released."""
    permissions.require(by, Action.EVIDENCE_EDIT, evidence)
    evidence.full_clean()
    held = {name: _plain(getattr(evidence, name)) for name in EVIDENCE_FIELDS}
    held |= {"id": str(evidence.pk), "version": version}
    text = evidence_text(evidence)
    target = {"organisation": evidence.organisation, "domain": None}
    return _ask(About.EVIDENCE, "title", text, reason, by, held=held, **target)


def hold(*, about, field, text, reason, held, by, **target) -> GuardRelease:
    """Keep what was typed until somebody else has decided. The caller has asked permission."""
    return _ask(about, field, text, reason, by, held=held, **target)


EVIDENCE_FIELDS = (
    "title",
    "kind",
    "publisher",
    "dated_on",
    "url",
    "registry_number",
    "valid_from",
    "valid_until",
)


def evidence_text(evidence: Evidence) -> str:
    """The words of a reference."""
    return "\n".join([evidence.title, evidence.publisher, evidence.registry_number])


def refuse_unreleased(text: str, field: str) -> None:
    """What the guard asks about is held first; reasons and notes are held nowhere, so they tell
    nothing of single persons.
    """
    if found := guard.asks(guard.findings(text)):
        raise Refused(" ".join(map(str, guard.sentences(found))), field)


@transaction.atomic
def decide(
    *, release: GuardRelease, is_released: bool, answer: str = "", is_kept: bool = True, by
) -> GuardRelease:
    """Let a text stand, or send it back with words.

    What was held stays its author's to read for 30 days, unless it must not be kept at all.
    """
    release = GuardRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
    permissions.require(by, Action.GUARD_RELEASE, release)
    if is_released and not held_text(release):
        raise Refused(_("The text was changed since: its author is asked anew."))
    if not is_released and not answer.strip():
        raise Refused(_("Tell the author what to write instead."), "answer")
    if is_released or not is_kept:
        release.held = None  # it is recorded in its own place now, or must not be anywhere
    release.state = State.RELEASED if is_released else State.REFUSED
    release.answer, release.decided_by, release.decided_at = answer.strip(), by, Now()
    release.save()
    changes = {"state": [State.WAITING, release.state], "found": [None, release.found]}
    audit.record(Action.GUARD_RELEASE, release, by, changes)
    _tell_author(release)
    release.refresh_from_db()
    return release


def _tell_author(release):
    is_released = release.state == State.RELEASED
    if release.author.is_active:
        event = notices.TEXT_RELEASED if is_released else notices.TEXT_SENT_BACK
        notices.tell(release.author, event)


@shared_task(name="mnr.services.releases.tidy")
def tidy() -> None:
    """Delete what was held of texts that were sent back long ago."""
    old = GuardRelease.objects.filter(decided_at__lt=Now() - KEPT_AFTER_REFUSAL)
    old.exclude(held=None).update(held=None)


def _ask(about, field, text, reason, by, **target):
    if not reason.strip():
        raise Refused(_("Say why it is meant, or change the text."), "meant")
    refuse_unreleased(reason, "meant")
    guard.refuse(text)
    found = [[part.kind, part.start, part.end] for part in guard.asks(guard.findings(text))]
    salt = new_salt()
    release = GuardRelease.objects.create(
        about=about,
        field=field,
        salt=salt,
        digest=digest_of(salt, text),
        found=found,
        reason=reason.strip(),
        author=by,
        **target,
    )
    audit.record(ASK, release, by, {"found": [None, found], "field": [None, field]})
    return release


def _whose(update):
    return {"organisation": update.organisation, "domain": update.capability.domain}


def _release_of(releases, field, text):
    """The newest of a field, if it is of this very text."""
    return next((row for row in releases if row.field == field and row.is_of(text)), None)


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def held_text(release: GuardRelease) -> str:
    """The text that is asked about, as it stands now; empty if it was changed or is gone."""
    if release.about == About.COMMENT:
        return (release.held or {}).get("text", "")
    if release.about == About.EVIDENCE:
        return "\n".join((release.held or {}).get(name) or "" for name in EVIDENCE_FIELDS)
    if release.about == About.ENTRY:
        return (release.held or {}).get("words", "")
    text = texts_of(release.update).get(release.field, "") if release.update else ""
    return text if release.is_of(text) else ""
