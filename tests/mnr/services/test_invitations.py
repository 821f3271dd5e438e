"""Invitations: who may invite whom, the link that works once, and what comes of accepting."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from mnr import permissions
from mnr.models import AuditEvent, Domain, Invitation, Job, Membership, User
from mnr.permissions import Denied, WrongState
from mnr.roles import Role
from mnr.services import invitations, jobs
from mnr.services.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
State = Invitation.State
PASSWORD = "seven quiet harbours"


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def police():
    return factories.organisation()


@pytest.fixture
def agent(police):
    return factories.person(Role.AGY, organisation=police)


def draft(**fields):
    return Invitation(**{"email": " Nia@Example.org ", "full_name": " Nia Example "} | fields)


def agency(organisation, days=300, **fields):
    ends_on = timezone.localdate() + timedelta(days=days)
    return draft(role=Role.AGY, organisation=organisation, ends_on=ends_on, **fields)


def sent_token():
    """The token of the newest mail."""
    while job := Job.objects.unfinished().first():
        assert jobs.run(job.pk)
    line = next(row for row in mail.outbox[-1].body.splitlines() if "/invitation/" in row)
    return line.rstrip("/").rpartition("/")[2]


def accept(token, **fields):
    values = {"full_name": "Nia", "password": PASSWORD} | fields
    return invitations.accept(fingerprint=invitations.fingerprint(token), **values)


class TestBySecretariat:
    def test_a_link_is_mailed_and_no_account_is_there(self, secretariat, police):
        row = invitations.invite(invitation=agency(police), by=secretariat)
        assert (row.email, row.full_name, row.state) == (
            "nia@example.org",
            "Nia Example",
            State.SENT,
        )
        token = sent_token()
        row.refresh_from_db()
        assert mail.outbox[0].to == ["nia@example.org"]
        assert len(token) >= 43
        assert token not in {row.token_digest, str(Job.objects.get().arguments)}
        assert row.expires_at - timezone.now() > timedelta(days=6, hours=23)
        assert not User.objects.filter(email="nia@example.org").exists()

    def test_accepting_opens_the_account_with_its_role(self, secretariat, police):
        invitations.invite(invitation=agency(police), by=secretariat)
        user = accept(sent_token(), full_name=" Nia Example ")
        assert (user.full_name, user.check_password(PASSWORD)) == ("Nia Example", True)
        membership = user.memberships.get()
        assert (membership.role, membership.organisation) == (Role.AGY, police)
        assert membership.granted_by == secretariat
        assert permissions.standing(user).roles == {Role.AGY}
        row = Invitation.objects.get()
        assert (row.state, row.accepted_by, row.token_digest) == (State.ACCEPTED, user, "")

    def test_the_link_works_once(self, secretariat):
        invitations.invite(invitation=draft(), by=secretariat)
        token = sent_token()
        assert accept(token)
        assert accept(token) is None
        assert invitations.find(token) is None

    def test_a_domain_lead_gets_the_domain(self, secretariat, police):
        row = agency(police)
        row.role, row.domain = Role.DOM, Domain.objects.get(key="victim")
        invitations.invite(invitation=row, by=secretariat)
        assert permissions.standing(accept(sent_token())).domains == {row.domain.pk}

    @pytest.mark.parametrize("role", Role.privileged())
    def test_privileged_roles_do_not_come_with_an_invitation(self, secretariat, role):
        row = draft(role=role, ends_on=timezone.localdate() + timedelta(days=30))
        with pytest.raises(Refused):
            invitations.invite(invitation=row, by=secretariat)

    @pytest.mark.parametrize("days", [-1, 0, 367])
    def test_the_role_ends_within_twelve_months(self, secretariat, police, days):
        with pytest.raises(Refused) as refusal:
            invitations.invite(invitation=agency(police, days=days), by=secretariat)
        assert refusal.value.field == "ends_on"

    def test_who_has_an_account_is_not_invited(self, secretariat):
        factories.person(email="nia@example.org")
        with pytest.raises(Refused) as refusal:
            invitations.invite(invitation=draft(), by=secretariat)
        assert refusal.value.field == "email"
        assert not Job.objects.exists()

    def test_nobody_is_invited_twice(self, secretariat):
        invitations.invite(invitation=draft(), by=secretariat)
        with pytest.raises(Refused):
            invitations.invite(invitation=draft(email="NIA@example.org"), by=secretariat)

    @pytest.mark.parametrize("role", [role for role in Role if role not in ("SEC", "AGY", "ANO")])
    def test_other_roles_invite_nobody(self, role, police):
        person = factories.person(role, organisation=police, domain="victim")
        with pytest.raises(Denied):
            invitations.invite(invitation=agency(police), by=person)


class TestByAgencies:
    def test_nothing_is_mailed_before_the_secretariat_agrees(self, agent, police, secretariat):
        row = invitations.invite(invitation=agency(police), by=agent)
        assert row.state == State.WAITING
        assert not Job.objects.exists()
        invitations.release(invitation=row, by=secretariat)
        user = accept(sent_token())
        assert user.memberships.get().granted_by == secretariat

    def test_only_into_the_own_organisation_and_role(self, agent, police):
        with pytest.raises(Denied):
            invitations.invite(invitation=agency(factories.organisation()), by=agent)
        for role in (Role.IND, Role.CSO, Role.DOM):
            row = agency(police)
            row.role, row.domain = role, Domain.objects.first() if role == Role.DOM else None
            with pytest.raises(Denied):
                invitations.invite(invitation=row, by=agent)
        with pytest.raises(Denied):
            invitations.invite(invitation=draft(), by=agent)

    def test_they_do_not_learn_who_has_an_account(self, agent, police, secretariat):
        factories.person(email="nia@example.org")
        row = invitations.invite(invitation=agency(police), by=agent)
        with pytest.raises(Refused) as refusal:
            invitations.release(invitation=row, by=secretariat)
        assert "has an account" in refusal.value.message

    def test_agencies_agree_to_none(self, agent, police):
        row = invitations.invite(invitation=agency(police), by=agent)
        with pytest.raises(Denied):
            invitations.release(invitation=row, by=agent)

    def test_nobody_agrees_to_their_own(self, agent, police):
        row = invitations.invite(invitation=agency(police), by=agent)
        factories.role(agent, Role.SEC)
        with pytest.raises(Denied):
            invitations.release(invitation=row, by=User.objects.get(pk=agent.pk))

    def test_one_that_waits_cannot_be_sent_again(self, agent, police):
        row = invitations.invite(invitation=agency(police), by=agent)
        with pytest.raises(Refused):
            invitations.resend(invitation=row, by=agent)


class TestLinks:
    @pytest.fixture
    def row(self, secretariat, police):
        return invitations.invite(invitation=agency(police), by=secretariat)

    def test_they_expire(self, row):
        token = sent_token()
        Invitation.objects.update(
            invited_at=timezone.now() - timedelta(days=8),
            expires_at=timezone.now() - timedelta(seconds=1),
        )
        assert accept(token) is None
        assert not User.objects.filter(email=row.email).exists()
        row.refresh_from_db()
        assert row.is_expired

    def test_a_new_one_replaces_the_one_before(self, row, secretariat):
        first = sent_token()
        invitations.resend(invitation=row, by=secretariat)
        assert accept(first) is None  # at once, not only when the new mail goes out
        second = sent_token()
        assert first != second
        assert accept(first) is None
        assert accept(second)

    def test_withdrawn_ones_are_dead(self, row, secretariat):
        token = sent_token()
        invitations.withdraw(invitation=row, by=secretariat)
        assert accept(token) is None
        with pytest.raises(WrongState):
            invitations.resend(invitation=row, by=secretariat)

    def test_nothing_is_mailed_for_one_that_was_withdrawn(self, row, secretariat):
        invitations.withdraw(invitation=row, by=secretariat)
        jobs.run(Job.objects.get().pk)
        assert not mail.outbox

    @pytest.mark.parametrize("who", ["invited_by", "released_by"])
    def test_those_of_a_closed_account_are_dead(self, row, who):
        token = sent_token()
        closed = factories.person(is_active=False)
        Invitation.objects.update(
            **{who: closed, "released_at": timezone.now()} if who[0] == "r" else {who: closed}
        )
        assert accept(token) is None

    @pytest.mark.parametrize("token", ["", "x", "x" * 43, "\x00"])
    def test_unknown_ones_are_dead(self, row, token):
        assert accept(token) is None

    def test_an_account_opened_meanwhile_is_left_alone(self, row):
        token = sent_token()
        owner = factories.person(email=row.email)
        assert accept(token) is None
        assert User.objects.get(email=row.email) == owner


def test_the_mail_and_the_trail_hold_no_figures_and_no_address(secretariat, police):
    factories.update("accepted", period=factories.period("2026-Q3"), assessed=(2, 1))
    invitations.invite(invitation=agency(police), by=secretariat)
    accept(sent_token())
    body = mail.outbox[0].body
    assert "Dear Nia Example" in body
    assert "2026-Q3" not in body
    assert "The unit received its mandate." not in body
    told = str([event.changes for event in AuditEvent.objects.all()])
    assert "nia@example.org" not in told
    assert {"user.invite", "invitation.accept", "role.grant"} <= set(
        AuditEvent.objects.values_list("action", flat=True)
    )


class TestDatabase:
    """What the database refuses, whoever asks."""

    @pytest.mark.parametrize(
        "broken",
        [
            {"state": "sent"},  # an agency's, without the secretariat's yes
            {"role": "SEC"},
            {"role": "DOM"},  # without a domain
            {"ends_on": None},
            {"organisation": None},
            {"token_digest": "0" * 64},  # a link while it waits
            {"state": "accepted"},
            {"state": "withdrawn"},
        ],
    )
    def test_it_refuses(self, police, broken):
        row = factories.invitation(organisation=police)
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=row.pk).update(**broken)

    def test_it_refuses_that_the_inviter_agrees(self, police):
        row = factories.invitation(organisation=police)
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=row.pk).update(
                released_by=row.invited_by, released_at=timezone.now()
            )

    def test_an_address_is_invited_once(self):
        factories.invitation(state="sent", email="nia@example.org")
        with pytest.raises(IntegrityError), transaction.atomic():
            factories.invitation(state="sent", email="Nia@example.org")


def test_no_membership_outlives_what_was_promised(secretariat, police):
    row = invitations.invite(invitation=agency(police, days=10), by=secretariat)
    accept(sent_token())
    assert Membership.objects.get(user__email=row.email).ends_on == row.ends_on
