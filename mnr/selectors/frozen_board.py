"""Who owed what in a frozen period, as its snapshot says: later assignments change nothing."""

from mnr.models import Assignment, Capability, Organisation, ProgressUpdate, ReportingPeriod
from mnr.services import snapshots
from mnr.services.expectations import Expected, last_accepted


def frozen_expected(period: ReportingPeriod) -> list[Expected]:
    """Every update that was owed when the period was frozen, in five queries."""
    snapshot = snapshots.latest(period)
    summary = snapshot.summary["capabilities"] if snapshot else {}
    capabilities = {str(row.number): row for row in _capabilities()}
    organisations = {str(row.pk): row for row in Organisation.objects.all()}
    waivers = {(row.organisation_id, row.capability_id): row.reason for row in period.waivers.all()}
    updates = {
        (row.organisation_id, row.capability_id): row
        for row in ProgressUpdate.objects.filter(period=period)
    }
    last = last_accepted(period)
    found = []
    for number, row in summary.items():
        for body, state in row["states"].items():
            assignment = Assignment(
                organisation=organisations[body],
                capability=capabilities[number],
                kind=Assignment.Kind.LEAD if row["lead"] == body else Assignment.Kind.CONTRIBUTOR,
            )
            owed = (assignment.organisation_id, assignment.capability_id)
            found.append(
                Expected(
                    assignment, state, updates.get(owed), waivers.get(owed, ""), last.get(owed)
                )
            )
    return sorted(found, key=_place)


def _capabilities():
    return Capability.objects.current().select_related("domain")


def _place(expected):
    assignment = expected.assignment
    is_contributor = assignment.kind != Assignment.Kind.LEAD
    return assignment.capability.number, is_contributor, assignment.organisation.name
