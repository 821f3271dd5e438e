"""Pages about organisations and the capabilities on which they report."""

import re

import pytest
from django.urls import reverse

from mnr.models import Capability, Evidence, Organisation
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def visit(client):
    """visit(person, name, *args) reads a page; with data it sends the page's form."""

    def visit(person, name, *args, data=None, **query):
        client.force_login(person)
        address = reverse(name, args=args)
        if data is None:
            return client.get(address, query)
        return client.post(address, data, follow=True)

    return visit


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


class TestList:
    @pytest.fixture(autouse=True)
    def some(self):
        factories.organisation("Ministry of Justice", short_name="MoJ")
        factories.organisation("Safe Line", kind="civil_society", short_name="")

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({}, {"Ministry of Justice", "Safe Line"}),
            ({"q": "justice"}, {"Ministry of Justice"}),
            ({"q": "moj"}, {"Ministry of Justice"}),
            ({"kind": "civil_society"}, {"Safe Line"}),
            ({"q": "nothing"}, set()),
            ({"kind": "nonsense"}, {"Ministry of Justice", "Safe Line"}),
        ],
    )
    def test_it_is_searched_by_name_and_kind(self, visit, secretariat, query, names):
        page = visit(secretariat, "organisation_list", **query)
        assert {row.name for row in page.context["page"]} == names
        assert ("No organisation found" in words(page)) == (not names)

    def test_what_was_searched_for_stays_in_the_field(self, visit, secretariat):
        assert 'value="&quot;x"' in visit(secretariat, "organisation_list", q='"x').text

    def test_only_the_secretariat_is_offered_to_record(self, visit, secretariat):
        assert "Record another organisation" in words(visit(secretariat, "organisation_list"))
        administrator = factories.person(Role.ADM)
        page = visit(administrator, "organisation_list")
        assert "Record another organisation" not in words(page)
        assert visit(administrator, "organisation_create").status_code == 403


class TestDetail:
    @pytest.fixture
    def body(self):
        body = factories.organisation("Ministry of Justice", source="https://law.example/1")
        factories.assignment(body, 4)
        factories.role(factories.person(full_name="Nia Example"), Role.AGY, organisation=body)
        Evidence.objects.create(
            organisation=body,
            title="Decree",
            publisher="Government",
            dated_on="2026-05-04",
            registry_number="7",
        )
        return body

    def test_the_secretariat_sees_assignments_people_and_documents(self, visit, secretariat, body):
        page = words(visit(secretariat, "organisation_detail", body.pk))
        for text in ("4 ", "Nia Example", "1 reference recorded", "Change these details"):
            assert text in page

    def test_another_agency_sees_neither_its_people_nor_its_documents(self, visit, body):
        stranger = factories.person(Role.AGY, organisation=factories.organisation())
        page = words(visit(stranger, "organisation_detail", body.pk))
        assert "Ministry of Justice" in page
        assert "Nia Example" not in page
        assert "recorded" not in page

    def test_the_administrator_sees_people_and_no_documents(self, visit, body):
        page = words(visit(factories.person(Role.ADM), "organisation_detail", body.pk))
        assert "Nia Example" in page
        assert "recorded" not in page


class TestRecording:
    def test_a_new_one(self, visit, secretariat):
        data = {"name": "Data Authority", "kind": "regulator", "is_active": "on"}
        page = visit(secretariat, "organisation_create", data=data)
        assert "Data Authority is saved." in words(page)
        assert Organisation.objects.get().group

    def test_a_name_that_is_there_keeps_what_was_typed(self, visit, secretariat):
        factories.organisation("Data Authority")
        data = {"name": "Data Authority", "kind": "regulator", "role_text": "Keeps the data."}
        page = visit(secretariat, "organisation_create", data=data)
        assert page.status_code == 422
        assert "An organisation of this name is already there." in words(page)
        assert "Keeps the data." in page.text
        assert page.text.lstrip().startswith("<!DOCTYPE html>")
        title = words(page).partition("Skip to main content")[0]
        assert title.startswith("Error:")

    def test_a_change(self, visit, secretariat):
        body = factories.organisation("Data Authority")
        data = {"name": "Data Protection Authority", "kind": "regulator", "is_active": "on"}
        visit(secretariat, "organisation_update", body.pk, data=data | {"version": 1})
        body.refresh_from_db()
        assert (body.name, body.kind) == ("Data Protection Authority", "regulator")

    def test_the_second_of_two_sees_both_versions_and_loses_nothing(self, visit, secretariat):
        body = factories.organisation("Data Authority")
        data = {"name": "Data Authority", "kind": "regulator", "is_active": "on", "version": 1}
        visit(secretariat, "organisation_update", body.pk, data=data | {"role_text": "First."})
        mine = data | {"role_text": "Second."}
        page = visit(secretariat, "organisation_update", body.pk, data=mine)
        assert page.status_code == 409
        assert "Somebody else changed this organisation" in words(page)
        assert "First." in words(page)
        assert page.context["form"]["role_text"].value() == "Second."
        again = mine | {"version": page.context["form"]["version"].value()}
        assert visit(secretariat, "organisation_update", body.pk, data=again).status_code == 200
        body.refresh_from_db()
        assert (body.role_text, body.version) == ("Second.", 3)

    def test_without_a_version_nothing_is_overwritten(self, visit, secretariat):
        body = factories.organisation("Data Authority")
        data = {"name": "Other", "kind": "regulator"}
        assert visit(secretariat, "organisation_update", body.pk, data=data).status_code == 409

    def test_names_that_differ_only_in_case_are_one_name(self, visit, secretariat):
        factories.organisation("Data Authority")
        data = {"name": "DATA authority", "kind": "regulator"}
        page = visit(secretariat, "organisation_create", data=data)
        assert page.status_code == 422
        assert "An organisation of this name is already there." in words(page)


class TestAssignments:
    def capability(self, number):
        return Capability.objects.get(number=number)

    def test_a_capability_is_added_and_ended(self, visit, secretariat):
        body = factories.organisation("Ministry of Justice")
        data = {"capability": self.capability(5).pk, "kind": "lead"}
        page = visit(secretariat, "assignment_create", body.pk, data=data)
        assert "now reports on 5" in words(page)
        assignment = body.assignments.get()
        page = words(visit(secretariat, "assignment_end", assignment.pk))
        assert "What it reported stays" in page
        assert "Nobody assesses the capability until another organisation leads it." in page
        page = visit(secretariat, "assignment_end", assignment.pk, data={})
        assert "no longer reports on 5" in words(page)
        assert visit(secretariat, "assignment_end", assignment.pk, data={}).status_code == 422

    def test_a_second_lead_is_refused_in_words(self, visit, secretariat):
        factories.assignment(factories.organisation(), 5)
        body = factories.organisation()
        data = {"capability": self.capability(5).pk, "kind": "lead"}
        page = visit(secretariat, "assignment_create", body.pk, data=data)
        assert page.status_code == 422
        assert "This capability already has a lead" in words(page)

    def test_what_it_reports_on_already_is_not_offered(self, visit, secretariat):
        body = factories.organisation()
        factories.assignment(body, 5)
        page = visit(secretariat, "assignment_create", body.pk)
        offered = page.context["form"].fields["capability"].queryset
        assert self.capability(5) not in offered
        assert offered.count() == 20


def test_lists_and_details_take_few_queries(client, secretariat, django_assert_max_num_queries):
    bodies = [factories.organisation() for _ in range(30)]
    for place, body in enumerate(bodies):
        factories.assignment(body, place % 21 + 1, "contributor")
        factories.person(Role.AGY, organisation=bodies[0])
    client.force_login(secretariat)
    for address in (
        reverse("organisation_list"),
        reverse("organisation_detail", args=[bodies[0].pk]),
    ):
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
