"""Entries of registers, near and far; one register of each sort stands for all."""

from django.utils import timezone

from mnr.models import (
    Capability,
    CapabilityGroupObjectPermission,
    CaseImport,
    FigureOverride,
    ImportRun,
    Indicator,
    Observation,
    Region,
    ReportingPeriod,
)
from mnr.registers import registry
from tests import factories
from tests.factories import entries
from tests.matrix.oracle import Thing

NUMBERS = {"own": 8, "own far": 21, "domain": 8, "foreign": 21}  # of a capability of the domain
UNASSIGNED = {8: 11, 21: 20}  # those of the updates that nobody is assigned to
# An organisation makes one return of a kind for a period: so each thing of its own has a kind.
RETURNS = {
    ("own", False): "victim-services/helpline-returns",
    ("own", True): "victim-services/workforce-returns",
    ("own far", False): "society/hotline-returns",
    ("own far", True): "society/education-returns",
    **dict.fromkeys(
        [(whose, is_not) for whose in ("domain", "foreign") for is_not in (True, False)],
        "victim-services/helpline-returns",
    ),
}
PERIODS = {"2024-Q3": "frozen", "2024-Q4": "closed", "2025-Q1": "open"}
FACTS = ((), ("withdrawn",), ("unassigned",))


def standing(country):
    """Entries that stand for themselves."""
    register = registry.find("victim-services/support-services")
    country.things["entry"] = [
        *(_thing(country, "entry", register, whose, facts) for whose in NUMBERS for facts in FACTS),
        *(_decision(body, facts) for body, facts in _answering(country)),
    ]


def _answering(country):
    """Who answers for an entry that another organisation keeps: one's own, or a third."""
    yield country.own, ("answered", "unassigned")
    yield factories.organisation(), ("unassigned",)


def _decision(answers, facts):
    register = registry.find("governance/committee-decisions")
    row = entries.entry(register, owner=answers, meeting=None)
    number = NUMBERS["foreign"]  # else it would be of a domain of the asking person
    register.model.objects.filter(pk=row.pk).update(
        capability=Capability.objects.get(number=number)
    )
    row.refresh_from_db()
    return Thing("entry", "foreign", facts=frozenset(facts)), row


def returns(country):
    """Entries of periods, in each state that the words tell apart."""
    country.things["return"] = [
        _thing(
            country,
            "return",
            registry.find(RETURNS[whose, "unassigned" in facts]),
            whose,
            facts,
            code,
        )
        for whose in NUMBERS
        for facts in FACTS
        for code in PERIODS
    ]


def indicators(country):
    """One that stands for all: they are of the whole country."""
    row = Indicator.objects.filter(capability__number=NUMBERS["own"]).first()
    country.things["indicator"] = [(Thing("indicator"), row)]


def values(country):
    """Values of indicators in each state that the words tell apart, and of a public case."""
    country.things["value"] = [
        *(
            _value(country, whose, facts, code)
            for whose in NUMBERS
            for facts in FACTS
            for code in PERIODS
        ),
        *_published_elsewhere(),
    ]


def _value(country, whose, facts, code):
    own = country.own if whose.startswith("own") else factories.organisation()
    number = _number(own, whose, facts)
    gone = {"withdrawn_on": factories.ago(1), "withdrawn_because": "Entered twice."}
    row = _observation(
        number,
        organisation=own,
        period=ReportingPeriod.objects.get(code=code),
        **(gone if "withdrawn" in facts else {}),
    )
    return _told("value", whose, facts, code), row


def _published_elsewhere():
    """Of no organisation and no period: of a domain of the asking person, and of another."""
    case = CaseImport.objects.create(country="Talvia", digest="0" * 64, content={})
    facts = frozenset({"public case", "unassigned"})
    for whose in ("domain", "foreign"):
        yield Thing("value", whose, facts=facts), _observation(NUMBERS[whose], case=case)


def _observation(number, **fields):
    indicator = Indicator.objects.filter(capability__number=number).first()
    day = factories.ago(30 + Observation.objects.count())  # each is a figure of its own
    row = Observation(indicator=indicator, value="7", starts_on=day, ends_on=day, **fields)
    row.derive()
    row.save()
    return row


def others(country):
    """Regions, imports, and what is taken away as a file."""
    country.things["region"] = [(Thing("region"), Region.objects.create(code="N", name="North"))]
    country.things["import"] = [
        (
            Thing("import", whose, mine=frozenset(mine)),
            ImportRun.objects.create(
                register="none", by=factories.person(), organisation=body or country.own
            ),
        )
        for whose, body in (("own", None), ("foreign", factories.organisation()))
        for mine in ((), ("self",))
    ]
    country.things["export"] = [
        (Thing("export", thing.whose, facts=thing.facts & {"answered"}), row)
        for thing, row in country.things["entry"]
    ]


def _thing(country, kind, register, whose, facts, code=""):
    """Each has an organisation of its own kind: assigned ones, and one that reports on nothing."""
    own = country.own if whose.startswith("own") else factories.organisation()
    capability = Capability.objects.get(number=_number(own, whose, facts))
    row = register.model(
        organisation=own,
        capability=capability,
        **_texts(register),
    )
    if code:
        row.period = ReportingPeriod.objects.get(code=code)
    if "withdrawn" in facts:
        row.withdrawn_on, row.withdrawn_because = factories.ago(1), "Entered twice."
    elif code and whose.startswith("own"):
        register.model.objects.filter(
            organisation=own, capability=capability, period=row.period
        ).update(withdrawn_on=factories.ago(1), withdrawn_because="Entered twice.")
    row.save()
    return _told(kind, whose, facts, code), row


def _number(own, whose, facts):
    """Of the capability: one that the own organisation reports on, unless told otherwise."""
    number = NUMBERS[whose]
    if "unassigned" in facts:
        return UNASSIGNED[number]
    if whose.startswith("own"):
        _report_on(own, Capability.objects.get(number=number))
    return number


def _told(kind, whose, facts, code):
    found = frozenset(facts) | ({"unassigned"} if not whose.startswith("own") else set())
    return Thing(kind, whose, "", PERIODS.get(code, ""), facts=found)


def _texts(register):
    wanted = entries.values(register, factories.organisation())
    many = {field.name for field in register.model._meta.many_to_many}
    left_out = {"organisation", "capability", "period", *many}
    return {name: value for name, value in wanted.items() if name not in left_out}


def _report_on(body, capability):
    granted = CapabilityGroupObjectPermission.objects.filter(
        group=body.group, content_object=capability
    )
    if not granted.exists():
        factories.assignment(body, capability.number, kind="contributor")


def overrides(country):
    """Requests that a value is shown against the rule, in each state that the words tell apart."""
    value = next(row for thing, row in country.things["value"] if thing.whose == "foreign")
    country.things["override"] = [
        (Thing("override", state=state, mine=frozenset(mine)), _override(value, state, place))
        for place, (state, mine) in enumerate(
            (("waiting", ()), ("waiting", ("requested_by",)), ("withdrawn", ()))
        )
    ]


def _override(value, state, place):
    """One of a value in an edition of its own: of each figure one is asked for at a time."""
    decided = {"decided_by": factories.person(), "decided_at": timezone.now()}
    return FigureOverride.objects.create(
        value=value,
        version=value.version,
        edition=f"edition {place}"[:10],
        reason="The ministry published it.",
        state=state,
        requested_by=factories.person(),
        **(decided if state == "withdrawn" else {}),
    )


KINDS = (standing, returns, indicators, values, overrides, others)
