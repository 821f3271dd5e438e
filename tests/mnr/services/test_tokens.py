"""Personal tokens: never more than their owner, for a while, and gone with the account."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from mnr import permissions
from mnr.models import AuditEvent, Job, PersonalToken, User
from mnr.permissions import Denied, NotFresh
from mnr.roles import Action, Role
from mnr.services import jobs, people, tokens
from mnr.services.errors import Refused
from tests import factories, signing_in

pytestmark = pytest.mark.django_db
MAY = [Role.SEC, Role.AGY, Role.IND, Role.AUD]


@pytest.fixture
def agent():
    return factories.person(Role.AGY, organisation=factories.organisation())


def make(by, name="export", scope="read", days=30):
    return tokens.create_token(name=name, scope=scope, days=days, by=by)


class TestMaking:
    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANO])
    def test_by_some_roles_only(self, role):
        person = factories.person(role, organisation=factories.organisation(), domain="victim")
        if role in MAY:
            assert make(person)
        else:
            with pytest.raises(Denied):
                make(person)

    def test_only_a_digest_is_kept(self, agent):
        token, text = make(agent)
        assert text.startswith("mnr_")
        assert len(text) >= 47
        assert text not in str(PersonalToken.objects.values())
        assert text not in str(list(AuditEvent.objects.values()))
        assert token.ending == text[-4:]

    def test_it_asks_for_a_fresh_proof(self, agent):
        agent.sign_in = signing_in.proof(ago=signing_in.STALE)
        with pytest.raises(NotFresh):
            make(agent)

    def test_an_auditors_token_reads_only(self):
        auditor = factories.person(Role.AUD)
        assert make(auditor)
        with pytest.raises(Refused):
            make(auditor, name="other", scope="write")
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.token(auditor, "write")
        row, _text = factories.token(auditor, "read")
        with pytest.raises(IntegrityError), transaction.atomic():
            PersonalToken.objects.filter(pk=row.pk).update(scope="write")

    def test_at_most_ten_and_each_name_once(self, agent):
        for number in range(9):
            factories.token(agent, name=f"token {number}")
        make(agent)
        with pytest.raises(Refused):
            make(agent, name="one more")
        PersonalToken.objects.filter(name="token 0").delete()
        with pytest.raises(Refused):
            make(agent)

    def test_ninety_days_can_be_had(self, agent):
        token, _text = make(agent, days=90)
        assert token.expires_at - token.created_at == timedelta(days=90)

    @pytest.mark.parametrize("days", [91, -1])
    def test_the_database_limits_how_long(self, agent, days):
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.token(agent, days=days)


class TestUsing:
    def test_it_acts_for_its_owner_and_proves_no_presence(self, agent):
        token, text = make(agent)
        owner, found = tokens.owner_of(text)
        assert (owner, found) == (agent, token)
        assert not permissions.can(owner, Action.TOKEN_CREATE_SELF, PersonalToken(owner=owner))
        with pytest.raises(NotFresh):
            make(owner, name="another")
        assert owner.sign_in.method == "token"

    def test_last_use_is_kept_by_the_day(self, agent, django_assert_num_queries):
        token, text = make(agent)
        tokens.owner_of(text)
        token.refresh_from_db()
        assert token.last_used_on == timezone.localdate()
        with django_assert_num_queries(1):
            tokens.owner_of(text)

    @pytest.mark.parametrize("text", ["", "mnr_", "mnr_" + "x" * 43, "x" * 47, "mnr_" + "x" * 500])
    def test_others_are_dead(self, agent, text):
        make(agent)
        assert tokens.owner_of(text) is None

    def test_ended_and_revoked_ones_are_dead(self, agent):
        token, text = make(agent)
        now = timezone.now()
        PersonalToken.objects.filter(pk=token.pk).update(
            created_at=now - timedelta(days=2), expires_at=now - timedelta(seconds=1)
        )
        assert tokens.owner_of(text) is None
        other, text = make(agent, name="other")
        tokens.revoke_token(token=other, by=agent)
        assert tokens.owner_of(text) is None

    def test_they_die_with_the_account(self, agent):
        _token, text = make(agent)
        secretariat = factories.person(Role.SEC)
        people.deactivate_person(user=agent, by=secretariat)
        assert not PersonalToken.objects.exists()
        User.objects.filter(pk=agent.pk).update(is_active=True)
        assert tokens.owner_of(text) is None

    def test_one_of_an_inactive_account_is_refused_before_it_is_deleted(self, agent):
        _token, text = make(agent)
        User.objects.filter(pk=agent.pk).update(is_active=False)
        assert tokens.owner_of(text) is None

    def test_nobody_revokes_somebody_elses(self, agent):
        row, _text = factories.token(factories.person(Role.SEC))
        with pytest.raises(Denied):
            tokens.revoke_token(token=row, by=agent)


class TestReminders:
    def remind(self):
        tokens.look_after()
        while job := Job.objects.unfinished().first():
            assert jobs.run(job.pk)
        return len(mail.outbox)

    def move(self, row, days):
        now = timezone.now()
        PersonalToken.objects.filter(pk=row.pk).update(
            created_at=now - timedelta(days=60), expires_at=now + timedelta(days=days, hours=-1)
        )

    def test_they_come_14_and_3_days_before_and_once_each(self, agent):
        row, text = factories.token(agent, days=60)
        assert self.remind() == 0
        self.move(row, 14)
        assert self.remind() == self.remind() == 1
        self.move(row, 3)
        assert self.remind() == self.remind() == 2
        assert mail.outbox[0].to == [agent.email]
        assert text not in mail.outbox[0].body

    def test_a_short_one_gets_the_last_reminder_only(self, agent):
        row, _text = factories.token(agent)
        self.move(row, 2)
        assert self.remind() == 1

    def test_ended_ones_are_removed(self, agent):
        row, _text = factories.token(agent)
        self.move(row, -1)
        assert self.remind() == 0
        assert not PersonalToken.objects.exists()
