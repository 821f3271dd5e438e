"""What ends somebody's access ends it for their programs at once, and for good."""

from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from mnr.models import AuditEvent, PersonalToken, User
from mnr.roles import Role
from mnr.services import factor_resets, people, sessions, tokens
from tests import factories
from tests.api.conftest import by_session, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def agent():
    return factories.person(Role.AGY, organisation=factories.organisation())


@pytest.fixture
def programs(agent):
    """Every way in of the person, each in use."""
    found = [by_token(agent), by_token(agent, "read"), by_session(agent)]
    assert statuses(found) == {200}
    return found


def statuses(programs):
    return {asks.get("me/").status_code for asks in programs}


def test_a_closed_account_loses_every_way_in_and_gets_none_back(agent, secretary, programs):
    people.deactivate_person(user=agent, by=secretary)
    assert statuses(programs) == {401}
    assert not PersonalToken.objects.filter(owner=agent).exists()
    people.reactivate_person(user=User.objects.get(pk=agent.pk), by=secretary)
    assert User.objects.get(pk=agent.pk).is_active
    assert statuses(programs) == {401}


def test_an_account_that_was_closed_by_hand_gets_none_back_either(agent, secretary, programs):
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert statuses(programs) == {401}
    people.reactivate_person(user=User.objects.get(pk=agent.pk), by=secretary)
    assert statuses(programs) == {401}


def test_a_new_beginning_with_factors_ends_tokens_and_links(agent, secretary, programs):
    SocialAccount.objects.create(user=agent, provider="https://id.example", uid="agent")
    administrator = factories.person(Role.ADM)
    reset = factor_resets.request_reset(user=agent, reason="We met.", by=administrator)
    assert statuses(programs) == {200}
    factor_resets.confirm_reset(reset=reset, by=secretary)
    assert statuses(programs) == {401}
    assert not PersonalToken.objects.filter(owner=agent).exists()
    assert not SocialAccount.objects.exists()
    revoked = AuditEvent.objects.filter(action="token.revoke_self", actor_id=secretary.pk)
    assert revoked.count() == 2


def test_signing_somebody_out_everywhere_ends_their_programs(agent, secretary, programs):
    sessions.end_all_sessions(user=agent, by=secretary)
    assert statuses(programs) == {401}


def test_a_revoked_token_and_one_whose_time_is_over(agent):
    asks = by_token(agent)
    row = PersonalToken.objects.get(owner=agent)
    tokens.revoke_token(token=row, by=agent)
    assert statuses([asks]) == {401}
    late = by_token(agent)
    PersonalToken.objects.filter(owner=agent).update(
        created_at=timezone.now() - timedelta(days=30), expires_at=timezone.now()
    )
    assert statuses([late]) == {401}
    tokens.look_after()
    assert AuditEvent.objects.filter(action="token.end").count() == 1
    assert not PersonalToken.objects.exists()
