"""Every decision says why, who could do it or what to do; the words are asked of the policy."""

import pytest

from mnr import action_names, permissions, reasons
from mnr.conditions import CONDITIONS
from mnr.matching import ALL
from mnr.models import User
from mnr.roles import RULES, Action, Role, rules_for
from mnr.standing import Standing
from mnr.wrong_states import WRONG_STATES
from tests import factories

pytestmark = pytest.mark.django_db


def reason(user, action, target=None):
    return str(permissions.can(User.objects.get(pk=user.pk), action, target).reason)


@pytest.fixture
def lead():
    """The lead of the domain of capability 4, whose organisation reports on it."""
    body = factories.organisation()
    return factories.person(Role.DOM, organisation=body, domain="criminal_justice")


def test_a_missing_role_says_which_roles_have_it():
    person = factories.person(Role.CMM)
    assert "Accepting an update is up to: Secretariat." in reason(person, Action.UPDATE_ACCEPT)
    words = reason(person, Action.ROLE_REVOKE)
    assert "Platform administrator, Secretariat or Committee chair" in words


def test_roles_are_named_as_the_matrix_has_them():
    for action in Action:
        named = set(reasons.roles_that_may(action))
        assert named == {
            role for rule in RULES if rule.action == action for role in Role if rule.cell(role)
        }


def test_nobody_may_is_said_so():
    assert "nobody may" in reason(factories.person(Role.SEC), Action.NOTE_DELETE)


def test_no_role_says_whom_to_ask():
    assert "Ask the secretariat" in reason(factories.person(), Action.UPDATE_ACCEPT)


def test_outside_says_how_far_the_role_reaches(lead):
    far = factories.update("submitted", number=16)
    words = reason(lead, Action.UPDATE_RETURN, far)
    assert "in the domain that you lead only" in words
    assert "Everywhere it is up to: Secretariat." in words


def test_a_lead_is_told_who_can_endorse_their_own_organisations_update(lead):
    body = lead.memberships.get().organisation
    update = factories.update("submitted", organisation=body)
    words = reason(lead, Action.UPDATE_ENDORSE, update)
    assert words.startswith("Domain leads cannot endorse their own organisation’s update.")
    assert "appoint a deputy lead from another organisation" in words
    other = factories.organisation(short_name="Courts")
    deputy = factories.person(
        Role.DOM, organisation=other, domain="criminal_justice", full_name="Nia Example"
    )
    words = reason(lead, Action.UPDATE_ENDORSE, update)
    assert words.endswith("Ask Nia Example (Courts).")
    assert permissions.can(deputy, Action.UPDATE_ENDORSE, update)


def test_who_is_named_can_really_do_it(lead):
    """The colleague of the same organisation, the lead of another domain and the submitter are
    not named.
    """
    body = lead.memberships.get().organisation
    update = factories.update("submitted", organisation=body)
    factories.person(Role.DOM, organisation=body, domain="criminal_justice")
    factories.person(Role.DOM, organisation=factories.organisation(), domain="victim")
    sender = update.submitted_by
    factories.role(sender, Role.DOM, factories.organisation(), "criminal_justice")
    assert permissions.who_could(Action.UPDATE_ENDORSE, update) == []


def test_whoever_sent_it_is_told_who_else_can(lead):
    update = factories.update("submitted")
    secretary, other = factories.person(Role.SEC), factories.person(Role.SEC, full_name="Ida Else")
    type(update).objects.filter(pk=update.pk).update(submitted_by=secretary)
    update.refresh_from_db()
    words = reason(secretary, Action.UPDATE_RETURN, update)
    assert words.startswith("You sent this update yourself")
    assert "Ida Else" in words
    assert permissions.can(other, Action.UPDATE_RETURN, update)


def test_every_action_has_a_name_in_words():
    assert [action for action in Action if action not in action_names.NAMES] == []


def test_every_state_has_its_words():
    """An action that is refused by a state alone says more than that it cannot be done."""
    silent = {
        action
        for action in Action
        for rule in rules_for(action)
        if action not in WRONG_STATES and not _reads(action) and not _is_any(rule)
    }
    assert silent == set()


def _reads(action):
    return action.rpartition(".")[2].startswith(("read", "history", "status", "list"))


def _is_any(rule):
    return CONDITIONS[rule.object, rule.condition](Standing()) == ALL


class TestExplaining:
    def codes(self, user, action, target=None):
        found = permissions.explain(User.objects.get(pk=user.pk), action, target)
        return [(step.code, step.passed) for step in found.steps]

    def test_every_question_is_told_up_to_the_first_no(self, lead):
        body = lead.memberships.get().organisation
        mine = factories.update("submitted", organisation=body)
        yes = [("account", True), ("role", True), ("scope", True), ("state", True)]
        assert self.codes(lead, Action.UPDATE_ENDORSE, mine) == [*yes, ("person", False)]
        theirs = factories.update("submitted", number=5)
        assert self.codes(lead, Action.UPDATE_ENDORSE, theirs) == [
            *yes,
            ("person", True),
            ("fresh", True),
        ]
        assert self.codes(lead, Action.UPDATE_ENDORSE, factories.update("draft", number=6)) == [
            *yes[:3],
            ("state", False),
        ]
        far = factories.update("submitted", number=16)
        assert self.codes(lead, Action.UPDATE_ENDORSE, far) == [*yes[:2], ("scope", False)]
        assert self.codes(lead, Action.UPDATE_ACCEPT, far) == [("account", True), ("role", False)]

    def test_a_closed_account_is_told(self):
        closed = factories.person(Role.SEC, is_active=False)
        assert self.codes(closed, Action.PERIOD_OPEN)[0] == ("account", False)

    def test_the_fresh_proof_is_the_last_question(self):
        person = factories.person(Role.SEC)
        person.sign_in = None
        found = permissions.explain(person, Action.PERIOD_OPEN)
        assert found.decision.code == "fresh"
        assert (found.steps[-1].code, found.steps[-1].passed) == ("fresh", False)

    def test_it_is_the_decision_itself(self, lead):
        update = factories.update("submitted")
        for action in Action:
            if rules_for(action)[0].object != "update":
                continue
            found = permissions.explain(lead, action, update)
            assert found.decision == permissions.can(lead, action, update)
            failed = [step.code for step in found.steps if not step.passed]
            assert failed == ([found.decision.code] if found.decision.code else [])


def test_rights_are_the_cells_of_the_roles(lead):
    rights = {right.action: right for right in permissions.rights(lead)}
    assert rights[Action.UPDATE_ENDORSE].reaches == {"D"}
    assert Action.UPDATE_ACCEPT not in rights
    assert permissions.rights(factories.person()) == []


def test_reasons_cost_nothing_until_they_are_read(lead, django_assert_num_queries):
    update = factories.update("submitted", organisation=lead.memberships.get().organisation)
    permissions.standing(lead)
    update.period, update.capability, update.organisation  # noqa: B018  read before counting
    with django_assert_num_queries(0):
        assert permissions.can(lead, Action.UPDATE_ENDORSE, update).code == "person"
