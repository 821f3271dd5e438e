"""Pages about what must not be here: for every role, on duty and not."""

import pytest
from django.urls import reverse

from mnr import permissions
from mnr.models import Quarantine
from mnr.roles import RULES, Action, Role
from tests import factories
from tests.matrix import held, oracle, routes
from tests.matrix.test_routes import LET_IN, ask, signed_in  # noqa: F401  a fixture
from tests.matrix.world import ROLES, make_world

pytestmark = pytest.mark.django_db

HELD_ROUTES = {
    name: route
    for name, route in routes.ROUTES.items()
    if route.about in held.ABOUT and route.about != "content"
}
READ = ("update.read", "update.read_public", "update.read_internal")


def statuses(client, name, keys, route):
    data = {"reason": "names", "place": "deputy"}
    for method in route.methods:
        yield method, ask(client, method, reverse(name, args=keys), data)


@pytest.mark.parametrize("role", ROLES)
def test_pages_about_what_is_held(role, signed_in):  # noqa: F811
    world = make_world()
    keys = held.keys(world)
    client = signed_in(world.people[role])
    wrong = [
        (name, method, status)
        for name, route in HELD_ROUTES.items()
        for method, status in statuses(client, name, keys[route.about], route)
        if status not in expected(route, role)
    ]
    assert not wrong


def expected(route, role):
    cells = {oracle.reach(row, role) for row in oracle.rows(route.action)} - {""}
    if cells == {"S"}:
        return {404}  # it is somebody else's
    return LET_IN if cells else {403}


def test_pages_for_who_is_on_duty(signed_in):  # noqa: F811
    world = make_world()
    keys = held.keys(world)
    client = signed_in(factories.duty_officer("deputy"))
    wrong = [
        (name, method, status)
        for name, route in HELD_ROUTES.items()
        for method, status in statuses(client, name, keys[route.about], route)
        if status not in expected_on_duty(name, route)
    ]
    assert not wrong


def expected_on_duty(name, route):
    if name == "duty_request":
        return {409}  # both places are taken
    return LET_IN if oracle.role_may(route.action, "SEC", duty=True) else {403}


@pytest.mark.parametrize("role", ROLES)
def test_reporting_and_withholding_an_update(role, signed_in):  # noqa: F811
    world = make_world()
    client = signed_in(world.people[role])
    wrong = []
    for (relation, state, period), update in world.updates.items():
        for name in ("content_report", "quarantine_set"):
            expected = expected_for(name, role, relation, state, period)
            for method, status in statuses(
                client, name, ("update", update.pk), routes.ROUTES[name]
            ):
                if status not in expected:
                    wrong.append((name, method, relation, state, period, status, expected))
    assert not wrong


def expected_for(name, role, relation, state, period):
    if name == "content_report":
        seen = any(
            oracle.on_update(action, role, relation, state, period) == "yes" for action in READ
        )
        return LET_IN if seen else {404}
    told = oracle.decide("quarantine.set", [role], oracle.Thing("any", relation))
    return {"yes": LET_IN, "role": {403}, "scope": {404}}[told]


def test_the_flag_alone_opens_the_cells_marked_f():
    officer, other = factories.duty_officer(), factories.person(Role.SEC)
    marked = {rule.action for rule in RULES if rule.reach(Role.SEC) == "F"}
    assert marked == {
        "quarantine.view",
        "quarantine.release",
        "quarantine.hold",
        "purge.request",
    }
    for action in map(Action, marked):
        assert permissions.can(officer, action)
        refused = permissions.can(other, action)
        assert (bool(refused), refused.code) == (False, "role")
        assert "duty officer" in str(refused.reason)


def test_every_condition_of_a_quarantine_reads_as_the_oracle_reads_it():
    """The same answers from the rows, for each state that a quarantine can be in."""
    officer, chair = factories.duty_officer(), factories.person(Role.CHR)
    world = make_world()
    row = held.to_purge(world)
    for state, facts in (
        ("withheld", set()),
        ("withheld", {"requested"}),
        ("withheld", {"requested", "confirmed"}),
        ("withheld", {"legal hold"}),
        ("withheld", {"requested", "legal hold"}),
        ("released", set()),
    ):
        shown = Quarantine(
            pk=row.pk,
            state=state,
            purge_requested_by_id=row.set_by_id if "requested" in facts else None,
            purge_confirmed_by_id=row.set_by_id if "confirmed" in facts else None,
            has_legal_hold="legal hold" in facts,
        )
        thing = oracle.Thing("quarantine", state=state, facts=frozenset(facts))
        for person, role, duty in ((officer, "SEC", True), (chair, "CHR", False)):
            for action in Action:
                if permissions.rules_for(action)[0].object == "quarantine":
                    told = permissions.can(person, action, shown)
                    expected = oracle.decide(action, [role], thing, duty=duty)
                    assert ("yes" if told else told.code) == expected, (action, state, facts)
