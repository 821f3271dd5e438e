"""Accounts and roles: who gives what to whom, and what nobody can do alone."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mnr import permissions
from mnr.models import AuditEvent, Capability, DomainUserObjectPermission, Membership, User
from mnr.permissions import Denied, WrongState
from mnr.roles import Action, Role
from mnr.services import people
from mnr.services.errors import Refused
from tests import factories
from tests.mnr.services.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


def grant(user, role, by, days=365, starts=0, **scope):
    begins = timezone.localdate() + timedelta(days=starts)
    return people.grant_role(
        user=user,
        role=role,
        starts_on=begins,
        ends_on=begins + timedelta(days=days),
        by=by,
        **scope,
    )


def roles_of(user):
    return permissions.standing(User.objects.get(pk=user.pk)).roles


class TestAccounts:
    def test_people_change_only_themselves(self, secretariat):
        old = secretariat.full_name
        user = people.edit_self(
            user=secretariat, full_name="New Name", language="en", by=secretariat
        )
        assert user.full_name == "New Name"
        assert AuditEvent.objects.first().changes == {"full_name": [old, "New Name"]}
        with pytest.raises(Denied):
            people.edit_self(user=factories.person(), full_name="X", language="en", by=secretariat)

    def test_closing_an_account_ends_everything_at_once(self, secretariat, client):
        lead = factories.person(
            Role.DOM, organisation=factories.organisation(), domain="criminal_justice"
        )
        client.force_login(lead)
        people.deactivate_person(user=lead, by=secretariat)
        assert not Session.objects.exists()
        assert not DomainUserObjectPermission.objects.exists()
        assert not roles_of(lead)
        response = client.get(reverse("profile"))
        assert response.headers["Location"].startswith(reverse("account_login"))

    def test_nobody_closes_their_own_account_or_the_last_one_of_a_role(self, secretariat, chair):
        other = factories.person(Role.SEC)
        with pytest.raises(Denied, match="your own account"):
            people.deactivate_person(user=secretariat, by=secretariat)
        with pytest.raises(Refused, match="last Committee chair"):
            people.deactivate_person(user=chair, by=secretariat)
        people.deactivate_person(user=other, by=secretariat)
        with pytest.raises(WrongState):
            people.deactivate_person(user=other, by=secretariat)


class TestRoles:
    def test_an_ordinary_role_counts_at_once(self, secretariat):
        user, police = factories.person(), factories.organisation()
        grant(user, Role.AGY, secretariat, organisation=police)
        assert roles_of(user) == {Role.AGY}

    def test_a_domain_lead_gets_the_grant_with_the_role_and_loses_it_with_it(self, secretariat):
        user, body = factories.person(), factories.organisation()
        domain = Capability.objects.get(number=4).domain
        membership = grant(user, Role.DOM, secretariat, organisation=body, domain=domain)
        assert DomainUserObjectPermission.objects.get().content_object == domain
        people.end_role(membership=membership, by=secretariat)
        assert not DomainUserObjectPermission.objects.exists()
        assert not roles_of(user)

    @pytest.mark.parametrize("role", Role.privileged())
    def test_a_privileged_role_takes_two_people(self, secretariat, chair, role):
        user = factories.person()
        membership = grant(user, role, secretariat)
        assert not roles_of(user)
        with pytest.raises(Denied):
            people.confirm_role(membership=membership, by=secretariat)
        people.confirm_role(membership=membership, by=chair)
        assert roles_of(user) == {role}
        with pytest.raises(WrongState):
            people.confirm_role(membership=membership, by=chair)

    def test_the_chair_does_not_confirm_a_role_of_their_own(self, secretariat, chair):
        membership = grant(chair, Role.CHR, secretariat, starts=301)
        with pytest.raises(Denied, match="for you"):
            people.confirm_role(membership=membership, by=chair)

    def test_what_ended_meanwhile_is_not_confirmed(self, secretariat, chair):
        membership = grant(factories.person(), Role.AUD, secretariat)
        Membership.objects.filter(pk=membership.pk).update(
            starts_on=factories.ago(9), ends_on=factories.ago(1)
        )
        with pytest.raises(Refused, match="ended"):
            people.confirm_role(membership=membership, by=chair)

    def test_nobody_gives_a_role_to_themselves(self, secretariat):
        for role in (Role.CMM, Role.AUD):
            with pytest.raises(Denied, match="themselves"):
                grant(secretariat, role, secretariat)

    def test_the_administrator_asks_for_privileged_roles_only(self):
        administrator = factories.person(Role.ADM)
        assert grant(factories.person(), Role.SEC, administrator).awaits_confirmation
        with pytest.raises(Denied):
            grant(factories.person(), Role.CMM, administrator)

    @pytest.mark.parametrize(("days", "starts"), [(367, 0), (10, -30)])
    def test_it_lasts_a_year_at_most_and_is_not_over_already(self, secretariat, days, starts):
        with pytest.raises(Refused) as refusal:
            grant(factories.person(), Role.CMM, secretariat, days=days, starts=starts)
        assert refusal.value.field == "ends_on"

    def test_a_closed_account_gets_no_role(self, secretariat):
        with pytest.raises(Refused, match="closed"):
            grant(factories.person(is_active=False), Role.CMM, secretariat)

    def test_roles_need_their_organisation_and_domain(self, secretariat):
        with pytest.raises(Refused, match="belongs to an organisation"):
            grant(factories.person(), Role.AGY, secretariat)
        with pytest.raises(Refused, match="needs a domain"):
            grant(factories.person(), Role.DOM, secretariat, organisation=factories.organisation())

    @pytest.mark.parametrize(
        ("held", "wanted"),
        [
            (Role.CHR, Role.SEC),
            (Role.SEC, Role.CHR),
            (Role.DOM, Role.SEC),
            (Role.CMM, Role.ADM),
            (Role.AUD, Role.CMM),
        ],
    )
    def test_roles_that_check_each_other_are_not_held_together(self, secretariat, held, wanted):
        user = factories.person(
            held, organisation=factories.organisation(), domain="criminal_justice"
        )
        with pytest.raises(Refused) as refusal:
            grant(user, wanted, secretariat)
        assert refusal.value.field == "role"

    def test_a_lead_does_not_report_in_their_own_domain(self, secretariat):
        police, helpline = factories.organisation(), factories.organisation()
        factories.assignment(police, 4)
        factories.assignment(helpline, 11)
        user = factories.person(Role.AGY, organisation=police)
        domain = Capability.objects.get(number=4).domain
        with pytest.raises(Refused):
            grant(user, Role.DOM, secretariat, organisation=helpline, domain=domain)
        other = Capability.objects.get(number=11).domain
        assert grant(user, Role.DOM, secretariat, organisation=helpline, domain=other)

    def test_roles_one_after_the_other_are_no_conflict(self, secretariat):
        user = factories.person()
        factories.role(user, Role.CHR, starts=-300, ends=-1)
        assert grant(user, Role.SEC, secretariat)


class TestEndingRoles:
    def test_it_ends_now_and_once(self, secretariat):
        user = factories.person(Role.CMM)
        membership = user.memberships.get()
        people.end_role(membership=membership, by=secretariat)
        assert not roles_of(user)
        ended = user.memberships.get().ends_on
        with pytest.raises(Refused, match="already"):
            people.end_role(membership=membership, by=secretariat)
        assert user.memberships.get().ends_on == ended

    @pytest.mark.parametrize("role", [Role.SEC, Role.CHR, Role.ADM])
    def test_the_last_holder_stays(self, chair, role):
        user = chair if role == Role.CHR else factories.person(role)
        with pytest.raises(Refused, match="last"):
            people.end_role(membership=user.memberships.get(), by=chair)

    def test_a_request_can_always_be_taken_back(self, secretariat, chair):
        membership = grant(factories.person(), Role.SEC, secretariat)
        assert people.end_role(membership=membership, by=chair)

    @pytest.mark.django_db(transaction=True)
    def test_two_last_secretaries_do_not_both_leave(self):
        chair = factories.person(Role.CHR)
        rows = [factories.person(Role.SEC).memberships.get() for _ in range(2)]
        outcomes = together(
            *[lambda row=row: people.end_role(membership=row, by=chair) for row in rows]
        )
        assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
        assert Membership.objects.in_force().filter(role=Role.SEC).count() == 1


def test_the_database_keeps_confirmer_granter_and_holder_apart(secretariat, chair):
    membership = grant(factories.person(), Role.AUD, secretariat)
    now = timezone.now()
    for person in (secretariat, membership.user):
        rows = Membership.objects.filter(pk=membership.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(confirmed_by=person, confirmed_at=now)


def test_an_ended_role_is_out_of_force_the_day_after(secretariat):
    user = factories.person()
    factories.role(user, Role.CMM, starts=-30, ends=0)
    assert permissions.can(user, Action.UPDATE_STATUS)
    Membership.objects.update(ends_on=factories.ago(1))
    assert not permissions.can(User.objects.get(pk=user.pk), Action.UPDATE_STATUS)
