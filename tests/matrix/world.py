"""A small world to ask about: a person of each role, and updates near and far in every state."""

from dataclasses import dataclass, field

from mnr.roles import Role
from tests import factories

STATES = ("draft", "submitted", "endorsed", "accepted", "returned")
RELATIONS = ("own", "domain", "foreign")
DOMAINS = ("criminal_justice", "victim")  # led by the domain lead: capabilities 4 to 11
ROLES = [role for role in Role if role is not Role.ANO]


@dataclass
class World:
    """`updates[relation, state, period state]` are the stored updates."""

    people: dict
    own: object
    period: object
    published: object
    updates: dict = field(default_factory=dict)


def make_world() -> World:
    """One open and one published period. The own organisation reports on 4 to 8."""
    own = factories.organisation()
    people = {role: factories.person(role, organisation=own, domain=DOMAINS[0]) for role in ROLES}
    factories.role(people[Role.DOM], Role.DOM, organisation=own, domain=DOMAINS[1])
    past = factories.period("2026-Q2", "open")
    updates = {
        (relation, "accepted", "published"): _update(relation, "accepted", past, own, 4)
        for relation in RELATIONS
    }
    for state in ("closed", "frozen", "approved", "published"):
        factories.enter(past, state)
    period = factories.period("2026-Q3", "open")
    for number, state in enumerate(STATES, start=4):
        for relation in RELATIONS:
            updates[relation, state, "open"] = _update(relation, state, period, own, number)
    return World(people, own, period, past, updates)


def _update(relation, state, period, own, number):
    """Every state has a capability of its own, so that the own organisation can have them all."""
    return factories.update(
        state,
        period=period,
        number=16 if relation == "foreign" else number,
        organisation=own if relation == "own" else factories.organisation(),
        lead=False,
    )
