"""One capability through time: where it stands, what that rests on, and how it got there."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from mnr.models import (
    Assessment,
    Assignment,
    Capability,
    EvidenceCheck,
    PlanAction,
    ReportingPeriod,
)
from mnr.selectors.levels import Stand, stands
from mnr.selectors.reading import Reader
from mnr.services.strengths import WITH_DOCUMENTS


@dataclass(frozen=True)
class Step:
    """The capability in one period, to one reader's eyes."""

    period: ReportingPeriod
    stand: Stand
    is_visible: bool

    @property
    def carried_from(self):
        return self.stand.carried_from(self.period)

    @property
    def misses_target(self):
        return self.stand.misses_target(self.period)


@dataclass(frozen=True)
class History:
    """The capability's steps, the oldest first."""

    capability: Capability
    reader: Reader
    steps: list

    @property
    def latest(self) -> Step:
        return self.steps[-1]

    @property
    def now(self) -> Step | None:
        """The latest step that the reader may see."""
        return next((step for step in reversed(self.steps) if step.is_visible), None)

    @property
    def before(self) -> Step | None:
        """The step that the reader may see before that one."""
        seen = [step for step in self.steps if step.is_visible]
        return seen[-2] if len(seen) > 1 else None

    @property
    def carried_for(self):
        """For how many periods the level was carried forward since it was last worked through."""
        if not (self.now and self.now.stand.assessed_in):
            return 0
        codes = [step.period.code for step in self.steps]
        assessed, now = self.now.stand.assessed_in, self.now.period.code
        return codes.index(now) - codes.index(assessed) if assessed in codes else 0


def history(user, capability, begun, assignments) -> History:
    """Where the capability stood in every period."""
    reader = Reader(user)
    found = stands(begun, begun, capability.number, assignments)
    line = [(period, found[period.code].get(capability.number, Stand())) for period in begun]
    return History(
        capability,
        reader,
        [Step(row, stand, reader.sees_level(row, capability, stand)) for row, stand in line],
    )


def standing_assessment(history: History) -> Assessment | None:
    """The assessment behind the level that the reader sees, if its inside is theirs to read."""
    if history.now is None:
        return None
    capability, period = history.capability, history.now.period
    found = (
        Assessment.objects.up_to(period)
        .filter(update__capability=capability)
        .select_related("update__period", "update__organisation", "assessed_in")
        .first()
    )
    if found is None:
        return None
    update = found.update
    may = history.reader.sees_content(update.period, capability, update.organisation_id)
    return found if may else None


def answered_checks(capability, assessment) -> list:
    """[(check, answer or None)] in the framework's order; without an assessment, all unanswered."""
    checks = EvidenceCheck.objects.filter(capability=capability, withdrawn_on=None)
    given = {}
    if assessment:
        prefetch_related_objects([assessment], *WITH_DOCUMENTS)
        given = {row.check_item_id: row for row in assessment.answers.all()}
    return [(check, given.get(check.pk)) for check in checks]


def assignments_of(capability) -> list[Assignment]:
    """Every assignment the capability had, leads first."""
    rows = Assignment.objects.filter(capability=capability)
    return list(rows.select_related("organisation", "capability"))


def plan_of(capability) -> list[PlanAction]:
    """Work planned and done, what runs now before what is done."""
    order = {
        value: place for place, value in enumerate(("in_progress", "ongoing", "proposed", "done"))
    }
    rows = capability.plan_actions.select_related("organisation")
    return sorted(rows, key=lambda row: order[row.status])
