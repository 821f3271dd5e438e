"""The trail of one update, in words."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mnr import permissions
from mnr.models import AuditEvent, ProgressUpdate, Submission
from mnr.roles import Action
from mnr.selectors import doers
from mnr.selectors.change_words import sentences
from mnr.selectors.changes import Comparison, compare, enabler_titles
from mnr.services import frozen_texts
from mnr.services.comments import ITEMS

WORDS = {
    Action.UPDATE_CREATE: gettext_lazy("Began the update"),
    Action.UPDATE_EDIT: gettext_lazy("Saved the draft"),
    Action.UPDATE_SUBMIT: gettext_lazy("Sent it to the domain lead"),
    Action.UPDATE_WITHDRAW: gettext_lazy("Took it back to go on writing"),
    Action.UPDATE_ENDORSE: gettext_lazy("Endorsed it"),
    Action.UPDATE_ACCEPT: gettext_lazy("Accepted it"),
    Action.UPDATE_RETURN: gettext_lazy("Returned it for correction"),
    Action.PERIOD_CLOSE_ENTRY: gettext_lazy("Closed the period; it may still be corrected"),
    Action.NOTE_CREATE: gettext_lazy("Commented"),
    Action.NOTE_RESOLVE: gettext_lazy("Marked a comment as dealt with"),
}
NOTES = (Action.NOTE_CREATE, Action.NOTE_RESOLVE)
EMPTY = {
    "is_nil": False,
    "confidence": "",
    "achievements": "",
    "next_steps": "",
    "decisions_asked": "",
    "public_summary": "",
    "obstacles": [],
    "evidence": [],
    "questions": [],
    "assessment": None,
}


@dataclass
class Event:
    """One step, or several saves of one person in a row. `times` counts them."""

    number: int
    at: datetime
    who: str
    what: str
    step: tuple  # the action and the person: saves that share it become one event
    until: datetime | None = None
    times: int = 1
    text: str = ""
    comparison: Comparison | None = None
    sentences: list = field(default_factory=list)

    @property
    def rows(self):
        """Before and after of each text that changed."""
        if self.comparison is None:
            return []
        parts = [
            *self.comparison.parts.values(),
            *self.comparison.reasons,
            *self.comparison.questions,
        ]
        return [
            {"label": part.label, "before": part.before, "after": part.after}
            for part in parts
            if part.is_changed
        ]


def history(user, update: ProgressUpdate) -> list[Event]:
    """What was done to the update, the newest first.

    Drafts belong to their organisation: others see that it was saved, not what stood in it; they
    see what each submission changed.
    """
    events = AuditEvent.objects.filter(object_type="progressupdate", object_id=str(update.pk))
    if not permissions.can(user, Action.NOTE_READ, update):
        events = events.exclude(action__in=NOTES)
    return _Trail(user, update, list(events.order_by("number"))).told()[::-1]


class _Trail:
    """Tells events one after the other, keeping in mind what came before."""

    def __init__(self, user, update, events):
        self.update = update
        self.events = events
        self.people = doers.People(events)
        self.enablers = enabler_titles(update.capability.edition_id)
        self.submissions = {row.number: row for row in Submission.objects.filter(update=update)}
        self.hidden = frozen_texts.hidden_now()
        draft = ProgressUpdate(
            organisation_id=update.organisation_id,
            capability=update.capability,
            period=update.period,
            state=ProgressUpdate.State.DRAFT,
        )
        self.may_see_drafts = bool(permissions.can(user, Action.UPDATE_READ, draft))

    def told(self):
        """The events in order; saves in a row by one person become one."""
        found: list[Event] = []
        for row in self.events:
            event = self._event(row)
            last = found[-1] if found else None
            is_save = row.action == Action.UPDATE_EDIT
            if is_save and last and last.step == event.step:
                last.until, last.times = event.at, last.times + 1
            else:
                found.append(event)
                first = row
            if is_save and self.may_see_drafts:
                self._compare_drafts(found[-1], first, row)
        return found

    def _event(self, row):
        event = Event(
            number=row.number,
            at=row.at,
            who=self.people.name_of(row),
            what=str(WORDS.get(row.action, row.action)),
            step=(row.action, row.actor_id),
        )
        tell = {
            Action.UPDATE_SUBMIT: self._tell_submission,
            Action.UPDATE_RETURN: self._tell_reason,
            Action.NOTE_CREATE: self._tell_comment,
        }.get(row.action)
        if tell:
            tell(event, row.changes)
        return event

    def _tell_submission(self, event, changes):
        now = self.submissions.get(changes.get("submission"))
        if now is None:
            return
        event.what = _("Sent it to the domain lead, submission %(n)s") % {"n": now.number}
        before = self.submissions.get(now.number - 1)
        if before:
            self._compare(event, *(self._readable(row.content) for row in (before, now)))

    def _readable(self, content):
        paths_of = frozen_texts.in_submission(self.update.pk)
        return frozen_texts.read_without(content, paths_of, self.hidden)

    def _tell_reason(self, event, changes):
        event.text = self._told(changes)["reason"][1]

    def _tell_comment(self, event, changes):
        item = changes["item"][1]
        label = ITEMS.get(item) or _("Check %(code)s") % {"code": item}
        event.what = _("Commented on: %(item)s") % {"item": label}

    def _compare_drafts(self, event, first, last):
        """From what stood before the first of the saves to what stood after the last."""
        before: dict = {}
        after: dict = {}
        for row in self.events:
            if first.number <= row.number <= last.number:
                for key, (old, new) in self._told(row.changes).items():
                    before.setdefault(key, old)
                    after[key] = new
        self._compare(event, EMPTY | before, EMPTY | after)

    def _told(self, changes):
        """What changed, without the texts of what is withheld."""
        paths_of = frozen_texts.in_changes("progressupdate", str(self.update.pk))
        return frozen_texts.read_without(changes, paths_of, self.hidden)

    def _compare(self, event, before, after):
        event.comparison = compare(after, before, enablers=self.enablers)
        event.sentences = sentences(event.comparison)
