"""The enforcing code gives the answers of an independent reading of the matrix."""

import pytest

from mnr import permissions
from mnr.models import ProgressUpdate
from mnr.roles import Action, rules_for
from tests.matrix import oracle
from tests.matrix.world import RELATIONS, ROLES, STATES, make_world

pytestmark = pytest.mark.django_db

# update.create is asked about an update that is not there yet: tests/mnr/test_permissions.py
ON_UPDATES = [
    action
    for action in Action
    if rules_for(action)[0].object in ("update", "note") and action != Action.UPDATE_CREATE
]
PLACES = [*((state, "open") for state in STATES), ("accepted", "published")]


def test_updates_and_remarks():
    world = make_world()
    for role in ROLES:
        for (relation, state, period), update in world.updates.items():
            for action in ON_UPDATES:
                decision = permissions.can(world.people[role], action, update)
                expected = oracle.on_update(action, role, relation, state, period)
                told = "yes" if decision else decision.code
                assert told == expected, (action, role, relation, state, period)


def test_rows_are_those_that_the_matrix_allows():
    world = make_world()
    for role in ROLES:
        for action in ON_UPDATES:
            expected = {
                update.pk
                for (relation, state, period), update in world.updates.items()
                if oracle.on_update(action, role, relation, state, period) == "yes"
            }
            rows = permissions.scope(world.people[role], action, ProgressUpdate.objects.all())
            assert set(rows.values_list("pk", flat=True)) == expected, (action, role)


def test_periods():
    world = make_world()
    for role in ROLES:
        for action in [a for a in Action if rules_for(a)[0].object == "period"]:
            for period in (world.period, world.published):
                expected = oracle.on_period(action, role, period.state)
                decision = permissions.can(world.people[role], action, period)
                assert ("yes" if decision else decision.code) == expected, (action, role)


def test_every_relation_is_asked_about():
    assert {relation for relation, _state, _period in make_world().updates} == set(RELATIONS)
