"""What a period expects: who owes an update on what, and how far each has come."""

from dataclasses import dataclass

from mnr.models import Assignment, ProgressUpdate, ReportingPeriod

MISSING = "missing"
WAIVED = "waived"


@dataclass(frozen=True)
class Expected:
    """One update that is owed. `state` is the update's own, or missing, or waived."""

    assignment: Assignment
    state: str
    update: ProgressUpdate | None
    waiver_reason: str
    last_update: str | None  # code of the latest earlier period with an accepted update

    @property
    def is_settled(self):
        """Accepted or waived: it does not keep the period from freezing."""
        return self.state in (ProgressUpdate.State.ACCEPTED, WAIVED)


def assignments_in(period: ReportingPeriod):
    """The assignments that were in force in the period."""
    return (
        Assignment.objects.filter(began_on__lte=period.ends_on, organisation__is_active=True)
        .exclude(ended_on__lt=period.starts_on)
        .select_related("organisation", "capability__domain")
        .order_by("capability__number", "-kind", "organisation__name", "pk")
    )


def expected_updates(period: ReportingPeriod, assignments=None) -> list[Expected]:
    """Every update owed in the period (or under these assignments), in four queries."""
    updates = {
        (row.organisation_id, row.capability_id): row
        for row in ProgressUpdate.objects.filter(period=period)
    }
    waivers = {(row.organisation_id, row.capability_id): row.reason for row in period.waivers.all()}
    last = last_accepted(period)
    found = []
    for assignment in assignments_in(period) if assignments is None else assignments:
        owed = (assignment.organisation_id, assignment.capability_id)
        update = updates.get(owed)
        state = update.state if update else MISSING
        if owed in waivers and state != ProgressUpdate.State.ACCEPTED:
            state = WAIVED
        found.append(Expected(assignment, state, update, waivers.get(owed, ""), last.get(owed)))
    return found


def last_accepted(period):
    """{(organisation, capability): code} of each one's latest accepted update before the period."""
    rows = (
        ProgressUpdate.objects.filter(
            state=ProgressUpdate.State.ACCEPTED, period__starts_on__lt=period.starts_on
        )
        .order_by("organisation_id", "capability_id", "-period__starts_on")
        .distinct("organisation_id", "capability_id")
        .values_list("organisation", "capability", "period__code")
    )
    return {(organisation, capability): code for organisation, capability, code in rows}
