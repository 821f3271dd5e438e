"""My work: what is asked of whom, by when, and on whom the rest waits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import Comment, Extension, Waiver
from mnr.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return factories.organisation(short_name="Police")


@pytest.fixture
def period():
    today = timezone.localdate()
    return factories.period(
        opens_on=today - timedelta(days=10),
        due_on=today + timedelta(days=6),
        review_due_on=today + timedelta(days=16),
        freeze_on=today + timedelta(days=20),
        meeting_on=None,
    )


@pytest.fixture
def show(client):
    def page(user):
        client.force_login(user)
        answer = client.get(reverse("my_work"))
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return page


def writer(body, role=Role.AGY):
    return factories.person(role, organisation=body)


def test_what_is_asked_and_by_when(show, body, period):
    factories.assignment(body, 4)
    factories.assignment(body, 12, "contributor")
    page = show(writer(body))
    assert "Two updates are asked of you: due in 6 days" in page
    assert "Start: 4 Dedicated Law Enforcement" in page
    assert "Not yet started" in page
    assert "You lead this capability" in page
    assert page.index("Criminal Justice") < page.index("Societal"), "in the framework's order"


def test_start_is_a_button_that_begins_the_update(client, body, period):
    factories.assignment(body, 4)
    client.force_login(writer(body))
    start = reverse("update_start", args=[period.code, 4])
    answer = client.post(start, {"organisation": body.pk})
    update = body.updates.get()
    assert answer.url == reverse("update_edit", args=[update.pk])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("draft", "Continue: 4"),
        ("returned", "Correct: 4"),
        ("submitted", "Waiting for the domain lead since you sent it today"),
        ("endorsed", "waiting for the secretariat since today"),
        ("accepted", "Accepted"),
    ],
)
def test_every_state_says_whose_turn_it_is(show, body, period, state, words):
    factories.update(state, period=period, organisation=body)
    assert words in show(writer(body))


def test_why_it_was_returned_and_until_when(show, body, period):
    update = factories.update("returned", period=period, organisation=body)
    lead = update.returned_by
    factories.role(lead, Role.DOM, factories.organisation(), "criminal_justice")
    Comment.objects.create(update=update, item="update", text="Where?", by=lead)
    page = show(writer(body))
    assert "Returned by the domain lead today" in page
    assert "Say where the unit works." in page
    assert "1 open remark" in page
    assert lead.full_name not in page, "an agency sees no directory beyond its own people"


def test_a_correction_that_was_begun_stays_a_correction(show, body, period):
    update = factories.update("returned", period=period, organisation=body)
    update.state = "draft"
    update.save()
    assert "Correct: 4" in show(writer(body))


def test_nil_waived_and_extended(show, body, period):
    nothing = {"confidence": "", "achievements": "", "next_steps": ""}
    factories.update("submitted", period=period, organisation=body, is_nil=True, **nothing)
    factories.assignment(body, 5)
    factories.assignment(body, 6)
    secretariat = factories.person(Role.SEC)
    capability = body.assignments.get(capability__number=5).capability
    Waiver.objects.create(
        period=period, organisation=body, capability=capability, reason="Merged.", by=secretariat
    )
    until = timezone.localdate() + timedelta(days=30)
    Extension.objects.create(
        period=period, organisation=body, until=until, reason="Flood.", by=secretariat
    )
    page = show(writer(body))
    assert "nil return: nothing to report" in page
    assert "The secretariat does without it this time: “Merged.”" in page
    assert "One update is asked of you: due in 30 days" in page
    assert "The secretariat gave you more time: “Flood.”" in page


def test_of_a_closed_period_only_what_is_under_way(show, body):
    period = factories.period("2026-Q2")
    factories.update("accepted", period=period, organisation=body, number=4)
    factories.update("returned", period=period, organisation=body, number=5)
    body.updates.filter(state="returned").update(editable_until=factories.ago(-3))
    factories.assignment(body, 6)
    factories.enter(period, "closed")
    page = show(writer(body))
    assert "Correct: 5" in page
    assert "Correct it until in 3 days" in page
    assert "Not handed in" in page
    assert "Dedicated Law Enforcement" not in page


def test_others_drafts_never_appear(show, body, period):
    factories.assignment(body, 4, "contributor")
    factories.update(period=period, number=4, achievements="Secret of another agency.")
    page = show(writer(body))
    assert "Continue" not in page
    assert "Start: 4" in page


def test_a_lead_sees_what_waits_for_endorsement_but_not_their_own(show, body, period):
    lead = factories.person(Role.DOM, organisation=body, domain="criminal_justice")
    other = factories.organisation(short_name="Courts")
    factories.update("submitted", period=period, organisation=other, number=5)
    factories.update("submitted", period=period, organisation=body, number=4)
    factories.update("submitted", period=period, number=16)
    page = show(lead)
    assert "Waiting for your endorsement (1)" in page
    assert "Courts" in page
    assert "Everybody has sent their updates for 2026-Q3" in page


def test_the_secretariat_accepts_and_sees_who_is_silent(show, body, period):
    factories.update("endorsed", period=period)
    factories.assignment(body, 5)
    factories.update(period=period, organisation=body, number=6)
    page = show(factories.person(Role.SEC))
    assert "Waiting for your acceptance (1)" in page
    assert "One organisation has not sent everything for 2026-Q3: two updates are missing" in page
    assert reverse("board_period", args=["2026-Q3"]) in page


def test_the_chair_decides(show):
    factories.period("2026-Q1", "frozen")
    page = show(factories.person(Role.CHR))
    assert "Approve 2026-Q1" in page
    assert "Approve 2026-Q1" not in show(factories.person(Role.SEC))


def test_roles_wait_for_a_second_word(show):
    newcomer = factories.person(full_name="Nora Newcomer")
    factories.role(newcomer, Role.AUD, confirmed=False)
    assert "Confirm a role: Auditor for Nora Newcomer" in show(factories.person(Role.CHR))
    assert "Nora Newcomer" not in show(factories.person(Role.CMM))


@pytest.mark.parametrize("role", [Role.AUD, Role.ADM, Role.CMM, Role.CHR, Role.SEC])
def test_nothing_asked_says_so_and_what_can_be_done(show, role):
    page = show(factories.person(role))
    assert "Nothing is asked of you now" in page
    assert reverse("overview") in page
    assert (reverse("board") in page) is (role is not Role.ADM)


def test_without_a_role_there_is_nothing_to_see(client):
    client.force_login(factories.person())
    answer = client.get(reverse("my_work"))
    assert answer.status_code == 403
    assert "Ask the secretariat for a membership" in answer.content.decode()


def test_combined_roles_and_much_work_cost_the_same_queries(
    client, body, period, django_assert_max_num_queries
):
    factories.reduction("lead_secretariat")
    user = factories.person(Role.DOM, organisation=body, domain="criminal_justice")
    factories.role(user, Role.SEC)  # nobody is the chair as well: those two check each other
    factories.update("returned", period=period, organisation=body, number=4)
    for number in range(5, 9):
        factories.assignment(body, number)
        factories.update("submitted", period=period, number=number, lead=False)
        factories.update("endorsed", period=period, number=number, lead=False)
    client.force_login(user)
    with django_assert_max_num_queries(15):
        client.get(reverse("my_work"))
