"""The assessment page: answers, what they support, reasons, confirming and removing."""

import uuid

import pytest
from django.urls import reverse

from mnr.models import Assessment, Evidence, EvidenceCheck
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier():
    """3 in place, 2 in use, accepted in the quarter before."""
    period = factories.period("2026-Q2", "open")
    update = factories.update("accepted", period=period, assessed=(3, 2))
    factories.enter(period, "closed")
    return update


@pytest.fixture
def update(earlier):
    period = factories.period("2026-Q3")
    return factories.update(period=period, organisation=earlier.organisation)


@pytest.fixture
def desk(client, update):
    client.force_login(factories.person(Role.AGY, organisation=update.organisation))
    return client


def address(update, page="update_assessment"):
    return reverse(page, args=[update.pk])


def words(answer):
    return " ".join(answer.content.decode().split())


def checks(update):
    return list(EvidenceCheck.objects.filter(capability=update.capability))


def answered(update, answer="yes", **values):
    every = {f"answer_{check.pk}": answer for check in checks(update)}
    return every | {"version": update.version, "in_place": 4, "in_use": 4, **values}


def test_every_check_and_every_level_with_its_test(desk, update):
    page = words(desk.get(address(update)))
    for check in checks(update):
        assert f"{check.code} {check.text}"[:40] in page
    assert "3 Established: " in page
    assert "Not assessed" in page


def test_saving_says_what_the_answers_support(desk, update):
    first = checks(update)[0]
    answers = answered(update, **{f"answer_{first.pk}": "partly"})
    answer = desk.post(address(update), answers)
    assert answer.url == f"{address(update)}?saved=1#ratings"
    page = words(desk.get(address(update)))
    assert "The answers support level" in page
    assert first.code in page.split("The answers support level")[1][:200]


def test_notes_and_documents_stand_behind_an_answer(desk, update):
    paper = Evidence.objects.create(
        organisation=update.organisation,
        title="Mandate",
        publisher="Ministry",
        dated_on=factories.ago(5),
        registry_number="7",
    )
    first = checks(update)[0]
    more = {f"note_{first.pk}": "Since May.", f"evidence_{first.pk}": [str(paper.pk)]}
    desk.post(address(update), answered(update, **more))
    row = Assessment.objects.get(update=update).answers.get(check_item=first)
    assert (row.note, list(row.evidence.all())) == ("Since May.", [paper])
    assert "(with a note, 1 document)" in words(desk.get(address(update)))


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"in_use": ""}, "Give both ratings, or neither"),
        ({"target_level": 4}, "A target needs a level and a date"),
        ({"target_level": 4, "target_on": "soon"}, "with day, month and year"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, update, values, complaint):
    answer = desk.post(address(update), answered(update, rationale="Stays here.", **values))
    assert answer.status_code == 422
    assert complaint in words(answer)
    assert "Stays here." in words(answer)
    assert not Assessment.objects.filter(update=update).exists()


def test_a_departure_and_a_fall_ask_for_their_reasons_before_sending(desk, update):
    desk.post(address(update), answered(update, in_place=2, in_use=1))
    page = words(desk.get(address(update)))
    assert "Why the ratings differ from what the answers support" in page
    assert "Why the level is lower than before" in page
    check = words(desk.get(address(update, "update_check")))
    for name in ("departure_reason", "lowering_reason"):
        assert f'href="{address(update)}#id_{name}"' in check


def test_the_earlier_one_is_shown_with_its_age_and_confirmed_by_one_button(desk, update):
    page = words(desk.get(reverse("update_edit", args=[update.pk])))
    assert "The assessment accepted in 2026-Q2 stands:" in page
    assert 'name="then_confirm"' in page
    data = {
        "version": update.version,
        "achievements": "Typed before confirming.",
        "obstacles-TOTAL_FORMS": 0,
        "obstacles-INITIAL_FORMS": 0,
        "then_confirm": "1",
    }
    desk.post(reverse("update_edit", args=[update.pk]), data)
    update.refresh_from_db()
    assert update.achievements == "Typed before confirming."
    assert update.assessment.is_confirmation
    page = words(desk.get(reverse("update_edit", args=[update.pk])))
    assert "You confirmed the assessment of 2026-Q2 for this period" in page


def test_confirmed_and_removed_from_pages_of_their_own(desk, update):
    once = {"version": update.version, "once": str(uuid.uuid4())}
    assert desk.get(address(update, "update_confirm_assessment")).status_code == 200
    desk.post(address(update, "update_confirm_assessment"), once)
    desk.post(address(update, "update_confirm_assessment"), once)
    update.refresh_from_db()
    assert update.assessment.is_confirmation
    assert "Remove the assessment" in words(desk.get(address(update, "update_remove_assessment")))
    desk.post(address(update, "update_remove_assessment"), {"version": update.version})
    assert not Assessment.objects.filter(update=update).exists()


def test_nothing_to_confirm_is_said(desk, update):
    other = factories.update(period=update.period, organisation=update.organisation, number=5)
    answer = desk.post(address(other, "update_confirm_assessment"), {"version": other.version})
    page = words(desk.get(answer.url)) if answer.status_code == 302 else words(answer)
    assert "There is no earlier assessment to confirm" in page


def test_two_people_see_both_versions(desk, update):
    desk.post(address(update), answered(update, rationale="Theirs."))
    answer = desk.post(address(update), answered(update, rationale="Mine."))
    assert answer.status_code == 409
    assert "Theirs." in words(answer)
    assert "Mine." in words(answer)
    update.refresh_from_db()
    assert f'name="version" value="{update.version}"' in words(answer)
    assert Assessment.objects.get(update=update).rationale == "Theirs."


def test_only_the_lead_organisation_comes_here(client, update):
    contribution = factories.update(period=update.period, number=12, lead=False)
    client.force_login(factories.person(Role.AGY, organisation=contribution.organisation))
    answer = client.get(address(contribution))
    assert answer.status_code == 403
    assert "Only the organisation that leads the capability assesses it" in words(answer)
    page = words(client.get(reverse("update_edit", args=[contribution.pk])))
    assert "Assessment of the capability" not in page
