"""Taking a period's updates up the states, step by step as the database demands."""

from datetime import datetime, timedelta

from mnr.demo import fates, texts
from mnr.demo.cast import Cast
from mnr.demo.dates import Slot, moment
from mnr.demo.dice import Dice
from mnr.demo.writing import Draft
from mnr.models import Comment, ProgressUpdate, Submission
from mnr.roles import Action
from mnr.services import audit
from mnr.services.content import UPDATE_TEXTS, update_content, updates_with_content

State = ProgressUpdate.State
HOUR = timedelta(hours=1)
ENDORSED_FATES = {fates.ENDORSED, fates.ACCEPTED, fates.RESUBMITTED, fates.NIL}

# what a draft says before anything is written in it
NOTHING = {"is_nil": False, "confidence": "", "obstacles": [], "evidence": [], "assessment": None}
NOTHING |= dict.fromkeys(UPDATE_TEXTS, "")


class Review:
    """The review of one period's updates, as far as each one's fate goes."""

    def __init__(self, slot: Slot, cast: Cast, dice: Dice, today):
        self.slot, self.cast, self.dice, self.today = slot, cast, dice, today

    def carry(self, drafts: list[Draft]) -> None:
        """Send, return, send again, endorse and accept."""
        sent = [draft for draft in drafts if draft.fate not in fates.UNSENT]
        self._submit(sent)
        self._return([draft for draft in sent if draft.fate in fates.SENT_BACK])
        self._submit([draft for draft in sent if draft.fate == fates.RESUBMITTED])
        self._endorse([draft for draft in sent if self._reaches(draft, ENDORSED_FATES)])
        accepted = ENDORSED_FATES - {fates.ENDORSED}
        self._accept([draft for draft in sent if self._reaches(draft, accepted)])

    def _reaches(self, draft, reaching):
        """What was sent again in the open period still waits for its domain lead."""
        return draft.fate in reaching and not (
            self.slot.is_open and draft.fate == fates.RESUBMITTED
        )

    def _submit(self, drafts):
        for draft in drafts:
            update = draft.update
            latest = update.returned_at or update.saved_at
            update.submitted_at = self._later(latest, draft, 1, 3)
            update.submitted_by, update.saved_at = draft.author, update.submitted_at
            update.submission_number += 1
            draft.did(
                update.submitted_at,
                Action.UPDATE_SUBMIT,
                draft.author,
                {"submission": update.submission_number},
            )
        names = ["submitted_at", "submitted_by", "saved_at", "submission_number"]
        self._step(drafts, State.SUBMITTED, names)
        self._keep_submissions(drafts)

    def _keep_submissions(self, drafts):
        stored = updates_with_content(
            ProgressUpdate.objects.filter(pk__in=[draft.update.pk for draft in drafts])
        )
        contents = {row.pk: update_content(row) for row in stored}
        rows = []
        for draft in drafts:
            update = draft.update
            content, before = contents[update.pk], NOTHING
            if update.submission_number == 2:
                before = _before_correction(content)
            elif draft.fate == fates.RESUBMITTED:
                content = _before_correction(content)
            changes = audit.changed(before, content)
            draft.did(update.saved_at - HOUR / 4, Action.UPDATE_EDIT, draft.author, changes)
            rows.append(
                Submission(
                    update=update,
                    number=update.submission_number,
                    content=content,
                    submitted_by=draft.author,
                    submitted_at=update.submitted_at,
                )
            )
        Submission.objects.bulk_create(rows)

    def _return(self, drafts):
        comments = []
        for draft in drafts:
            update, chance = draft.update, self._chance("return", draft)
            update.returned_by = self._endorser(draft)
            update.returned_at = self._later(update.submitted_at, draft, 0, 2)
            update.return_reason = chance.choice(texts.common("reasons")["return"])
            draft.did(
                update.returned_at,
                Action.UPDATE_RETURN,
                update.returned_by,
                {"reason": [None, update.return_reason]},
            )
            comments += self._comments(draft, chance)
        self._step(drafts, State.RETURNED, ["returned_by", "returned_at", "return_reason"])
        Comment.objects.bulk_create(comments)
        for row in comments:
            at = row.update.returned_at - HOUR / 2
            Comment.objects.filter(pk=row.pk).update(at=at)

    def _comments(self, draft, chance):
        """Two remarks of the reviewer; dealt with where the update was sent again."""
        rows = []
        said = [row for row in texts.common("comments") if _fits(row["item"], draft)]
        for remark in chance.sample(said, 2):
            row = Comment(
                id=self.dice.key("comment", str(draft.update.pk), remark["item"]),
                update=draft.update,
                by=draft.update.returned_by,
                **remark,
            )
            if draft.fate == fates.RESUBMITTED:
                row.resolved_by = draft.author
                row.resolved_at = draft.update.returned_at + HOUR / 2
                changes = {"comment": [str(row.pk), "resolved"]}
                draft.did(row.resolved_at, Action.NOTE_RESOLVE, draft.author, changes)
            draft.did(
                draft.update.returned_at - HOUR / 2,
                Action.NOTE_CREATE,
                row.by,
                {"comment": [None, str(row.pk)], "item": [None, row.item]},
            )
            rows.append(row)
        return rows

    def _endorse(self, drafts):
        for draft in drafts:
            update = draft.update
            update.endorsed_by = self._endorser(draft)
            update.endorsed_at = self._later(update.submitted_at, draft, 0, 4)
            draft.did(update.endorsed_at, Action.UPDATE_ENDORSE, update.endorsed_by)
        self._step(drafts, State.ENDORSED, ["endorsed_by", "endorsed_at"])

    def _accept(self, drafts):
        for draft in drafts:
            update = draft.update
            update.accepted_by = self._chance("accept", draft).choice(self.cast.secretariat)
            update.accepted_at = self._later(update.endorsed_at, draft, 0, 3)
            draft.did(update.accepted_at, Action.UPDATE_ACCEPT, update.accepted_by)
        self._step(drafts, State.ACCEPTED, ["accepted_by", "accepted_at"])

    def _step(self, drafts, state, names):
        for draft in drafts:
            draft.update.state = state
            draft.update.version += 1
        rows = [draft.update for draft in drafts]
        ProgressUpdate.objects.bulk_update(rows, ["state", "version", *names], batch_size=200)

    def _endorser(self, draft):
        """The domain's lead, or the deputy where the lead's own organisation wrote."""
        endorsers = self.cast.endorsers_of(draft.assignment)
        often = self._chance("endorser", draft).random() < 0.8
        return endorsers[0 if often else -1]

    def _later(self, moment_before, draft, fewest, most) -> datetime:
        """A time some days later; in the open period never after today's morning."""
        chance = self._chance("time", draft)
        chance.seed(f"{chance.random()}{moment_before}")
        day = moment_before.date() + timedelta(days=chance.randint(fewest, most))
        at = moment(day, chance.randrange(30, 540))
        end = self.today if self.slot.is_open else self.slot.dates["freeze_on"]
        latest = moment(end - timedelta(days=1))
        soon = moment_before + timedelta(minutes=chance.randint(40, 240))
        return max(soon, min(at, latest - HOUR))

    def _chance(self, what, draft):
        organisation = draft.assignment.organisation.short_name
        number = draft.assignment.capability.number
        return self.dice.at(what, self.slot.code, organisation, number)


def _fits(item, draft):
    return item != "assessment" or draft.assessment is not None


def _before_correction(content):
    """What was sent the first time: one sentence and no public summary yet."""
    first, _dot, _rest = content["achievements"].partition(". ")
    return content | {"achievements": first.rstrip(".") + ".", "public_summary": ""}
