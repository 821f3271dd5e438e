"""The pages on which an organisation records the documents that it refers to."""

import pytest
from django.urls import reverse

from mnr.models import Evidence
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def desk(client, body):
    client.force_login(factories.person(Role.AGY, organisation=body))
    return client


def document(organisation, title="Mandate", **fields):
    values = {"publisher": "Ministry", "dated_on": factories.ago(9), "registry_number": "7"}
    return Evidence.objects.create(organisation=organisation, title=title, **(values | fields))


def typed(body, **values):
    return {
        "organisation": body.pk,
        "title": "National plan",
        "publisher": "Gazette",
        "dated_on": "30 September 2026",
        "url": "https://gazette.example/5",
        **values,
    }


def words(answer):
    return " ".join(answer.content.decode().split())


def test_an_organisation_sees_its_own_and_the_secretariat_all(client, desk, body):
    document(body, "Ours")
    document(factories.organisation(), "Theirs")
    assert "Ours" in words(desk.get(reverse("evidence_list")))
    assert "Theirs" not in words(desk.get(reverse("evidence_list")))
    client.force_login(factories.person(Role.SEC))
    page = words(client.get(reverse("evidence_list")))
    assert "Ours" in page
    assert "Theirs" in page
    assert "Record a document" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Mandate", "Old plan"}),
        ("state=in_force", {"Mandate"}),
        ("state=expired", {"Old plan"}),
        ("state=withdrawn", {"Wrong one"}),
        ("q=plan", {"Old plan"}),
        ("q=nothing", set()),
    ],
)
def test_searched_and_filtered(desk, body, query, found):
    document(body)
    document(body, "Old plan", valid_until=factories.ago(1))
    document(body, "Wrong one", withdrawn_on=factories.ago(1))
    page = words(desk.get(f"{reverse('evidence_list')}?{query}"))
    assert {title for title in ("Mandate", "Old plan", "Wrong one") if title in page} == found
    assert ("No documents here" in page) is not bool(found)


def test_recorded_and_back_to_the_update(desk, body):
    update = factories.update(organisation=body)
    back = reverse("update_edit", args=[update.pk])
    assert f'name="next" value="{back}"' in words(
        desk.get(f"{reverse('evidence_create')}?next={back}")
    )
    answer = desk.post(reverse("evidence_create"), typed(body, next=back))
    row = Evidence.objects.get()
    assert answer.url == f"{back}?document={row.pk}#id_evidence"
    assert (row.title, row.dated_on.isoformat()) == ("National plan", "2026-09-30")
    assert "National plan, Gazette, 2026" in words(desk.get(back))


@pytest.mark.parametrize(
    "where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_back_leads_to_our_own_pages_only(desk, body, where):
    answer = desk.post(reverse("evidence_create"), typed(body, next=where))
    assert answer.url == reverse("evidence_list")


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"url": ""}, "Say where the document is"),
        ({"url": "http://gazette.example/5"}, "beginning with https://"),
        ({"dated_on": "31 June 2026"}, "There is no such day"),
        ({"title": ""}, "Fill in “Title of the document”"),
    ],
)
def test_what_is_wrong_is_said(desk, body, values, complaint):
    answer = desk.post(reverse("evidence_create"), typed(body, **values))
    assert answer.status_code == 422
    assert complaint.casefold() in words(answer).casefold()
    assert not Evidence.objects.exists()


def test_not_for_somebody_elses_organisation(desk):
    answer = desk.post(reverse("evidence_create"), typed(factories.organisation()))
    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_changed_with_its_version_and_a_conflict_shows_both(desk, body):
    row = document(body)
    address = reverse("evidence_update", args=[row.pk])
    assert desk.post(address, typed(body, version=1)).url == reverse("evidence_list")
    answer = desk.post(address, typed(body, version=1, title="Mine"))
    assert answer.status_code == 409
    assert "National plan" in words(answer)
    assert "Mine" in words(answer)
    assert 'name="version" value="2"' in words(answer)
    assert Evidence.objects.get().title == "National plan"


def test_withdrawn_after_a_question_and_no_longer_offered(desk, body):
    row = document(body)
    update = factories.update(organisation=body)
    address = reverse("evidence_withdraw", args=[row.pk])
    assert "Withdraw this document?" in words(desk.get(address))
    desk.post(address)
    row.refresh_from_db()
    assert row.withdrawn_on is not None
    assert "Mandate, Ministry" not in words(desk.get(reverse("update_edit", args=[update.pk])))


def test_others_documents_are_not_there(desk):
    row = document(factories.organisation())
    for page in ("evidence_update", "evidence_withdraw"):
        assert desk.get(reverse(page, args=[row.pk])).status_code == 404
        assert desk.post(reverse(page, args=[row.pk])).status_code == 404


def test_a_long_list_costs_the_same_queries(desk, body, django_assert_max_num_queries):
    for number in range(60):
        document(body, f"Document {number}")
    with django_assert_max_num_queries(15):
        assert "Page 1 of 2" in words(desk.get(reverse("evidence_list")))
