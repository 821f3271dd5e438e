"""The pages of invitations, and the page that the link opens."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from mnr.models import Invitation, Job, User
from mnr.roles import Role
from mnr.services import jobs
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "seven quiet harbours"


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC, full_name="Petra Secretary")


@pytest.fixture
def police():
    return factories.organisation(short_name="Police")


@pytest.fixture
def agent(police):
    return factories.person(Role.AGY, organisation=police, full_name="Nia Agent")


@pytest.fixture
def visit(client):
    """visit(person, name, *args) reads a page; with data it sends the page's form."""

    def visit(person, name, *args, data=None):
        client.force_login(User.objects.get(pk=person.pk))
        address = reverse(name, args=args)
        return client.get(address) if data is None else client.post(address, data, follow=True)

    return visit


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def form(**data):
    ends_on = (timezone.localdate() + timedelta(days=300)).isoformat()
    return {"full_name": "Bo New", "email": "bo@example.org", "ends_on": ends_on} | data


def link():
    """The path of the link in the newest mail."""
    while job := Job.objects.unfinished().first():
        jobs.run(job.pk)
    return re.search(r"https?://[^/]+(/invitation/\S+)", mail.outbox[-1].body)[1]


def answer(**data):
    return {"full_name": "Bo New", "password": PASSWORD, "again": PASSWORD} | data


class TestInviting:
    def test_the_secretariat_invites_and_the_person_comes_in(
        self, visit, client, secretariat, police
    ):
        data = form(role="AGY", organisation=police.pk)
        page = visit(secretariat, "invitation_create", data=data)
        assert "The invitation of Bo New is on its way." in words(page)
        client.logout()
        page = client.get(link())
        assert "Agency contributor, Police" in words(page)
        assert not User.objects.filter(email="bo@example.org").exists()
        page = client.post(link(), answer(), follow=True)
        assert "Your account is ready." in words(page)
        client.post(reverse("account_login"), {"login": "bo@example.org", "password": PASSWORD})
        assert User.objects.get(email="bo@example.org").check_password(PASSWORD)

    def test_an_agency_asks_and_the_secretariat_agrees(self, visit, secretariat, agent, police):
        page = visit(agent, "invitation_create")
        assert [value for value, _ in page.context["form"].fields["role"].choices] == ["AGY"]
        data = form(role="AGY", organisation=police.pk)
        page = visit(agent, "invitation_create", data=data)
        assert "waits for the secretariat" in words(page)
        row = Invitation.objects.get()
        assert reverse("invitation_release", args=[row.pk]) not in page.text
        page = visit(secretariat, "my_work")
        assert "Agree to an invitation: Bo New" in words(page)
        page = visit(secretariat, "invitation_release", row.pk)
        assert "bo@example.org" in words(page)
        visit(secretariat, "invitation_release", row.pk, data={})
        assert link()
        assert "Agree to an invitation" not in words(visit(secretariat, "my_work"))
        assert visit(secretariat, "invitation_release", row.pk).status_code == 409

    def test_without_a_role_for_now(self, visit, client, secretariat):
        visit(secretariat, "invitation_create", data=form(role="", ends_on=""))
        client.logout()
        client.post(link(), answer())
        assert not User.objects.get(email="bo@example.org").memberships.exists()

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"email": "taken@example.org"}, "Somebody has an account with this address"),
            ({"email": "nonsense"}, "in full, like name@example.org"),
            ({"role": "AGY"}, "needs a last day"),
            ({"role": "DOM"}, "a domain lead a domain"),
            ({"role": "ADM"}, "from the list"),
        ],
    )
    def test_what_will_not_do_is_said_and_the_rest_kept(self, visit, secretariat, data, said):
        factories.person(email="taken@example.org")
        sent = form(ends_on="" if data.get("role") == "AGY" else "2026-12-24") | data
        sent["ends_on"] = sent["ends_on"] and form()["ends_on"]
        page = visit(secretariat, "invitation_create", data=sent)
        assert page.status_code == 422
        assert said in words(page)
        assert "Bo New" in page.text

    def test_the_list_is_each_ones_own(self, visit, secretariat, agent, police):
        own = factories.invitation(organisation=police)
        other = factories.invitation(organisation=factories.organisation())
        page = words(visit(agent, "invitation_list"))
        assert own.email in page
        assert other.email not in page
        page = words(visit(secretariat, "invitation_list"))
        assert own.email in page
        assert other.email in page
        assert visit(agent, "invitation_withdraw", other.pk, data={}).status_code == 404

    def test_resend_and_withdraw(self, visit, client, secretariat):
        visit(secretariat, "invitation_create", data=form(role="", ends_on=""))
        first = link()
        row = Invitation.objects.get()
        page = visit(secretariat, "invitation_resend", row.pk, data={})
        assert "A new link for Bo New is on its way." in words(page)
        assert client.get(first).status_code == 410
        second = link()
        visit(secretariat, "invitation_withdraw", row.pk, data={})
        assert client.get(second).status_code == 410

    def test_the_list_takes_few_queries(
        self, client, secretariat, police, agent, django_assert_max_num_queries
    ):
        for _ in range(40):
            factories.invitation(organisation=police)
        for person in (secretariat, agent):
            client.force_login(person)
            with django_assert_max_num_queries(15):
                assert client.get(reverse("invitation_list")).status_code == 200


class TestAccepting:
    @pytest.fixture
    def address(self, visit, client, secretariat):
        visit(secretariat, "invitation_create", data=form(role="", ends_on=""))
        client.logout()
        return link()

    def test_dead_links_cannot_be_told_apart(self, client, address):
        client.post(address, answer(), follow=True)
        used = client.get(address)
        unknown = client.get(reverse("invitation_accept", args=["x" * 43]))
        assert used.status_code == unknown.status_code == 410
        assert words(used) == words(unknown)
        assert "works once" in words(used)
        again = client.post(address, answer(password="another pass phrase 9"))
        assert (again.status_code, words(again)) == (410, words(unknown))

    @pytest.mark.parametrize(
        ("data", "said"),
        [
            ({"again": "something else"}, "The two passwords differ"),
            ({"password": "short", "again": "short"}, "Make it longer"),
            ({"password": "bo@example.org bo", "again": "bo@example.org bo"}, "could be guessed"),
            ({"full_name": ""}, "Fill in"),
        ],
    )
    def test_what_will_not_do_opens_nothing(self, client, address, data, said):
        page = client.post(address, answer(**data))
        assert page.status_code == 422
        assert said in words(page)
        assert not User.objects.filter(email="bo@example.org").exists()
        assert client.post(address, answer()).status_code == 302  # the link is not used up
