"""The policy: `can` and `scope` read the same matrix and agree, for every role, action and row."""

import pytest
from django.contrib.auth.models import AnonymousUser

from mnr import permissions
from mnr.models import Capability, ProgressUpdate, ReportingPeriod, User
from mnr.roles import RULES, Action, Role
from tests import factories

pytestmark = pytest.mark.django_db

UPDATE_STATES = ("draft", "submitted", "endorsed", "accepted", "returned")
UPDATE_ACTIONS = [action for action in Action if action.startswith(("update.", "note."))]


@pytest.fixture
def country():
    """Two organisations that lead a capability each, in two domains, and a person of each role."""
    own, other = factories.organisation(), factories.organisation()
    people = {}
    for role in Role:
        if role is Role.ANO:
            continue
        people[role] = factories.person(role, organisation=own, domain="criminal_justice")
    period = factories.period("2026-Q3", "open")
    return own, other, people, period


def rows(own, other, period):
    """An update in each state, of the own and of another organisation, in and out of the domain."""
    for number, state in zip((4, 5, 6, 7, 8), UPDATE_STATES, strict=True):
        factories.update(state, period=period, number=number, organisation=own)
    for number, state in zip((8, 9, 10, 11, 4), UPDATE_STATES, strict=True):
        factories.update(state, period=period, number=number, organisation=other, lead=False)


def test_can_and_scope_agree(country):
    own, other, people, period = country
    rows(own, other, period)
    updates = ProgressUpdate.objects.select_related("period", "capability", "organisation")
    for person in people.values():
        for action in UPDATE_ACTIONS:
            listed = set(permissions.scope(person, action, updates).values_list("pk", flat=True))
            allowed = {row.pk for row in updates if permissions.can(person, action, row)}
            assert listed == allowed, (person, action)


def test_a_superuser_gets_nothing_from_it(country):
    own, other, _people, period = country
    rows(own, other, period)
    user = factories.person(is_superuser=True)
    for action in Action:
        assert not permissions.can(user, action)
    assert not permissions.scope(user, Action.UPDATE_READ, ProgressUpdate.objects.all()).exists()


def test_inactive_people_may_nothing(country):
    _own, _other, people, _period = country
    for person in people.values():
        User.objects.filter(pk=person.pk).update(is_active=False)
        stored = User.objects.get(pk=person.pk)
        assert not any(permissions.can(stored, action) for action in Action)


@pytest.mark.parametrize(("starts", "ends"), [(-30, -1), (1, 30)])
def test_a_membership_gives_rights_only_from_its_first_to_its_last_day(starts, ends):
    user = factories.person()
    factories.role(user, Role.SEC, starts=starts, ends=ends)
    assert not permissions.can(user, Action.PERIOD_OPEN)


@pytest.mark.parametrize(("starts", "ends"), [(0, 0), (-30, 0), (0, 30)])
def test_first_and_last_day_count(starts, ends):
    user = factories.person()
    factories.role(user, Role.SEC, starts=starts, ends=ends)
    assert permissions.can(user, Action.PERIOD_OPEN)


def test_a_privileged_role_waits_for_its_confirmation():
    user = factories.person()
    factories.role(user, Role.CHR, confirmed=False)
    assert not permissions.can(user, Action.PERIOD_APPROVE)


def test_drafts_belong_to_their_organisation(country):
    own, _other, people, period = country
    draft = factories.update("draft", period=period, number=4, organisation=own)
    readers = {
        role
        for role, person in people.items()
        if permissions.can(person, Action.UPDATE_READ, draft)
    }
    assert readers == {Role.DOM, Role.AGY, Role.IND, Role.CSO}


def test_nobody_endorses_their_own_organisations_update(country):
    own, other, people, period = country
    mine = factories.update("submitted", period=period, number=4, organisation=own)
    theirs = factories.update("submitted", period=period, number=5, organisation=other)
    lead = people[Role.DOM]
    assert permissions.can(lead, Action.UPDATE_ENDORSE, mine).code == "person"
    assert permissions.can(lead, Action.UPDATE_ENDORSE, theirs)


def test_only_the_assigned_organisation_reports(country):
    own, other, _people, period = country
    factories.assignment(own, 4)
    assigned = ProgressUpdate(period=period, capability_id=_capability(4), organisation=own)
    foreign = ProgressUpdate(period=period, capability_id=_capability(4), organisation=other)
    unassigned = ProgressUpdate(period=period, capability_id=_capability(5), organisation=own)
    agency = factories.person(Role.AGY, organisation=own)
    assert permissions.can(agency, Action.UPDATE_CREATE, assigned)
    assert permissions.can(agency, Action.UPDATE_CREATE, foreign).code == "scope"
    assert permissions.can(agency, Action.UPDATE_CREATE, unassigned).code == "state"


def test_a_returned_update_may_be_corrected_after_closing_for_as_long_as_was_said(country):
    own, _other, people, period = country
    agency = people[Role.AGY]
    update = factories.update("returned", period=period, number=4, organisation=own)
    factories.enter(period, "closed")
    update.refresh_from_db()
    assert permissions.can(agency, Action.UPDATE_EDIT, update).code == "state"
    update.editable_until = factories.ago(0)
    assert permissions.can(agency, Action.UPDATE_EDIT, update)
    update.editable_until = factories.ago(1)
    assert permissions.can(agency, Action.UPDATE_EDIT, update).code == "state"


def test_a_wrong_state_is_told_from_a_refusal(country):
    _own, _other, people, period = country
    with pytest.raises(permissions.WrongState):
        permissions.require(people[Role.SEC], Action.PERIOD_FREEZE, period)
    with pytest.raises(permissions.Denied):
        permissions.require(people[Role.AGY], Action.PERIOD_FREEZE, period)


def test_an_action_that_the_matrix_lacks_has_no_name():
    with pytest.raises(AttributeError):
        Action.UPDATE_PUBLISH  # noqa: B018


def test_each_rule_has_a_condition_and_nobody_but_the_public_is_anonymous():
    for rule in RULES:
        expected = rule.reach(Role.ANO) == "A"
        assert bool(permissions.can(AnonymousUser(), Action(rule.action))) >= expected


def test_standing_costs_one_query_for_everybody(country, django_assert_max_num_queries):
    _own, _other, people, _period = country
    person = User.objects.get(pk=people[Role.DOM].pk)
    with django_assert_max_num_queries(1):
        permissions.standing(person)
        permissions.can(person, Action.UPDATE_READ)


def _capability(number):
    return Capability.objects.get(number=number).pk


def test_period_rows_are_scoped_by_state(country):
    _own, _other, people, _period = country
    planned = factories.period("2026-Q4", "planned")
    secretariat = people[Role.SEC]
    opened = permissions.scope(secretariat, Action.PERIOD_OPEN, ReportingPeriod.objects.all())
    assert list(opened) == [planned]
    assert not permissions.scope(
        people[Role.CMM], Action.PERIOD_OPEN, ReportingPeriod.objects.all()
    )
