"""Importing a real country's public case: what it says, no more. No level is ever invented."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from mnr import permissions
from mnr.models import (
    Assignment,
    Capability,
    CaseImport,
    Country,
    Organisation,
    PlanAction,
    User,
)
from mnr.roles import Action
from mnr.services import audit, case_values, organisations
from mnr.services.case_format import KINDS, STATUSES, Case
from mnr.services.errors import Refused

ACTION = "case.import"
LEAD, CONTRIBUTOR = Assignment.Kind.LEAD, Assignment.Kind.CONTRIBUTOR


@dataclass
class Outcome:
    """What an import did, for the command to say."""

    case: CaseImport
    is_new: bool = True
    organisations: list = field(default_factory=list)
    known_organisations: list = field(default_factory=list)
    assignments: list = field(default_factory=list)
    actions: list = field(default_factory=list)
    changed_actions: list = field(default_factory=list)
    values: list = field(default_factory=list)


@transaction.atomic
def import_case(*, case: Case, by: User | None) -> Outcome:
    """Store a case that was found good. Without `by` it begins an empty database.

    The same file twice changes nothing. A later edition of it adds what is new and brings actions
    up to date; it takes nothing away.
    """
    _require(by)
    country = Country.objects.select_for_update().first()
    if country and (country.is_demonstration or country.name != case.country):
        raise Refused(
            f"This database is {country.name}'s, and one database holds one country. "
            f"Give {case.country} its own: scripts/run --case FILE"
        )
    digest = audit.digest(audit.canonical(case.content))
    if earlier := CaseImport.objects.filter(digest=digest).first():
        return Outcome(earlier, is_new=False)
    if country is None:
        country = Country.objects.create(pk=1, name=case.country)
        audit.record(ACTION, country, by, {"name": [None, country.name]})
    return _store(case, digest, by)


def _require(by):
    if by is not None:
        permissions.require(by, Action.ORG_EDIT)
    elif User.objects.exists():
        raise Refused("People work with this database: say who imports, with --by E-MAIL.")


def _store(case, digest, by):
    kept = CaseImport.objects.create(
        country=case.country, digest=digest, content=case.content, imported_by=by
    )
    outcome = Outcome(kept)
    found = {row["key"]: _organisation(row, outcome, by) for row in case.content["agencies"]}
    capabilities = {row.number: row for row in Capability.objects.current()}
    actions = case.content["actions"]
    for row in actions:
        _action(row, found[row["lead"]], capabilities[row["capability"]], outcome, by)
    for (key, number), kind in parts(actions).items():
        _assign(found[key], capabilities[number], kind, outcome, by)
    outcome.values = case_values.store(kept, by)
    changes = {
        "digest": [None, digest],
        "organisations": [None, len(outcome.organisations)],
        "actions": [None, len(outcome.actions)],
        "values": [None, len(outcome.values)],
    }
    audit.record(ACTION, kept, by, changes)
    return outcome


def _organisation(row, outcome, by):
    known = Organisation.objects.filter(name=row["name"].strip()).first()
    if known:
        outcome.known_organisations.append(known)
        return known
    organisation = organisations.record_organisation(
        Organisation(
            name=row["name"].strip(),
            kind=KINDS[row["type"]],
            role_text=row.get("role") or "",
            source=row.get("source") or "",
        ),
        by,
    )
    outcome.organisations.append(organisation)
    return organisation


def _action(row, organisation, capability, outcome, by):
    stored = {
        "status": STATUSES[row["status"]],
        "status_text": row["status"],
        "date_text": row.get("date") or "",
        "source": row.get("source") or "",
        "lead_is_assumed": bool(row.get("lead_assigned_by_us")),
    }
    action, is_new = PlanAction.objects.get_or_create(
        capability=capability,
        organisation=organisation,
        title=row["title"].strip(),
        defaults=stored | {"case": outcome.case},
    )
    before = {name: getattr(action, name) for name in stored}
    if is_new:
        outcome.actions.append(action)
        audit.record(ACTION, action, by, audit.changed({}, stored))
    elif changes := audit.changed(before, stored):
        PlanAction.objects.filter(pk=action.pk).update(**stored, case=outcome.case)
        outcome.changed_actions.append(action)
        audit.record(ACTION, action, by, changes)


def parts(actions) -> dict:
    """{(agency key, capability number): lead or contributor} that the actions show.

    A lead is only whom the source names for every action of the capability; where it names several
    or we assumed one, all are contributors and the country decides.
    """
    named = defaultdict(set)
    for row in actions:
        named[row["capability"]].add((row["lead"], bool(row.get("lead_assigned_by_us"))))
    found = {}
    for number, leads in sorted(named.items()):
        is_certain = len(leads) == 1 and not next(iter(leads))[1]
        for key, _assumed in sorted(leads):
            found[key, number] = LEAD if is_certain else CONTRIBUTOR
    return found


def _assign(organisation, capability, kind, outcome, by):
    in_force = Assignment.objects.in_force().filter(capability=capability)
    if in_force.filter(organisation=organisation).exists():
        return
    if kind == LEAD and in_force.filter(kind=LEAD).exists():
        kind = CONTRIBUTOR
    assignment = Assignment(
        organisation=organisation,
        capability=capability,
        kind=kind,
        began_on=timezone.localdate(),
    )
    outcome.assignments.append(organisations.record_assignment(assignment, by))
