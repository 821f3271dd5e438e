"""How the capabilities move: which checks are answered how in each period, and what follows."""

from dataclasses import dataclass, field

from mnr import levels
from mnr.demo import texts
from mnr.models import Capability

TURN = 0.55  # the part of the time after which a course stalls, falls or begins


@dataclass
class Rating:
    """What an assessment would say: the answers by check, and the levels that they support."""

    answers: dict  # EvidenceCheck: "no", "partly" or "yes"
    proposal: levels.Proposal
    in_place: int
    in_use: int

    @property
    def departs(self):
        return (self.in_place, self.in_use) != (self.proposal.in_place, self.proposal.in_use)


@dataclass
class Path:
    """One capability over the periods, and the assessment that stands at each moment."""

    capability: Capability
    course: texts.Course
    last: int  # index of the open period
    checks: list = field(default_factory=list)
    standing: object = None  # the latest accepted Assessment
    standing_answers: dict = field(default_factory=dict)

    def __post_init__(self):
        rows = self.capability.checks.filter(withdrawn_on=None).order_by("level", "order")
        self.checks = list(rows)

    def rating(self, index: int) -> Rating:
        """The answers that hold in a period."""
        points = round(self._progress(index / max(self.last, 1)) * 2 * len(self.checks))
        answers: dict = {
            check: ("no", "partly", "yes")[max(0, min(2, points - 2 * place))]
            for place, check in enumerate(self.checks)
        }
        if index >= TURN * self.last:
            answers |= {
                c: self.course.lost[c.code] for c in self.checks if c.code in self.course.lost
            }
        proposal = levels.propose(
            [levels.Answered(c.code, c.level, c.rating, answer) for c, answer in answers.items()]
        )
        in_place, in_use = proposal.in_place or 0, proposal.in_use or 0
        if self.course.departs and in_use + self.course.departs in (1, 2, 3):
            in_use += self.course.departs
        return Rating(answers, proposal, max(in_place, in_use), in_use)

    def is_due(self, index: int) -> bool:
        """Whether the lead works through the checks again in this period."""
        course = self.course
        if course.shape == "never":
            return False
        if course.shape == "carried":
            return self.standing is None
        if course.shape == "late" and index < TURN * self.last:
            return False
        return (
            self.standing is None or index % course.every == self.capability.number % course.every
        )

    def confidence(self, index: int) -> str:
        """How the lead sees delivery: its course decides, with a doubt now and then."""
        late = index >= TURN * self.last
        if self.course.shape == "fell" and late:
            return "off_track"
        if self.course.shape in ("stalled", "never") and late:
            return "at_risk"
        return "at_risk" if (index + self.capability.number) % 5 == 0 else "on_track"

    def stage(self, index: int, steps: int) -> int:
        """Where between first steps and maturity the texts are taken from."""
        part = self._progress(index / max(self.last, 1)) if self.course.end else 0
        return min(steps - 1, int(part * steps))

    def _progress(self, time):
        course = self.course
        if course.shape in ("stalled", "fell"):
            time = min(time, TURN) / TURN
        return course.start + (course.end - course.start) * time


def paths(last: int) -> dict:
    """{capability id: Path} of the current framework."""
    capabilities = Capability.objects.current().select_related("domain")
    return {row.pk: Path(row, texts.fragments()[row.number].course, last) for row in capabilities}
