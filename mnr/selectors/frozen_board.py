"""Who owed what in a frozen period, as its snapshot says: later assignments change nothing."""

from mnr.models import Assignment, Capability, Organisation, ProgressUpdate, ReportingPeriod
from mnr.services import snapshots
from mnr.services.expectations import Expected, last_accepted


def frozen_expected(period: ReportingPeriod) -> list[Expected]:
    """Every update that was owed when the period was frozen, in five queries."""
    snapshot = snapshots.latest(period)
    summary = snapshot.summary["capabilities"] if snapshot else {}
    waivers = {_pair(row): row.reason for row in period.waivers.all()}
    updates = {_pair(row): row for row in ProgressUpdate.objects.filter(period=period)}
    last = last_accepted(period)
    found = []
    for assignment, state in _assignments(summary):
        owed = _pair(assignment)
        found.append(
            Expected(assignment, state, updates.get(owed), waivers.get(owed, ""), last.get(owed))
        )
    return sorted(found, key=_place)


def _assignments(summary):
    """(assignment as it was then, state of its update) of everything that was owed."""
    current = Capability.objects.current().select_related("domain")
    capabilities = {str(row.number): row for row in current}
    organisations = {str(row.pk): row for row in Organisation.objects.all()}
    for number, row in summary.items():
        for body, state in row["states"].items():
            is_lead = row["lead"] == body
            assignment = Assignment(
                organisation=organisations[body],
                capability=capabilities[number],
                kind=Assignment.Kind.LEAD if is_lead else Assignment.Kind.CONTRIBUTOR,
            )
            yield assignment, state


def _pair(row):
    return row.organisation_id, row.capability_id


def _place(expected):
    assignment = expected.assignment
    is_contributor = assignment.kind != Assignment.Kind.LEAD
    return assignment.capability.number, is_contributor, assignment.organisation.name
