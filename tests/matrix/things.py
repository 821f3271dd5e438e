"""A country that holds every kind of object of the matrix, near and far, in every state.

`make_country()` gives the people who ask, and what they ask about: pairs of an `oracle.Thing`,
which tells in plain words what it is, and the row. A new kind of object of `policy.csv` needs a
function in `KINDS`; those made for one asking person need not be stored.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from mnr.models import (
    Capability,
    CapabilityGroupObjectPermission,
    Evidence,
    IndicatorDefinition,
    Job,
    Membership,
    PlanAction,
    ProgressUpdate,
    Report,
    ReportingPeriod,
    User,
)
from mnr.services import audit
from tests import factories
from tests.factories import definitions
from tests.matrix import things_of_entries, things_of_people, things_of_texts
from tests.matrix.askers import make_askers
from tests.matrix.oracle import Thing

NEAR, FAR = range(4, 16), (1, 2, 3, 16, 17, 18, 19, 20, 21)  # numbers of capabilities
WHOSE = ("own", "own far", "domain", "foreign")
PERIODS = {
    "2024-Q1": "published",
    "2024-Q2": "approved",
    "2024-Q3": "frozen",
    "2024-Q4": "closed",
    "2025-Q1": "open",
}
UPDATES = [  # state, facts, the steps that the asking person took
    ("draft", (), ()),
    ("draft", ("sent once",), ()),
    ("submitted", (), ()),
    ("endorsed", (), ()),
    ("accepted", (), ()),
    ("returned", (), ()),
]
UPDATES_IN = {
    "closed": [*UPDATES, ("returned", ("more days",), ()), ("draft", ("more days",), ())],
    "frozen": [*UPDATES, ("returned", ("more days",), ())],
    "open": [
        *UPDATES,
        ("submitted", ("never sent",), ()),  # no service leaves it so; the words must not mind
        ("draft", ("unassigned",), ()),
        ("submitted", (), ("submitted_by",)),
        ("endorsed", (), ("submitted_by",)),
        ("endorsed", (), ("endorsed_by",)),
    ],
}


@dataclass
class Country:
    """`things[kind]` are the pairs of what is asked about; the askers ask."""

    own: object
    askers: list = field(default_factory=list)
    things: dict = field(default_factory=dict)

    def about(self, kind, person):
        """The things of a kind, as they are when this person asks."""
        return [
            (thing, row) for thing, row in self.things.get(kind, ()) if is_for(thing, row, person)
        ]

    def appoint(self, person):
        """Put the person where things say that the asking person took a step."""
        if person.is_anonymous:
            return
        for pairs in self.things.values():
            for thing, row in pairs:
                if thing.mine and not isinstance(row, OF_ONE_PERSON):
                    columns = {
                        COLUMNS[thing.kind] if name == "self" else name: person
                        for name in thing.mine
                    }
                    type(row)._base_manager.filter(pk=row.pk).update(**columns)
                    for name in columns:
                        setattr(row, name, person)


# where a row says whose it is
COLUMNS = {"import": "by", "job": "requested_by", "session": "user", "token": "owner"}
OF_ONE_PERSON = (User, Membership)  # their rows cannot become another person's


def is_for(thing, row, person):
    """Accounts and roles are the asking person's own or not; other things can be appointed."""
    if isinstance(row, User):
        return ("self" in thing.mine) == (row.pk == person.pk)
    if isinstance(row, OF_ONE_PERSON) and thing.mine:
        return person.pk in (row.user_id, row.granted_by_id)
    return True


def make_country() -> Country:
    """Everything, in some three thousand statements."""
    own = factories.organisation()
    country = Country(own, make_askers(own))
    entries = things_of_entries.KINDS
    for make in (*KINDS, *things_of_people.KINDS, things_of_texts.findings, *entries):
        make(country)
    return country


def updates(country):
    """In five periods, of four relations, in every state; and the periods as they end up."""
    pairs = []
    for code, last in PERIODS.items():
        period = factories.period(code, "open")
        for whose in WHOSE:
            numbers = NEAR if whose in ("own", "domain") else FAR
            wanted = UPDATES_IN.get(last, UPDATES)
            for number, (state, facts, mine) in zip(numbers, wanted, strict=False):
                if whose.startswith("own") and "endorsed_by" in mine:
                    continue  # the database refuses who endorses for their own organisation
                row = _update(country, period, whose, number, state, facts)
                facts = frozenset(facts) | ({"unassigned"} if "own" not in whose else set())
                pairs.append((Thing("update", whose, state, last, frozenset(mine), facts), row))
        _end(period, last)
    for _thing, row in pairs:
        row.refresh_from_db()
    country.things["update"] = pairs
    country.things["note"] = [
        (Thing("note", *vars_of(thing, "whose", "state", "period", "mine", "facts")), row)
        for thing, row in pairs
    ]


def vars_of(thing, *names):
    return [getattr(thing, name) for name in names]


def _update(country, period, whose, number, state, facts):
    body = country.own if whose in ("own", "own far") else factories.organisation()
    row = factories.update(state, period, number, body, lead=False)
    if "sent once" in facts:
        ProgressUpdate.objects.filter(pk=row.pk).update(submission_number=1)
    if "never sent" in facts:
        ProgressUpdate.objects.filter(pk=row.pk).update(submission_number=0)
    if "more days" in facts:
        ProgressUpdate.objects.filter(pk=row.pk).update(editable_until=factories.ago(0))
    elif state == "returned":
        ProgressUpdate.objects.filter(pk=row.pk).update(editable_until=factories.ago(1))
    if "unassigned" in facts:
        CapabilityGroupObjectPermission.objects.filter(
            group=body.group, content_object__number=number
        ).delete()
        row.capability.assignments.filter(organisation=body).update(ended_on=factories.ago(5))
    return row


def _end(period, last):
    steps = factories.cycle.PERIOD_STEPS
    for step in steps[2 : steps.index(last) + 1]:
        factories.enter(period, step)


def waiting_periods(country):
    """Those whose publication was asked for; made first, as one at a time is open."""
    pairs = []
    for code, state, facts, mine in [
        ("2023-Q1", "approved", {"requested"}, set()),
        ("2023-Q2", "approved", {"requested"}, {"publish_requested_by"}),
        ("2023-Q3", "frozen", set(), {"publish_requested_by"}),
    ]:
        row = factories.period(code, state)
        if facts:
            row.publish_requested_at, row.publish_requested_by = timezone.now(), factories.person()
            row.save()
        thing = Thing("period", "foreign", state, "", frozenset(mine), frozenset(facts))
        pairs.append((thing, row))
    country.things["period"] = pairs


def periods(country):
    """Those of the updates, and a planned one."""
    country.things["period"] += [
        *(
            (Thing("period", state=last), ReportingPeriod.objects.get(code=code))
            for code, last in PERIODS.items()
        ),
        (Thing("period", state="planned"), factories.period("2026-Q1", "planned")),
    ]


def framework(country):
    capability = Capability.objects.select_related("domain").get(number=4)
    country.things["framework"] = [
        (Thing("framework", state=state, mine=frozenset(mine)), _definition(capability, state))
        for state, mine in (("waiting", ()), ("waiting", ("proposed_by",)), ("confirmed", ()))
    ]
    action = PlanAction.objects.create(
        capability=capability, organisation=country.own, title="Train judges.", status="ongoing"
    )
    country.things["plan"] = [(Thing("plan"), action)]


def _definition(capability, state):
    """What the country would add to the framework, and what it has added."""
    decided = {"decided_by": factories.person(), "decided_at": timezone.now()}
    return IndicatorDefinition.objects.create(
        capability=capability,
        state=state,
        proposed_by=factories.person(),
        **definitions.SAID,
        **(decided if state == "confirmed" else {}),
    )


def evidence(country):
    bodies = {"own": country.own, "foreign": factories.organisation()}
    country.things["evidence"] = [
        (Thing("evidence", whose), _evidence(body)) for whose, body in bodies.items()
    ]


def _evidence(body):
    return Evidence.objects.create(
        organisation=body,
        title="Mandate of the unit",
        publisher="Government gazette",
        dated_on=factories.ago(100),
        registry_number="12/2026",
    )


def reports(country):
    snapshot = ReportingPeriod.objects.get(code="2024-Q3").snapshots.get()
    built = {"sha256": "0" * 64, "pages": 1, "size": 1, "built_at": snapshot.made_at}
    country.things["report"] = [
        (
            Thing("report", state=status),
            Report.objects.create(
                snapshot=snapshot,
                layout=status,
                status=status,
                **(built if status == "ready" else {}),
            ),
        )
        for status in Report.Status.values
    ]


def organisations(country):
    country.things["organisation"] = [
        (Thing("organisation", "own"), country.own),
        (Thing("organisation", "foreign"), factories.organisation()),
    ]


def events(country):
    drafts = {
        thing.whose: row
        for thing, row in country.things["update"]
        if (thing.state, thing.period) == ("submitted", "open")
    }
    country.things["audit"] = [
        (Thing("audit", whose), audit.record("update.edit", drafts[whose])) for whose in WHOSE
    ]


def jobs(country):
    country.things["job"] = [
        (
            Thing("job", "foreign", state, mine=frozenset(mine)),
            Job.objects.create(kind="matrix", state=state, lease_until=_soon(state)),
        )
        for state in Job.State.values
        for mine in (set(), {"self"})
    ]


def _soon(state):
    return timezone.now() + timedelta(minutes=1) if state == "running" else None


KINDS = (
    waiting_periods,
    updates,
    periods,
    framework,
    evidence,
    reports,
    organisations,
    events,
    jobs,
)
