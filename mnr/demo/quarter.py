"""One period of the demonstration, from its opening to the state that it reaches."""

from dataclasses import dataclass
from datetime import timedelta

from mnr.demo import fates, questions, texts
from mnr.demo.cast import Cast
from mnr.demo.dates import Slot, State, dated, moment
from mnr.demo.dice import Dice
from mnr.demo.review import Review
from mnr.demo.writing import Draft, Writer
from mnr.models import (
    Assessment,
    CheckAnswer,
    Evidence,
    Extension,
    Obstacle,
    ProgressUpdate,
    ReportingPeriod,
    Waiver,
)
from mnr.roles import Action
from mnr.services import audit, reports, snapshots


@dataclass(frozen=True)
class Step:
    """A state of the period: what enters it, on which of its days, and the columns for it."""

    action: Action
    day: str
    minutes: int
    done: str


STEPS = {
    State.OPEN: Step(Action.PERIOD_OPEN, "opens_on", 0, "opened"),
    State.CLOSED: Step(Action.PERIOD_CLOSE_ENTRY, "due_on", 540, "closed"),
    State.FROZEN: Step(Action.PERIOD_FREEZE, "freeze_on", 300, "frozen"),
    State.APPROVED: Step(Action.PERIOD_APPROVE, "meeting_on", 300, "approved"),
    State.PUBLISHED: Step(Action.PERIOD_PUBLISH_CONFIRM, "meeting_on", 480, "published"),
}


class Quarter:
    """A period that is written; events of the trail are kept until their order is known."""

    def __init__(self, slot: Slot, cast: Cast, dice: Dice, today):
        self.slot, self.cast, self.dice, self.today = slot, cast, dice, today
        self.period = ReportingPeriod(code=slot.code, **slot.dates)
        self.drafts: list[Draft] = []

    def open(self):
        """Plan and open the period, as the scheduler does."""
        self.period.save()
        self._enter(State.OPEN, by=None)

    def write(self, due: dict, capabilities: dict, documents, enablers: dict):
        """Every update that is owed, up to the state that its fate says."""
        writer = Writer(self.slot, self.period, documents, enablers)
        owed = self.cast.assigned_by(self.period.ends_on)
        for assignment in owed:
            fate = due[assignment.pk]
            if fate not in fates.UNWRITTEN:
                draft = self._draft(assignment, fate)
                chance = self._chance("text", assignment)
                writer.write(draft, capabilities[assignment.capability_id], chance)
                self.drafts.append(draft)
        self._save()
        questions.ask(self.drafts, self.dice)
        Review(self.slot, self.cast, self.dice, self.today).carry(self.drafts)
        self._record()
        self._exceptions([row for row in owed if due[row.pk] == fates.WAIVED])
        for draft in self.drafts:
            if draft.assessment and draft.update.state == "accepted":
                path = capabilities[draft.assignment.capability_id]
                path.standing = draft.assessment
                path.standing_answers = {
                    row.check_item: (row, cited) for row, cited in draft.answers
                }

    def finish(self, is_reported: bool):
        """Close, freeze, approve and publish, as far as this period has come."""
        if self.slot.is_open:
            return
        secretary, chair = self.cast.secretariat[0], self.cast.chairs[0]
        self._enter(State.CLOSED, secretary)
        at = self._enter(State.FROZEN, secretary)
        snapshot = snapshots.make_snapshot(period=self.period, by=secretary, at=at)
        if is_reported:
            reports.queue_report(snapshot=snapshot, by=secretary)
        if self.slot.state == State.FROZEN:
            return
        self.period.approved_digest = snapshot.digest
        self._enter(State.APPROVED, chair)
        self._ask_for_publication(secretary)
        if self.slot.state == State.PUBLISHED:
            self._enter(State.PUBLISHED, chair)

    def _ask_for_publication(self, secretary):
        at = moment(self.slot.dates["meeting_on"], 400)
        self.period.publish_requested_by, self.period.publish_requested_at = secretary, at
        self.period.save()
        audit.record(Action.PERIOD_PUBLISH_REQUEST, self.period, secretary, dated(at))

    def _enter(self, state, by):
        """One step on, on the day that the calendar names. Returns when."""
        step = STEPS[state]
        at = moment(self.slot.dates[step.day], step.minutes)
        before, self.period.state = self.period.state, state
        setattr(self.period, f"{step.done}_at", at)
        if hasattr(self.period, f"{step.done}_by_id"):
            setattr(self.period, f"{step.done}_by", by)
        self.period.save()
        audit.record(step.action, self.period, by, {"state": [before, state]} | dated(at))
        return at

    def _draft(self, assignment, fate):
        chance = self._chance("author", assignment)
        author = chance.choice(self.cast.writers[assignment.organisation_id])
        update = ProgressUpdate(
            id=self.dice.key(
                "update",
                self.slot.code,
                assignment.organisation.short_name,
                assignment.capability.number,
            ),
            period=self.period,
            capability=assignment.capability,
            organisation=assignment.organisation,
            started_by=author,
            saved_by=author,
            version=2,
        )
        draft = Draft(assignment, fate, author, update)
        began, ends = self._writing_days()
        started = moment(began + timedelta(days=chance.randint(0, max(0, (ends - began).days - 4))))
        started += timedelta(minutes=chance.randrange(60, 480))
        update.saved_at = started + timedelta(minutes=chance.randrange(20, 90))
        draft.did(started, Action.UPDATE_CREATE, author)
        return draft

    def _writing_days(self):
        dates = self.slot.dates
        last = self.today - timedelta(days=1) if self.slot.is_open else dates["due_on"]
        return dates["opens_on"], last

    def _save(self):
        """Drafts with all their parts, before they are sent: later the database takes none."""
        updates = [draft.update for draft in self.drafts]
        saved = {update.pk: update.saved_at for update in updates}
        ProgressUpdate.objects.bulk_create(updates)  # which sets saved_at to now
        for update in updates:
            update.saved_at = saved[update.pk]
        ProgressUpdate.objects.bulk_update(updates, ["saved_at"], batch_size=200)
        Obstacle.objects.bulk_create(row for draft in self.drafts for row in draft.obstacles)
        assessed = [draft for draft in self.drafts if draft.assessment]
        Assessment.objects.bulk_create(
            draft.assessment for draft in self.drafts if draft.assessment
        )
        answers = [pair for draft in assessed for pair in draft.answers]
        CheckAnswer.objects.bulk_create(row for row, _cited in answers)
        shown = CheckAnswer.evidence.through
        shown.objects.bulk_create(
            shown(checkanswer=row, evidence=item) for row, cited in answers for item in cited
        )
        named = Evidence.updates.through
        named.objects.bulk_create(
            named(progressupdate=draft.update, evidence=item)
            for draft in self.drafts
            for item in draft.cited
        )

    def _record(self):
        """The trail of the updates, in the order in which things were done."""
        events = [
            (at, draft.update, action, by, changes)
            for draft in self.drafts
            for at, action, by, changes in draft.events
        ]
        events.sort(key=lambda event: (event[0], str(event[1].pk)))
        audit.record_many(
            [
                audit.Entry(action, update, by, changes | dated(at))
                for at, update, action, by, changes in events
            ]
        )

    def _exceptions(self, waived):
        """Waivers of what never came, and more time for whoever asked."""
        for assignment in waived:
            chance = self._chance("waiver", assignment)
            at = moment(self.slot.dates["review_due_on"], 200)
            row = Waiver.objects.create(
                period=self.period,
                organisation=assignment.organisation,
                capability=assignment.capability,
                reason=chance.choice(texts.common("reasons")["waiver"]),
                by=self.cast.secretariat[1],
                at=at,
            )
            changes = {"reason": [None, row.reason]} | dated(at)
            audit.record(Action.PERIOD_WAIVE, row, row.by, changes)
        for organisation in self.cast.organisations.values():
            asks = self.cast.settings[organisation.pk].get("is_given_more_time")
            if asks and (self.slot.is_open or self.slot.index % 3 == 1):
                self._extend(organisation)

    def _extend(self, organisation):
        due = self.slot.dates["due_on"]
        row = Extension.objects.create(
            period=self.period,
            organisation=organisation,
            until=due + timedelta(days=1 if self.slot.is_open else 7),
            reason=texts.common("reasons")["extension"][self.slot.index % 2],
            by=self.cast.secretariat[0],
        )
        at = moment(min(due - timedelta(days=3), self.today - timedelta(days=2)), 120)
        Extension.objects.filter(pk=row.pk).update(at=at)
        changes = {"until": [None, row.until], "reason": [None, row.reason]} | dated(at)
        audit.record(Action.PERIOD_EXTEND_DEADLINE, row, row.by, changes)

    def _chance(self, what, assignment):
        organisation = assignment.organisation.short_name
        return self.dice.at(what, self.slot.code, organisation, assignment.capability.number)
