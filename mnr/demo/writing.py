"""What an organisation writes in its update: texts, obstacles and, if it leads, an assessment."""

from dataclasses import dataclass, field
from datetime import datetime

from mnr.demo import fates, texts
from mnr.demo.course import Path
from mnr.demo.dates import Slot
from mnr.models import Assessment, Assignment, CheckAnswer, Enabler, Obstacle, ProgressUpdate, User
from mnr.roles import Action


@dataclass
class Draft:
    """An update on its way: what it says, what becomes of it, and what was done with it."""

    assignment: Assignment
    fate: str
    author: User
    update: ProgressUpdate
    obstacles: list = field(default_factory=list)
    assessment: Assessment | None = None
    answers: list = field(default_factory=list)
    cited: list = field(default_factory=list)  # documents of the update
    events: list = field(default_factory=list)  # (when, action, who, changes)

    @property
    def leads(self):
        return self.assignment.kind == Assignment.Kind.LEAD

    def did(self, at: datetime, action, by, changes=None):
        """Note what somebody did, for the trail."""
        self.events.append((at, action, by, changes or {}))


class Writer:
    """Puts an update's content together."""

    def __init__(self, slot: Slot, period, archive, enablers: dict):
        self.slot, self.period, self.archive = slot, period, archive
        self.enablers: dict[str, Enabler] = enablers
        self.told: set = set()  # fragments used in this period

    def write(self, draft: Draft, path: Path, chance) -> None:
        """Fill in the draft as its fate asks."""
        if draft.fate == fates.NIL:
            draft.update.is_nil = True
            return
        said = texts.fragments()[draft.assignment.capability.number]
        self._texts(draft, path, said, chance)
        self._obstacles(draft, said, chance)
        if draft.leads:
            self._assess(draft, path, said, chance)
        if draft.fate == fates.DRAFT:
            self._leave_unfinished(draft, chance)

    def _texts(self, draft, path, said, chance):
        update, index = draft.update, self.slot.index
        own = said.said_by(draft.assignment)
        stage = path.stage(index, len(own))
        window = own[max(0, stage - 1) : stage + 2]
        start = index + draft.assignment.capability.number
        turned = window[start % len(window) :] + window[: start % len(window)]
        picked = [self._untold(turned if draft.leads else [*turned, *own])]
        if draft.leads and len(window) > 1 and chance.random() < 0.5:
            picked.append(window[(start + 1) % len(window)])
        update.achievements = " ".join(texts.fill(text, chance) for text in picked)
        update.next_steps = self._steps(said, chance, 2 if draft.leads else 1)
        update.confidence = path.confidence(index) if draft.leads else self._contributed(chance)
        wanted = {"off_track": 0.9, "at_risk": 0.5}.get(update.confidence, 0.15)
        if draft.leads and chance.random() < wanted:
            update.decisions_asked = texts.fill(chance.choice(said.decisions), chance)
        if draft.leads or chance.random() < 0.4:
            place = start % len(said.public)
            public = self._untold(said.public[place:] + said.public[:place])
            update.public_summary = texts.fill(public, chance)

    def _untold(self, fragments):
        """The first that nobody has used in this period; the first of all if there is none."""
        found = next((text for text in fragments if text not in self.told), fragments[0])
        self.told.add(found)
        return found

    def _steps(self, said, chance, most):
        untold = [text for text in said.next_steps if text not in self.told]
        count = chance.randint(1, most)
        steps = chance.sample(untold if len(untold) >= count else said.next_steps, count)
        self.told.update(steps)
        return " ".join(texts.fill(step, chance) for step in steps)

    def _contributed(self, chance):
        return chance.choices(("on_track", "at_risk", "off_track"), (75, 20, 5))[0]

    def _obstacles(self, draft, said, chance):
        fewest = {"on_track": 0, "at_risk": 1, "off_track": 2}[draft.update.confidence]
        count = fewest + (chance.random() < 0.25)
        for order, (text, enabler) in enumerate(chance.sample(said.obstacles, count), start=1):
            draft.obstacles.append(
                Obstacle(
                    update=draft.update,
                    order=order,
                    text=texts.fill(text, chance),
                    enabler=self.enablers.get(enabler),
                )
            )

    def _assess(self, draft, path, said, chance):
        if path.is_due(self.slot.index):
            rating = path.rating(self.slot.index)
            standing = {check: row.answer for check, (row, _cited) in path.standing_answers.items()}
            if path.standing is None or standing != rating.answers:
                self._assess_anew(draft, path, rating, said, chance)
                return
        if path.standing is not None and path.course.shape == "confirmed":
            self._confirm(draft, path)

    def _assess_anew(self, draft, path, rating, said, chance):
        down = rating.in_use < rating.proposal.in_use
        departure = texts.common("reasons")["departure_down" if down else "departure_up"]
        rationale = texts.common("rationale")[str(min(rating.in_place, rating.in_use))]
        level, on = self._target(path, rating)
        draft.assessment = Assessment(
            update=draft.update,
            in_place=rating.in_place,
            in_use=rating.in_use,
            proposed_in_place=rating.proposal.in_place,
            proposed_in_use=rating.proposal.in_use,
            departure_reason=texts.fill(departure[0], chance) if rating.departs else "",
            lowering_reason=said.setback if _is_lower(rating, path.standing) else "",
            rationale=texts.fill(chance.choice(rationale), chance),
            target_level=level,
            target_on=on,
            assessed_in=self.period,
        )
        documents = self.archive.known(draft.assignment.capability_id, self.period.ends_on)
        for check, answer in rating.answers.items():
            self._answer(draft, check, answer, documents, chance)
        draft.cited = documents[-1:]

    def _answer(self, draft, check, answer, documents, chance):
        note = ""
        if answer == "partly" and chance.random() < 0.6:
            note = texts.fill(chance.choice(texts.common("notes")), chance)
        row = CheckAnswer(assessment=draft.assessment, check_item=check, answer=answer, note=note)
        shown = answer != "no" and documents and chance.random() < 0.6
        draft.answers.append((row, [chance.choice(documents)] if shown else []))

    def _target(self, path, rating):
        """A level higher by the end of the next year or the one after; some set none."""
        if path.capability.number % 6 == 5 or rating.in_use > 3:
            return None, None
        standing = path.standing
        if standing is not None and (standing.target_level or 0) > rating.in_use:
            return standing.target_level, standing.target_on
        year = self.period.ends_on.year + 1 + path.capability.number % 2
        return rating.in_use + 1, self.period.ends_on.replace(year=year, month=12, day=31)

    def _confirm(self, draft, path):
        earlier = path.standing
        copied = ["in_place", "in_use", "departure_reason", "rationale", "target_level"]
        copied += ["target_on", "proposed_in_place", "proposed_in_use", "assessed_in"]
        draft.assessment = Assessment(
            update=draft.update,
            is_confirmation=True,
            **{name: getattr(earlier, name) for name in copied},
        )
        for check, (row, cited) in path.standing_answers.items():
            answer = CheckAnswer(
                assessment=draft.assessment, check_item=check, answer=row.answer, note=row.note
            )
            draft.answers.append((answer, cited))

    def _leave_unfinished(self, draft, chance):
        """A draft lacks what its author has not come to yet."""
        draft.update.next_steps = draft.update.decisions_asked = ""
        if draft.assessment and not draft.assessment.is_confirmation and chance.random() < 0.7:
            draft.assessment.in_place = draft.assessment.in_use = None
            draft.answers = draft.answers[: len(draft.answers) // 2]
        changes = {"achievements": ["", draft.update.achievements]}
        draft.did(draft.update.saved_at, Action.UPDATE_EDIT, draft.author, changes)


def _is_lower(rating, standing):
    return standing is not None and (
        rating.in_use < standing.in_use or rating.in_place < standing.in_place
    )
