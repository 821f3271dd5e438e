"""What a report says, whatever it is rendered as: plain data, made by `committee`, set by `pdf`."""

from dataclasses import dataclass, field
from datetime import date

from mnr.reports.imprint import Imprint


@dataclass(frozen=True)
class Point:
    """The two levels of a capability in one period."""

    period: str
    in_place: int | None
    in_use: int | None

    @property
    def level(self):
        return lower(self.in_place, self.in_use)


@dataclass(frozen=True)
class Obstacle:
    """What holds the work back; `enabler` is its title, or empty."""

    text: str
    enabler: str


@dataclass(frozen=True)
class Reference:
    """A document that somebody refers to, numbered for this report."""

    number: int
    title: str
    publisher: str
    dated_on: date
    url: str
    registry_number: str
    valid_from: date | None
    valid_until: date | None
    capabilities: tuple[int, ...]


@dataclass(frozen=True)
class CheckRow:
    """An evidence check with its answer; `references` are numbers of the list of documents."""

    code: str
    text: str
    level: int
    rating: str
    answer: str
    note: str
    references: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """What one organisation reports on a capability, or that it does not."""

    organisation: str
    short_name: str
    is_lead: bool
    state: str  # accepted, waived or missing
    is_expected: bool = True
    waiver_reason: str = ""
    last_update: str = ""
    is_nil: bool = False
    confidence: str = ""
    submitted_on: date | None = None
    achievements: str = ""
    next_steps: str = ""
    decisions_asked: str = ""
    public_summary: str = ""
    obstacles: tuple[Obstacle, ...] = ()
    references: tuple[int, ...] = ()

    @property
    def is_reported(self):
        return self.state == "accepted"


@dataclass(frozen=True)
class Rating:
    """The assessment that stands, and where it comes from."""

    assessed_in: str
    accepted_in: str
    periods_old: int | None  # None: older than every frozen period
    confirmed_in: str
    proposed_in_place: int | None
    proposed_in_use: int | None
    rationale: str
    departure_reason: str
    lowering_reason: str

    @property
    def departs(self):
        """Whether a reason was given for other levels than the answers support."""
        return bool(self.departure_reason)


@dataclass(frozen=True)
class CapabilityPage:
    """Everything about one capability in the period."""

    number: int
    title: str
    description: str
    lead: str
    history: tuple[Point, ...]  # the last one is this period's
    confidence: str
    confidence_before: str
    target_level: int | None
    target_on: date | None
    target_before: int | None
    misses_target: bool  # its day has passed without the level being reached
    rating: Rating | None
    checks: tuple[CheckRow, ...]
    parts: tuple[Part, ...]
    self_check: object = None  # mnr.reports.self_check.SelfCheck; None of older snapshots

    @property
    def now(self):
        return self.history[-1]

    @property
    def before(self):
        """The levels of the period before, if there was one."""
        return self.history[-2] if len(self.history) > 1 else None

    @property
    def level(self):
        return self.now.level

    @property
    def level_before(self):
        return self.before.level if self.before else None

    @property
    def carried_from(self):
        """The period whose accepted assessment still stands, if nothing newer was accepted."""
        if self.rating is None or self.level is None or self.rating.accepted_in == self.now.period:
            return None
        return self.rating.accepted_in

    @property
    def silent(self):
        """Those of whom an update was expected and is not there."""
        return [part for part in self.parts if not part.is_reported]


@dataclass(frozen=True)
class DomainChapter:
    """A domain: its outcome and its capabilities."""

    order: int
    key: str
    name: str
    outcome: str
    outcome_description: str
    pages: tuple[CapabilityPage, ...]
    lowest: int | None
    median: float | None
    registers: tuple = ()  # of mnr.reports.kept.RegisterPage
    indicators: tuple = ()  # of mnr.reports.indicators.IndicatorLine

    @property
    def has_values(self):
        """Whether any value of its indicators was reported in the period."""
        return any(line.figures for line in self.indicators)


@dataclass(frozen=True)
class NamedObstacle:
    """An obstacle with where it was reported."""

    number: int
    organisation: str
    text: str


@dataclass(frozen=True)
class EnablerRow:
    """An enabler and the obstacles that were said to come from it."""

    title: str
    obstacles: tuple[NamedObstacle, ...]

    @property
    def capabilities(self):
        return sorted({obstacle.number for obstacle in self.obstacles})


@dataclass(frozen=True)
class Message:
    """A sentence made by rule, and the capabilities that it rests on."""

    text: str
    capabilities: tuple[int, ...] = ()


@dataclass(frozen=True)
class Change:
    """What became different about a capability since the period before."""

    number: int
    title: str
    words: str
    reason: str = ""


@dataclass(frozen=True)
class ChangeGroup:
    """Changes of one kind."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Decision:
    """What an organisation asks the committee to decide."""

    number: int
    title: str
    organisation: str
    text: str


@dataclass(frozen=True)
class Silence:
    """An update that was expected and is not there."""

    number: int
    title: str
    part: Part


@dataclass(frozen=True)
class Extension:
    """More time that an organisation was given."""

    organisation: str
    until: date
    reason: str


@dataclass(frozen=True)
class Edition:
    """A whole report."""

    imprint: Imprint
    framework: str
    framework_published: str
    scale: tuple[dict, ...]
    messages: tuple[Message, ...]
    changes: tuple[ChangeGroup, ...]
    decisions: tuple[Decision, ...]
    silences: tuple[Silence, ...]
    chapters: tuple[DomainChapter, ...]
    enablers: tuple[EnablerRow, ...]
    other_obstacles: tuple[NamedObstacle, ...]
    references: tuple[Reference, ...]
    extensions: tuple[Extension, ...]
    periods: tuple[str, ...] = field(default=())
    reduced: tuple = ()  # of mnr.reports.reduced.Reduced
    published: tuple = ()  # of mnr.reports.indicators.FigureLine: values of no indicator
    counting: tuple = ()  # of mnr.reports.indicators.Counting
    overrides: tuple = ()  # of mnr.reports.overridden.Overridden
    rules: dict = field(default_factory=dict)  # of disclosure control

    @property
    def pages(self):
        """The capabilities of all chapters, in the framework's order."""
        return [page for chapter in self.chapters for page in chapter.pages]

    @property
    def indicators(self):
        """Every indicator, in the framework's order."""
        return [line for chapter in self.chapters for line in chapter.indicators]

    @property
    def has_self_checks(self):
        return any(page.self_check for page in self.pages)

    @property
    def expected(self):
        """How many updates were expected."""
        return sum(len(page.parts) for page in self.pages)


def lower(in_place, in_use):
    """A capability's level: the lower of its ratings, or None if not assessed."""
    return None if in_place is None or in_use is None else min(in_place, in_use)
