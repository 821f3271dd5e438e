"""The page of a capability: what it rests on, and who may read how much of it."""

import pytest
from django.urls import reverse

from mnr.models import Capability, PlanAction
from mnr.roles import Role
from tests import factories
from tests.mnr.views import years

pytestmark = pytest.mark.django_db
INTERNAL = ("The unit received its mandate.", "Staff are recruited.", "Posts are not financed.")
PUBLIC = "A unit was created."


@pytest.fixture
def own():
    return factories.organisation("Ministry of Own Affairs")


@pytest.fixture
def other():
    return factories.organisation("Ministry of Other Affairs")


def read(client, person, number=4, **query):
    client.force_login(person)
    return client.get(reverse("capability_detail", args=[number]), query)


def publish(period):
    for state in ("closed", "frozen", "approved", "published"):
        factories.enter(period, state)


def test_a_capability_that_is_not_there_is_not_found(client):
    assert read(client, factories.person(Role.SEC), 22).status_code == 404


def test_it_shows_the_framework_in_its_own_words_with_attribution(client):
    factories.period()
    page = read(client, factories.person(Role.ADM))
    assert "National remit; trained officers" in page.text
    assert "Model National Response, WeProtect Global Alliance, 2016" in page.text


def test_before_the_first_period_it_shows_who_does_what(client, own):
    assignment = factories.assignment(own, 4)
    PlanAction.objects.create(
        capability=assignment.capability, organisation=own, title="Unit founded", status="done"
    )
    page = read(client, factories.person(Role.SEC))
    assert "No reporting period has begun" in page.text
    assert "Unit founded" in page.text
    assert assignment.organisation.name in page.text
    assert "Not assessed" in page.text
    assert "Updates by period" not in page.text


def test_the_age_of_a_level_is_shown(client, own):
    first = factories.period("2026-Q1", "closed")
    factories.update("accepted", first, 4, own, assessed=(3, 2))
    for code in ("2026-Q2", "2026-Q3"):
        factories.period(code, "closed")
    page = read(client, factories.person(Role.SEC))
    history = page.context["history"]
    assert (history.now.period.code, history.now.stand.level) == ("2026-Q3", 2)
    assert "carried forward for 2 periods" in page.text


def test_the_inside_of_unpublished_updates_is_for_those_who_may_read_them(client, own, other):
    period = factories.period()
    years.tell(period, 4, other)
    page = read(client, factories.person(Role.SEC)).text
    assert all(text in page for text in (*INTERNAL, PUBLIC))
    for reader in (factories.person(Role.AGY, organisation=own), factories.person(Role.ADM)):
        page = read(client, reader)
        assert not any(text in page.text for text in (*INTERNAL, PUBLIC))
        assert page.context["history"].now is None
        assert page.context["assessment"] is None
        assert "Nothing is published yet" in page.text


def test_after_publication_everybody_reads_the_public_fields_only(client, own, other):
    period = factories.period()
    years.tell(period, 4, other)
    publish(period)
    for reader in (factories.person(Role.AGY, organisation=own), factories.person(Role.ADM)):
        page = read(client, reader)
        assert PUBLIC in page.text
        assert not any(text in page.text for text in INTERNAL)
        assert page.context["history"].now.stand.level == 1
        assert page.context["assessment"] is None
        assert page.context["enablers"] == []
        assert all(answer is None for _check, answer in page.context["checks"])


def test_the_page_falls_back_to_the_latest_period_that_may_be_seen(client, own, other):
    first = factories.period("2026-Q2")
    years.tell(first, 4, other)
    publish(first)
    factories.update("accepted", factories.period("2026-Q3"), 4, other, assessed=(4, 4))
    page = read(client, factories.person(Role.AGY, organisation=own))
    history = page.context["history"]
    assert (history.now.period.code, history.now.stand.level) == ("2026-Q2", 1)
    assert "2026-Q3 is not published yet" in page.text
    assert page.context["trend_rows"][0][:2] == ["2026-Q3", "Not published yet"]


def test_drafts_are_read_by_their_organisation_alone(client, own, other):
    factories.update("draft", factories.period(), 4, other, achievements="A secret plan.")
    for reader in (
        factories.person(Role.SEC),
        factories.person(Role.AUD),
        factories.person(Role.AGY, organisation=own),
    ):
        assert "A secret plan." not in read(client, reader).text
    assert "A secret plan." in read(client, factories.person(Role.AGY, organisation=other)).text


def test_who_has_not_handed_in_is_told_to_those_who_may_know(client, own, other):
    factories.period()
    factories.assignment(other, 4)
    silent = "<bdi>" + other.label + "</bdi>: No update"
    assert silent in read(client, factories.person(Role.SEC)).text
    assert silent not in read(client, factories.person(Role.AGY, organisation=own)).text
    assert silent not in read(client, factories.person(Role.ADM)).text


def test_answers_stand_with_their_evidence(client, own):
    update = factories.update("draft", factories.period(), 4, own, assessed=(2, 1))
    answer = update.assessment.answers.get()
    answer.evidence.create(
        organisation=own,
        title="Order establishing the unit",
        publisher="Official Gazette",
        dated_on=factories.ago(800),
        registry_number="12/2024",
        valid_until=factories.ago(10),
    )
    factories.reach(update, "accepted")
    page = read(client, factories.person(Role.SEC)).text
    assert all(words in page for words in ("Order establishing the unit", "12/2024", "Expired"))


def test_enablers_are_counted_by_period(client, own):
    for code in ("2026-Q1", "2026-Q2"):
        period = factories.period(code)
        years.tell(period, 4, own)
        factories.enter(period, "closed")
    factories.period("2026-Q3")
    ((enabler, periods),) = read(client, factories.person(Role.SEC)).context["enablers"]
    assert (enabler.key, periods) == ("resources", 2)


def test_work_planned_and_done_is_for_everybody(client, own):
    factories.period()
    PlanAction.objects.create(
        capability=Capability.objects.get(number=4),
        organisation=own,
        title="Open two regional units",
        status=PlanAction.Status.DONE,
        date_text="2025-2026",
        source="National plan of action, measure 4.2",
    )
    page = read(client, factories.person(Role.ADM)).text
    words = ("Open two regional units", "2025-2026", "National plan of action, measure 4.2")
    assert all(text in page for text in words)


def test_who_reports_may_begin_or_continue_their_update(client, own, other):
    period = factories.period()
    factories.assignment(own, 4)
    agency = factories.person(Role.AGY, organisation=own)
    (offer,) = read(client, agency).context["offers"]
    assert (offer.organisation, offer.update) == (own, None)
    update = factories.update("draft", period, 4, own)
    (offer,) = read(client, agency).context["offers"]
    assert (offer.update, offer.may_edit) == (update, True)
    for reader in (factories.person(Role.SEC), factories.person(Role.AGY, organisation=other)):
        assert read(client, reader).context["offers"] == []


def test_earlier_updates_are_a_page_away(client):
    for code in years.codes(5):
        factories.period(code, "frozen", snapshot=False)
    person = factories.person(Role.SEC)
    chapters = read(client, person).context["chapters"]
    assert [row.step.period.code for row in chapters] == ["2026-Q4", "2026-Q3", "2026-Q2"]
    chapters = read(client, person, page=2).context["chapters"]
    assert [row.step.period.code for row in chapters] == ["2026-Q1", "2025-Q4"]
