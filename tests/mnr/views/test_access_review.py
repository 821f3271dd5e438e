"""The review of roles, renewals from it, hand-overs on pages, and capabilities without an owner."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import AccessReview, HandOver, Membership, User
from mnr.roles import Role
from mnr.selectors import access_review
from mnr.services import access_reviews, people
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def visit(client):
    """visit(person, name, *args) reads a page; with data it sends the page's form."""

    def visit(person, name, *args, data=None):
        client.force_login(person)
        if data is None:
            return client.get(reverse(name, args=args))
        return client.post(reverse(name, args=args), data, follow=True)

    return visit


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


class TestList:
    def test_what_ends_within_ninety_days_and_does_not_go_on(self, secretariat):
        soon = factories.role(factories.person(), Role.CMM, ends=90)
        factories.role(factories.person(), Role.CMM, ends=91)
        renewed = factories.person()
        factories.role(renewed, Role.CMM, ends=10)
        factories.role(renewed, Role.CMM, starts=11, ends=200)
        closed = factories.person(is_active=False)
        factories.role(closed, Role.CMM, ends=10)
        assert access_review.review(secretariat).ending == [soon]

    def test_what_ended_lately(self, secretariat):
        lately = factories.role(factories.person(), Role.CMM, starts=-200, ends=-90)
        factories.role(factories.person(), Role.CMM, starts=-300, ends=-91)
        assert access_review.review(secretariat).ended == [lately]

    def test_who_is_silent_and_who_never_came(self, secretariat):
        silent, never, busy = (factories.person(Role.CMM) for _ in range(3))
        at = timezone.now()
        User.objects.filter(pk__in=(busy.pk, secretariat.pk)).update(last_login=at)
        User.objects.filter(pk=silent.pk).update(last_login=at - timezone.timedelta(days=91))
        found = access_review.review(secretariat)
        assert (found.silent, found.invited) == ([silent], [never])

    def test_roles_that_hang_on_one_person_or_nobody(self, secretariat):
        factories.person(Role.CHR)
        factories.person(Role.CHR)
        found = [str(row) for row in access_review.review(secretariat).single]
        assert found == [
            "Platform administrator: nobody",
            "Secretariat: one person",
            "Auditor: nobody",
        ]

    def test_accounts_that_may_be_one_person(self, secretariat):
        body = factories.organisation()
        one = factories.person(Role.AGY, organisation=body, full_name="Nia  Example")
        two = factories.person(Role.AGY, organisation=body, full_name="nia example")
        factories.person(Role.AGY, organisation=factories.organisation(), full_name="Nia Example")
        found = access_review.review(secretariat).twins
        assert [{person.pk for person in people} for people in found] == [{one.pk, two.pk}]

    def test_domains_need_two_leads_from_two_organisations(self, secretariat):
        body = factories.organisation()
        for _ in range(2):
            factories.person(Role.DOM, organisation=body, domain="victim")
        for _ in range(2):
            other = factories.organisation()
            factories.person(Role.DOM, organisation=other, domain="criminal_justice")
        thin = {row.domain.key: row.has_lead for row in access_review.review(secretariat).thin}
        assert "criminal_justice" not in thin
        assert thin["victim"]
        assert not thin["societal"]

    @pytest.mark.parametrize("role", [Role.ADM, Role.SEC, Role.CHR, Role.AUD])
    def test_the_page_and_its_queries(self, role, client, django_assert_max_num_queries):
        body = factories.organisation()
        factories.assignment(body, 4)
        for _ in range(30):
            user = factories.person(Role.AGY, organisation=body, full_name="Nia Example")
        factories.role(user, Role.CMM, ends=5)
        people.end_role(
            membership=factories.person(
                Role.DOM, organisation=body, domain="victim"
            ).memberships.get(),
            by=factories.person(Role.SEC),
        )
        client.force_login(factories.person(role))
        with django_assert_max_num_queries(15):
            page = client.get(reverse("access_review"))
        assert "things to look at" in words(page)
        assert ("Victim" in words(page)) is True
        assert HandOver.objects.count() == 1

    @pytest.mark.parametrize("role", [Role.CMM, Role.DOM, Role.AGY, Role.IND, Role.CSO])
    def test_nobody_else_sees_it(self, role, visit):
        person = factories.person(role, organisation=factories.organisation(), domain="victim")
        assert visit(person, "access_review").status_code == 403


class TestQuarter:
    def test_it_is_due_a_quarter_after_the_last_one_and_asked_for_in_my_work(
        self, visit, secretariat
    ):
        assert "Review who has which role" not in words(visit(secretariat, "my_work"))
        long_ago = timezone.now() - access_reviews.EVERY
        Membership.objects.update(granted_at=long_ago)
        assert "Review who has which role" in words(visit(secretariat, "my_work"))
        page = visit(secretariat, "access_review_done", data={"note": ""})
        assert page.status_code == 422
        page = visit(secretariat, "access_review_done", data={"note": "All right."})
        assert "The review is recorded." in words(page)
        assert AccessReview.objects.get().by == secretariat
        assert "Review who has which role" not in words(visit(secretariat, "my_work"))

    def test_the_auditor_does_not_close_it(self, visit):
        page = visit(factories.person(Role.AUD), "access_review_done", data={"note": "x"})
        assert page.status_code == 403


class TestRenewing:
    def test_one_step_with_the_same_checks(self, visit, secretariat):
        membership = factories.role(factories.person(), Role.CMM, ends=10)
        page = visit(secretariat, "membership_renew", membership.pk)
        assert "The same checks apply" in words(page)
        until = factories.ago(-200).isoformat()
        visit(secretariat, "membership_renew", membership.pk, data={"ends_on": until})
        second = membership.user.memberships.exclude(pk=membership.pk).get()
        assert (second.starts_on, second.ends_on) == (factories.ago(-11), factories.ago(-200))
        again = visit(secretariat, "membership_renew", membership.pk, data={"ends_on": until})
        assert again.status_code == 422
        assert "on the day after it ends" in words(again)

    def test_a_privileged_one_waits_for_the_chair_again(self, visit, secretariat):
        membership = factories.role(factories.person(), Role.AUD, ends=10)
        until = factories.ago(-200).isoformat()
        page = visit(secretariat, "membership_renew", membership.pk, data={"ends_on": until})
        assert "waits for the chair’s confirmation" in words(page)

    def test_nobody_renews_their_own(self, visit, secretariat):
        membership = secretariat.memberships.get()
        until = factories.ago(-500).isoformat()
        page = visit(secretariat, "membership_renew", membership.pk, data={"ends_on": until})
        assert page.status_code == 403


class TestHandOvers:
    @pytest.fixture
    def hand_over(self, secretariat):
        body = factories.organisation()
        factories.assignment(body, 4)
        user = factories.person(Role.AGY, organisation=body, full_name="Leo Leaver")
        people.end_role(membership=user.memberships.get(), by=secretariat)
        return HandOver.objects.get()

    def test_it_stands_in_my_work_and_is_closed_from_there(self, hand_over, visit, secretariat):
        assert "Hand-over: Agency contributor Leo Leaver" in words(visit(secretariat, "my_work"))
        page = words(visit(secretariat, "hand_over_close", hand_over.pk))
        assert "Capability 4: nobody else in the organisation reports on it." in page
        page = visit(secretariat, "hand_over_close", hand_over.pk, data={"note": "Nia does."})
        assert "The hand-over is closed." in words(page)
        assert "Hand-over:" not in words(visit(secretariat, "my_work"))

    def test_the_organisations_people_see_it_others_do_not(self, hand_over, visit):
        successor = factories.person(Role.AGY, organisation=hand_over.organisation)
        assert "Leo Leaver" in words(visit(successor, "my_work"))
        stranger = factories.person(Role.AGY, organisation=factories.organisation())
        assert "Leo Leaver" not in words(visit(stranger, "hand_over_list"))
        assert visit(stranger, "hand_over_close", hand_over.pk).status_code == 404

    def test_the_board_and_the_overview_tell_the_secretariat(self, hand_over, visit, secretariat):
        factories.period("2026-Q3", "open")
        said = f"Capability 4: {hand_over.organisation.label} leads it and has nobody who reports."
        contributor = factories.person(Role.AGY, organisation=hand_over.organisation)
        contributor.memberships.update(ends_on=factories.ago(0))
        stranger = factories.person(Role.AGY, organisation=factories.organisation())
        for name in ("board", "overview"):
            Membership.objects.filter(user=contributor).update(starts_on=factories.ago(30))
            assert said not in words(visit(secretariat, name))
            assert "Capability 5 has no lead." in words(visit(secretariat, name))
            assert "has no lead" not in words(visit(stranger, name))
