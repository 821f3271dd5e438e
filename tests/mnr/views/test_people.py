"""Pages about people and their roles, and everybody's own profile."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from mnr import permissions
from mnr.models import AuditEvent, Membership, User
from mnr.roles import Role
from mnr.services import people
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC, full_name="Petra Secretary")


@pytest.fixture
def chair():
    return factories.person(Role.CHR, full_name="Tomas Chair")


@pytest.fixture
def visit(client):
    """visit(person, name, *args) reads a page; with data it sends the page's form."""

    def visit(person, name, *args, data=None, **query):
        client.force_login(User.objects.get(pk=person.pk))
        address = reverse(name, args=args)
        if data is None:
            return client.get(address, query)
        return client.post(address, data, follow=True)

    return visit


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def role_data(role, days=300, **data):
    today = timezone.localdate()
    return {
        "role": role,
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=days)).isoformat(),
        **data,
    }


def roles_of(person):
    return permissions.standing(User.objects.get(pk=person.pk)).roles


class TestDirectory:
    @pytest.fixture(autouse=True)
    def some(self):
        self.police = factories.organisation(short_name="Police")
        self.agent = factories.person(
            Role.AGY, organisation=self.police, full_name="Nia Example", email="nia@police.example"
        )
        self.other = factories.person(
            Role.AGY, organisation=factories.organisation(), full_name="Bo Elsewhere"
        )

    @pytest.mark.parametrize("role", [Role.SEC, Role.CHR, Role.ADM, Role.AUD])
    def test_some_roles_know_everybody(self, visit, role):
        page = words(visit(factories.person(role), "person_list"))
        assert "Nia Example" in page
        assert "Bo Elsewhere" in page

    @pytest.mark.parametrize("role", [Role.AGY, Role.IND, Role.CSO, Role.DOM])
    def test_others_know_their_own_organisation(self, visit, role):
        person = factories.person(role, organisation=self.police, domain="victim")
        page = words(visit(person, "person_list"))
        assert "Nia Example" in page
        assert "Bo Elsewhere" not in page
        assert visit(person, "person_detail", self.agent.pk).status_code == 200
        assert visit(person, "person_detail", self.other.pk).status_code == 404

    @pytest.mark.parametrize("role", [Role.SEC, Role.ADM])
    def test_addresses_are_for_those_who_manage_accounts(self, visit, role):
        assert "nia@police.example" in visit(factories.person(role), "person_list").text
        for other in (Role.CHR, Role.AUD, Role.AGY):
            person = factories.person(other, organisation=self.police)
            assert "nia@police.example" not in visit(person, "person_list").text
            page = visit(person, "person_detail", self.agent.pk)
            assert "nia@police.example" not in page.text
            found = visit(person, "person_list", q="nia@police")
            assert "Nia Example" not in words(found)

    def test_it_is_searched_by_name_and_role(self, visit, secretariat):
        def names(**query):
            page = visit(secretariat, "person_list", **query)
            return {row.full_name for row in page.context["page"]}

        assert names(q="nia") == {"Nia Example"}
        assert names(q="NIA@POLICE") == {"Nia Example"}
        assert names(role="AGY") == {"Nia Example", "Bo Elsewhere"}
        assert names(role="SEC") == {"Petra Secretary"}
        assert names(q="nobody") == set()


class TestAccounts:
    def test_one_is_closed_after_being_asked(self, visit, secretariat):
        person = factories.person(Role.CMM, full_name="Nia Example")
        assert "end at once" in words(visit(secretariat, "person_deactivate", person.pk))
        page = visit(secretariat, "person_deactivate", person.pk, data={})
        assert "The account of Nia Example is closed." in words(page)
        person.refresh_from_db()
        assert not person.is_active

    def test_the_last_of_a_role_is_not_closed(self, visit, secretariat, chair):
        page = visit(secretariat, "person_deactivate", chair.pk, data={})
        assert page.status_code == 422
        assert "This is the last Committee chair" in words(page)


class TestRoles:
    def test_an_ordinary_one_is_given(self, visit, secretariat):
        person, police = factories.person(), factories.organisation()
        data = role_data("AGY", organisation=police.pk)
        page = visit(secretariat, "membership_create", person.pk, data=data)
        assert "now has the role: Agency contributor." in words(page)
        assert roles_of(person) == {Role.AGY}

    def test_a_privileged_one_waits_for_the_chair(self, visit, secretariat, chair):
        person = factories.person(full_name="Nia Example")
        page = visit(secretariat, "membership_create", person.pk, data=role_data("AUD"))
        assert "waits for the chair’s confirmation" in words(page)
        assert not roles_of(person)
        membership = Membership.objects.get(user=person)
        page = visit(chair, "person_list")
        assert "Auditor for Nia Example" in words(page)
        assert reverse("membership_confirm", args=[membership.pk]) in page.text
        page = words(visit(chair, "membership_confirm", membership.pk))
        assert "Petra Secretary asked for it" in page
        visit(chair, "membership_confirm", membership.pk, data={})
        assert roles_of(person) == {Role.AUD}
        assert visit(chair, "membership_confirm", membership.pk).status_code == 409

    def test_the_form_says_what_is_missing_and_keeps_the_rest(self, visit, secretariat):
        data = role_data("CMM", days=500, reason="Letter of May.")
        page = visit(secretariat, "membership_create", factories.person().pk, data=data)
        assert page.status_code == 422
        assert "twelve months at most" in words(page)
        assert "Letter of May." in page.text
        data = role_data("DOM", organisation=factories.organisation().pk)
        page = visit(secretariat, "membership_create", factories.person().pk, data=data)
        assert "A domain lead needs a domain" in words(page)

    def test_the_administrator_is_offered_privileged_roles_only(self, visit):
        page = visit(factories.person(Role.ADM), "membership_create", factories.person().pk)
        offered = {value for value, _label in page.context["form"].fields["role"].choices}
        assert offered == {"ADM", "SEC", "CHR", "AUD"}

    def test_nobody_is_offered_a_role_for_themselves(self, visit, secretariat):
        page = visit(secretariat, "person_detail", secretariat.pk)
        assert "Give a role" not in words(page)
        page = visit(secretariat, "membership_create", secretariat.pk, data=role_data("CMM"))
        assert page.status_code == 403

    def test_one_is_ended(self, visit, secretariat):
        person = factories.person(Role.CMM)
        membership = person.memberships.get()
        page = visit(secretariat, "membership_end", membership.pk, data={})
        assert "has ended" in words(page)
        assert not roles_of(person)
        assert "Roles that ended" in words(page)

    def test_agencies_end_and_confirm_nothing(self, visit):
        police = factories.organisation()
        agent = factories.person(Role.AGY, organisation=police)
        colleague = factories.person(Role.AGY, organisation=police)
        membership = colleague.memberships.get()
        for name in ("membership_end", "membership_confirm"):
            assert visit(agent, name, membership.pk).status_code == 403
        assert "End this role" not in words(visit(agent, "person_detail", colleague.pk))


class TestProfile:
    def test_people_change_their_own_name(self, visit, secretariat):
        data = {"full_name": "Petra Newname", "language": "en"}
        page = visit(secretariat, "profile", data=data)
        assert "Your profile is saved." in words(page)
        secretariat.refresh_from_db()
        assert secretariat.full_name == "Petra Newname"

    def test_it_shows_roles_with_their_end_and_the_way_to_the_password(self, visit):
        person = factories.person(Role.CMM)
        page = visit(person, "profile")
        assert "Committee member" in words(page)
        assert reverse("account_change_password") in page.text

    @pytest.mark.parametrize("data", [{"full_name": "", "language": "en"}, {"full_name": "A"}])
    def test_what_is_missing_is_asked_for(self, visit, secretariat, data):
        page = visit(secretariat, "profile", data=data)
        assert page.status_code == 422
        secretariat.refresh_from_db()
        assert secretariat.full_name == "Petra Secretary"


def test_lists_and_details_take_few_queries(client, secretariat, django_assert_max_num_queries):
    police = factories.organisation()
    people = [factories.person(Role.AGY, organisation=police) for _ in range(40)]
    client.force_login(secretariat)
    for address in (reverse("person_list"), reverse("person_detail", args=[people[0].pk])):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


class TestEnds:
    def test_a_role_given_and_ended_on_one_day_shows_that_day(self, visit, secretariat):
        user, today = factories.person(), date_format(timezone.localdate())
        data = role_data(Role.CMM)
        visit(secretariat, "membership_create", user.pk, data=data)
        membership = user.memberships.get()
        data = {"reason": "Left the committee."}
        visit(secretariat, "membership_end", membership.pk, data=data)
        assert not roles_of(user)
        page = words(visit(secretariat, "person_detail", user.pk))
        assert f"{today} to {today}, ended by Petra Secretary" in page
        assert date_format(timezone.localdate() - timedelta(days=1)) not in page
        review = words(visit(secretariat, "access_review"))
        assert today in review.partition("Ended in the last 90 days")[2]
        event = AuditEvent.objects.get(action="role.revoke")
        assert event.changes["ends_on"][1] == timezone.localdate().isoformat()
        assert event.changes["reason"] == [None, "Left the committee."]

    def test_an_older_role_keeps_its_first_day(self, visit, secretariat):
        user = factories.person(Role.CMM)
        membership = user.memberships.get()
        people.end_role(membership=membership, by=secretariat)
        membership.refresh_from_db()
        assert membership.first_day == membership.starts_on == factories.ago(30)
        assert membership.last_day == timezone.localdate()
        assert "reason" not in AuditEvent.objects.get(action="role.revoke").changes

    def test_a_closed_account_says_by_whom_and_when(self, visit, secretariat):
        user = factories.person(Role.CMM)
        page = words(visit(secretariat, "person_deactivate", user.pk))
        assert "Reason (optional)" in page
        visit(secretariat, "person_deactivate", user.pk, data={"reason": "Retired."})
        page = words(visit(secretariat, "person_detail", user.pk))
        today = date_format(timezone.localdate())
        assert f"Closed today, {today}, by Petra Secretary" in page
        events = AuditEvent.objects.filter(action__in=["user.deactivate", "role.revoke"])
        assert [row.changes["reason"] for row in events] == [[None, "Retired."]] * 2
