"""Pages about the policy itself: the explaining page, rights, reduced separation and its band."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mnr.models import Membership, ReducedSeparation, User
from mnr.roles import Action, Role
from mnr.selectors import explaining
from tests import factories

pytestmark = pytest.mark.django_db

Pair = ReducedSeparation.Pair
PLACE = "criminal_justice"


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC, full_name="Sara Secretary")


@pytest.fixture
def visit(client):
    """visit(person, name, *args) reads a page; with data it sends the page's form."""

    def visit(reader, name, *args, data=None, **query):
        client.force_login(reader)
        if data is None:
            return client.get(reverse(name, args=args), query)
        return client.post(reverse(name, args=args), data, follow=True)

    return visit


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def queries(client, url):
    """How many a page takes."""
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)


def ids(choices):
    return {key for key, _label in choices}


class TestExplaining:
    def test_yes_and_no_step_by_step(self, visit, secretariat):
        body = factories.organisation()
        lead = factories.person(Role.DOM, organisation=body, domain=PLACE, full_name="Dora Lead")
        deputy = factories.person(
            Role.DOM, organisation=factories.organisation(), domain=PLACE, full_name="Dan Deputy"
        )
        update = factories.update("submitted", organisation=body)
        asked = {"action": "update.endorse", "object": str(update.pk)}
        page = words(visit(secretariat, "policy_explain", person=lead.pk, **asked))
        assert "Domain leads cannot endorse their own organisation’s update. Ask Dan Deputy" in page
        assert "Is it in a state in which this can be done? Yes." in page
        assert "Who can at present: Dan Deputy" in page
        page = visit(secretariat, "policy_explain", person=deputy.pk, **asked)
        assert page.context["explanation"].decision
        assert "Who can at present" not in words(page)

    def test_without_a_thing_it_says_that_it_depends(self, visit, secretariat):
        page = visit(secretariat, "policy_explain", action="update.accept")
        assert "Yes, on some things" in words(page)

    def test_without_a_question_it_answers_nothing(self, visit, secretariat):
        page = words(visit(secretariat, "policy_explain"))
        assert "Is the account open?" not in page

    @pytest.mark.parametrize(
        "query",
        [
            {"action": "nonsense"},
            {"action": "update.edit", "object": "nonsense"},
            {"action": "period.open", "object": "nonsense"},
            {"person": "nonsense"},
        ],
    )
    def test_nonsense_is_as_good_as_nothing(self, visit, secretariat, query):
        assert visit(secretariat, "policy_explain", **query).status_code == 200

    @pytest.mark.parametrize("role", [Role.CMM, Role.DOM, Role.AGY, Role.IND, Role.CSO])
    def test_others_ask_about_themselves_only(self, visit, role, secretariat):
        body = factories.organisation()
        person = factories.person(role, organisation=body, domain=PLACE)
        colleague = factories.person(Role.AGY, organisation=body)
        page = visit(person, "policy_explain")
        assert page.context["people"] == [person]
        for other in (colleague, secretariat):
            assert visit(person, "policy_explain", person=other.pk).status_code == 404
            assert visit(person, "person_rights", other.pk).status_code == 404
        asked = words(visit(person, "policy_explain", action="role.revoke"))
        assert "Who can at present" not in asked

    def test_the_things_offered_are_those_that_the_asker_may_know(self, visit):
        own, far = factories.organisation(), factories.organisation()
        mine = factories.update("draft", organisation=own)
        factories.update("draft", organisation=far, number=16)
        agent = factories.person(Role.AGY, organisation=own)
        assert ids(explaining.choices(agent, Action.UPDATE_READ)) == {str(mine.pk)}
        administrator = factories.person(Role.ADM)
        assert explaining.choices(administrator, Action.UPDATE_READ) == []
        assert explaining.choices(administrator, Action.EVIDENCE_EDIT) == []
        assert len(explaining.choices(factories.person(Role.SEC), Action.UPDATE_READ)) == 2

    def test_a_thing_that_the_asker_may_not_know_is_none(self, visit):
        draft = factories.update("draft")
        administrator = factories.person(Role.ADM)
        asked = {"action": "update.edit", "object": str(draft.pk)}
        page = visit(administrator, "policy_explain", **asked)
        assert page.context["target_label"] == ""
        agent = factories.person(Role.AGY, organisation=factories.organisation())
        page = visit(agent, "policy_explain", **asked)
        assert page.context["target_label"] == ""

    @pytest.mark.parametrize(
        ("action", "text", "found"),
        [
            (Action.UPDATE_READ, "4", 1),
            (Action.UPDATE_READ, "nothing", 0),
            (Action.PERIOD_OPEN, "2026", 1),
            (Action.ORG_EDIT, "police", 1),
            (Action.ROLE_REVOKE, "nia", 1),
            (Action.USER_DEACTIVATE, "nia", 1),
            (Action.AUDIT_READ, "", 0),
        ],
    )
    def test_it_is_searched(self, secretariat, action, text, found):
        police = factories.organisation("National Police", short_name="Police")
        factories.update("submitted", organisation=police)
        factories.person(Role.AGY, organisation=police, full_name="Nia Example")
        assert len(explaining.choices(secretariat, action, text)) == found

    def test_it_takes_few_queries(self, client, secretariat, django_assert_max_num_queries):
        body = factories.organisation()
        update = factories.update("submitted", organisation=body)
        for _ in range(5):
            factories.person(Role.AGY, organisation=body)
        client.force_login(secretariat)
        asked = {"action": "update.accept", "object": update.pk, "person": secretariat.pk}
        with django_assert_max_num_queries(15):
            client.get(reverse("policy_explain"), asked)


def test_everybodys_rights_are_a_table(visit, secretariat):
    lead = factories.person(Role.DOM, organisation=factories.organisation(), domain=PLACE)
    page = visit(secretariat, "person_rights", lead.pk)
    assert "Endorsing an update in their domain" in words(page)
    assert "Accepting an update" not in words(page)
    assert "Endorsing an update" in words(visit(lead, "person_rights", lead.pk))
    nobody = words(visit(secretariat, "person_rights", factories.person().pk))
    assert "Nothing at present" in nobody


class TestDirectory:
    """Who is listed can be looked up, and nobody else; domain leads and agencies know their own."""

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANO])
    def test_list_and_detail_agree(self, role, client):
        own = factories.organisation()
        reader = factories.person(role, organisation=own, domain=PLACE)
        factories.person(Role.AGY, organisation=own)
        factories.person(Role.DOM, organisation=factories.organisation(), domain=PLACE)
        factories.person(Role.SEC)
        factories.person()
        client.force_login(reader)
        listed = {row.pk for row in client.get(reverse("person_list")).context["page"]}
        found = {
            row.pk
            for row in User.objects.all()
            if client.get(reverse("person_detail", args=[row.pk])).status_code == 200
        }
        assert listed == found
        knows_all = role in (Role.ADM, Role.SEC, Role.CHR, Role.AUD)
        assert (len(listed) == User.objects.count()) is knows_all
        for row in User.objects.exclude(pk__in=listed):
            assert row.memberships.filter(organisation=own).count() == 0


class TestSeparation:
    def data(self, **more):
        today = timezone.localdate()
        until = today + timedelta(days=60)
        return {
            "pair": "lead_secretariat",
            "reason": "Three people.",
            "starts_on": today.isoformat(),
            "ends_on": until.isoformat(),
            **more,
        }

    def test_from_asking_to_ending(self, visit):
        factories.country()
        chair, auditor = factories.person(Role.CHR), factories.person(Role.AUD)
        page = visit(chair, "separation_request", data=self.data())
        assert "counts once an auditor has confirmed it" in words(page)
        row = ReducedSeparation.objects.get()
        assert "Confirm or refuse" in words(visit(auditor, "my_work"))
        assert "Reduced separation of duties:" not in words(visit(auditor, "my_work"))
        assert "asked for by" in words(visit(auditor, "separation_confirm", row.pk))
        visit(auditor, "separation_confirm", row.pk, data={})
        assert "Reduced separation of duties:" in words(visit(auditor, "my_work"))
        assert "In force" in words(visit(chair, "separation_list"))
        visit(chair, "separation_end", row.pk, data={})
        assert "Reduced separation of duties:" not in words(visit(chair, "my_work"))
        assert "Over" in words(visit(chair, "separation_list"))

    def test_what_is_wrong_is_said_beside_the_field(self, visit):
        chair = factories.person(Role.CHR)
        late = (timezone.localdate() + timedelta(days=400)).isoformat()
        page = visit(chair, "separation_request", data=self.data(ends_on=late))
        assert page.status_code == 422
        assert "twelve months at most" in words(page)
        assert "Three people." in page.text

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.ANO])
    def test_the_band_is_on_every_page_of_everybody(self, role, visit):
        factories.country()
        factories.reduction(Pair.REPORT_LEAD)
        person = factories.person(role, organisation=factories.organisation(), domain=PLACE)
        for name in ("my_work", "organisation_list", "profile", "separation_list"):
            page = words(visit(person, name))
            assert "One person reports in a domain and leads it, until" in page

    def test_the_public_reads_it_on_the_front_page(self, client):
        factories.country()
        assert "Reduced separation" not in words(client.get("/"))
        factories.reduction(Pair.REPORT_LEAD)
        assert "Reduced separation of duties:" in words(client.get("/"))

    def test_the_band_takes_no_query_of_its_own(self, client):
        factories.country()
        client.force_login(factories.person(Role.CMM))
        without = queries(client, reverse("organisation_list"))
        factories.reduction(Pair.REPORT_LEAD)
        assert queries(client, reverse("organisation_list")) == without

    def test_nobody_stays_in_both_roles(self, visit, secretariat):
        row = factories.reduction(Pair.LEAD_SECRETARIAT)
        factories.role(secretariat, Role.DOM, factories.organisation(), PLACE)
        visit(factories.person(Role.CHR), "separation_end", row.pk, data={})
        roles = Membership.objects.in_force().filter(user=secretariat)
        assert [membership.role for membership in roles] == [Role.SEC]
