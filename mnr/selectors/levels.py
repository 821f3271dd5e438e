"""Where each capability stands in each period: from the snapshot of a frozen period, else live."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.utils import timezone

from mnr import permissions, targets
from mnr.models import Assignment, ProgressUpdate, ReportingPeriod, Snapshot, Waiver
from mnr.roles import Action
from mnr.services.expectations import MISSING, WAIVED

ACCEPTED = ProgressUpdate.State.ACCEPTED
LIVE_FIELDS = (
    "period_id",
    "capability__number",
    "organisation_id",
    "state",
    "confidence",
    "assessment__in_place",
    "assessment__in_use",
    "assessment__target_level",
    "assessment__target_on",
    "assessment__assessed_in__code",
)


@dataclass(frozen=True)
class Stand:
    """Where one capability stands in one period: accepted levels, carried forward."""

    lead: UUID | None = None
    in_place: int | None = None
    in_use: int | None = None
    target_level: int | None = None
    target_on: date | None = None
    assessed_in: str | None = None
    accepted_in: str | None = None  # where the assessment was made or confirmed
    confidence: str = ""
    states: dict = field(default_factory=dict)  # {organisation: state of the update that it owes}
    enablers: dict = field(default_factory=dict)  # {organisation: enablers behind its obstacles}

    @property
    def level(self):
        """The lower of the two ratings, or None if not assessed."""
        if self.in_place is None or self.in_use is None:
            return None
        return min(self.in_place, self.in_use)

    def carried_from(self, period):
        """The earlier period whose assessment still stands, if nothing newer was accepted."""
        if self.level is None or self.accepted_in == period.code:
            return None
        return self.accepted_in

    def misses_target(self, period):
        """Whether the target's day has passed without the level being reached."""
        days = {"ends_on": period.ends_on, "today": timezone.localdate()}
        return targets.is_missed(self.level, self.target_level, self.target_on, **days)


def begun_periods(user) -> list[ReportingPeriod]:
    """The periods that have begun and that the reader may know of, the oldest first."""
    begun = ReportingPeriod.objects.begun()
    known = permissions.scope(user, Action.PERIOD_READ_META, begun)
    return list((known | permissions.scope(user, Action.PERIOD_READ, begun)).order_by("starts_on"))


def current_of(begun: list[ReportingPeriod]) -> ReportingPeriod | None:
    """The open period, else the latest that has begun."""
    return next((row for row in begun if row.state == "open"), begun[-1] if begun else None)


def snapshot_of(period) -> Snapshot | None:
    """The newest snapshot of a frozen period, without its content."""
    if not period.is_frozen:
        return None
    rows = Snapshot.objects.filter(period=period).order_by("-version")
    return rows.only("version", "digest", "note", "made_at").first()


def stands(begun, wanted, number=None, assignments=None) -> dict:
    """{code: {capability number: Stand}} of a stretch of periods, of one capability if named.

    Four queries at most; one if all are frozen. `begun` holds every period, the oldest first;
    `assignments` are those of the capability, where the caller has read them.
    """
    if not wanted:
        return {}
    walked = _from_firm_ground(begun, wanted)
    frozen = _frozen([row for row in walked if row.is_frozen], number)
    live = _Live([row for row in walked if not row.is_frozen], number, assignments)
    found: dict[str, dict] = {}
    previous: dict[int, Stand] = {}
    for period in walked:
        previous = frozen.get(period.pk, {}) if period.is_frozen else live.stands(period, previous)
        found[period.code] = previous
    return found


def _from_firm_ground(begun, wanted):
    """The wanted periods; if their levels are carried on, from the frozen period before them."""
    first, last = begun.index(wanted[0]), begun.index(wanted[-1])
    while first > 0 and not begun[first].is_frozen:
        first -= 1
    return begun[first : last + 1]


def _frozen(periods, number):
    """{period id: {number: Stand}} from the newest snapshot of each; the long content stays put."""
    if not periods:
        return {}
    path = f"summary__capabilities__{number}" if number else "summary__capabilities"
    rows = (
        Snapshot.objects.filter(period__in=periods)
        .order_by("period", "-version")
        .distinct("period")
        .values_list("period", path)
    )
    return {
        period: {
            int(key): _thawed(row)
            for key, row in ({number: summary} if number else summary).items()
            if row
        }
        for period, summary in rows
    }


def _thawed(row):
    return Stand(
        lead=UUID(row["lead"]) if row["lead"] else None,
        in_place=row["in_place"],
        in_use=row["in_use"],
        target_level=row["target_level"],
        target_on=row["target_on"] and date.fromisoformat(row["target_on"]),
        assessed_in=row["assessed_in"],
        accepted_in=row.get("accepted_in", row["assessed_in"]),  # older summaries lack it
        confidence=row["confidence"],
        states={UUID(body): state for body, state in row["states"].items()},
        enablers={UUID(body): keys for body, keys in row["enablers"].items()},
    )


class _Live:
    """What the tables say of periods that are not frozen, read at once."""

    def __init__(self, periods, number=None, assignments=None):
        self.assignments, self.waived = assignments or [], set()
        self.updates: dict[tuple, dict] = defaultdict(dict)
        if periods:
            named = Q(capability__number=number) if number else Q()
            if assignments is None:
                self._read_assignments(periods)
            self._read_updates(periods, named)
            rows = Waiver.objects.filter(named, period__in=periods).order_by()
            self.waived = set(
                rows.values_list("period_id", "capability__number", "organisation_id")
            )

    def _read_assignments(self, periods):
        self.assignments = (
            Assignment.objects.filter(began_on__lte=periods[-1].ends_on)
            .exclude(ended_on__lt=periods[0].starts_on)
            .select_related("organisation", "capability")
        )

    def _read_updates(self, periods, named):
        rows = (
            ProgressUpdate.objects.filter(named, period__in=periods)
            .order_by()
            .values(*LIVE_FIELDS)
            .annotate(
                enablers=ArrayAgg(
                    "obstacles__enabler__key",
                    filter=Q(obstacles__enabler__isnull=False),
                    distinct=True,
                    default=[],
                )
            )
        )
        for row in rows:
            place = row["period_id"], row["capability__number"]
            self.updates[place][row["organisation_id"]] = row

    def stands(self, period, previous):
        """The period's stands, where the previous ones hold until something new is accepted."""
        owed = defaultdict(list)
        for row in self.assignments:
            if row.organisation.is_active and _in_force(row, period):
                owed[row.capability.number].append(row)
        numbers = owed.keys() | previous.keys()
        return {
            number: self._stand(period, number, owed[number], previous.get(number, Stand()))
            for number in numbers
        }

    def _stand(self, period, number, owed, previous):
        updates = self.updates[period.pk, number]
        accepted = {body: row for body, row in updates.items() if row["state"] == ACCEPTED}
        bodies = [row.organisation_id for row in owed]
        lead = next((row.organisation_id for row in owed if row.kind == "lead"), None)
        return replace(
            previous,
            lead=lead,
            confidence=accepted[lead]["confidence"] if lead in accepted else "",
            states={body: self._state(period, number, body) for body in bodies},
            enablers={body: row["enablers"] for body, row in accepted.items()},
            **_newly_assessed(period, accepted.values()),
        )

    def _state(self, period, number, body):
        update = self.updates[period.pk, number].get(body)
        state = update["state"] if update else MISSING
        waived = (period.pk, number, body) in self.waived
        return WAIVED if waived and state != ACCEPTED else state


def _in_force(assignment, period):
    """Whether an assignment was in force on a day of the period."""
    return assignment.began_on <= period.ends_on and (
        assignment.ended_on is None or assignment.ended_on >= period.starts_on
    )


def _newly_assessed(period, accepted):
    """The levels of an assessment accepted in the period itself, if there is one."""
    for row in accepted:
        if row["assessment__assessed_in__code"]:
            return {
                "in_place": row["assessment__in_place"],
                "in_use": row["assessment__in_use"],
                "target_level": row["assessment__target_level"],
                "target_on": row["assessment__target_on"],
                "assessed_in": row["assessment__assessed_in__code"],
                "accepted_in": period.code,
            }
    return {}
