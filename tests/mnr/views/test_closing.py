"""What people see when a period closes: what stays open, what does not, and why."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr.models import Evidence, Extension, Waiver
from mnr.roles import Role
from mnr.services import periods
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def period():
    return factories.period(
        "2026-Q3",
        opens_on=factories.ago(60),
        due_on=factories.ago(3),
        review_due_on=factories.ago(-2),
        freeze_on=factories.ago(-30),
        meeting_on=None,
    )


@pytest.fixture
def read(client):
    """read(person, name, …): the words of a page."""

    def read(person, name, *args):
        client.force_login(person)
        return words(client.get(reverse(name, args=args)))

    return read


@pytest.fixture
def press(client):
    """press(person, name, …): the answer to a form, at its last page."""

    def press(person, name, *args, **data):
        client.force_login(person)
        return client.post(reverse(name, args=args), {"once": uuid.uuid4()} | data, follow=True)

    return press


def words(response):
    """The text of a page, its spaces evened out."""
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", response.text, flags=re.S)
    return " ".join(text.split())


def author_of(update):
    return factories.person(Role.AGY, organisation=update.organisation)


def given_time(period, by):
    until = timezone.localdate() + timedelta(days=9)
    body = factories.organisation(short_name="Police")
    return Extension.objects.create(
        period=period, organisation=body, until=until, reason="Flood.", by=by
    )


class TestCorrections:
    def test_the_close_page_says_how_many_and_until_when(self, read, secretariat, period):
        factories.update("returned", period=period)
        page = read(secretariat, "period_close", period.code)
        assert "1 returned update can still be corrected and sent until" in page

    def test_my_work_and_the_board_ask_for_the_correction(self, read, secretariat, period):
        update = factories.update("returned", period=period)
        late = factories.update("draft", period=period, organisation=update.organisation, number=5)
        periods.close_period(period=period, by=secretariat)
        page = read(author_of(update), "my_work")
        assert "One update is asked of you: due in 7 days" in page
        assert "Correct: 4" in page
        assert "Say where the unit works." in page
        assert "Correct it until in 7 days" in page
        assert f"Continue: {late.capability.number}" not in page
        assert "In progress" not in page
        assert "it cannot be sent any more" in page
        page = read(secretariat, "board_period", period.code)
        assert "the organisation: correction, until" in page
        assert "the secretariat: a waiver: it was not sent before the period closed" in page

    def test_reviewers_read_what_remains(self, read, secretariat, period):
        factories.update("draft", period=period)
        periods.close_period(period=period, by=secretariat)
        page = read(secretariat, "my_work")
        assert "2026-Q3 is closed for updates. One update was not sent." in page
        assert "They are due" not in page


class TestExtensions:
    def test_the_close_page_hides_its_button_and_links_to_the_remedy(
        self, client, secretariat, period
    ):
        given_time(period, secretariat)
        client.force_login(secretariat)
        page = client.get(reverse("period_close", args=[period.code])).text
        assert "govuk-button--warning" not in page
        assert reverse("period_extend", args=[period.code]) in page

    def test_it_is_ended_from_its_page(self, press, read, secretariat, period):
        row = given_time(period, secretariat)
        page = press(secretariat, "extension_end", period.code, row.pk)
        assert "The extension of Police is ended." in words(page)
        assert "End it now" not in words(page)
        assert "ended already" in words(press(secretariat, "extension_end", period.code, row.pk))

    def test_it_belongs_to_its_period(self, press, secretariat, period):
        row = given_time(period, secretariat)
        factories.enter(period, "closed")
        other = factories.period("2026-Q4")
        assert press(secretariat, "extension_end", other.code, row.pk).status_code == 404


class TestAfterTheFreeze:
    def test_a_waived_draft_says_so_with_the_reason(self, read, secretariat, period):
        update = factories.update("draft", period=period)
        Waiver.objects.create(
            period=period,
            organisation=update.organisation,
            capability=update.capability,
            reason="Merged.",
            by=secretariat,
        )
        factories.enter(factories.enter(period, "closed"), "frozen")
        page = read(author_of(update), "update_detail", update.pk)
        assert "Waived: the period was frozen without it. The reason: “Merged.”" in page
        assert "waits for its organisation" not in page

    @pytest.mark.parametrize("state", ["frozen", "published"])
    def test_an_author_finds_the_history(self, client, period, state):
        update = factories.update("accepted", period=period)
        for step in ("closed", "frozen", "approved", "published"):
            factories.enter(period, step)
            if step == state:
                break
        client.force_login(author_of(update))
        history = reverse("update_history", args=[update.pk])
        assert history in client.get(reverse("update_detail", args=[update.pk])).text
        page = client.get(history)
        assert page.status_code == 200
        for url in re.findall(rf'href="(/updates/{update.pk}/[^"]*)"', page.text):
            assert client.get(url).status_code == 200


class TestWrongStates:
    @pytest.mark.parametrize(
        ("name", "state", "expected"),
        [
            ("period_freeze", "open", "The period is still open: close it first."),
            ("period_close", "closed", "The period is closed already."),
            ("period_waive", "frozen", "nothing is waived any more"),
        ],
    )
    def test_of_a_period(self, read, secretariat, name, state, expected):
        factories.period("2026-Q2", state)
        assert expected in read(secretariat, name, "2026-Q2")

    @pytest.mark.parametrize(
        ("name", "state", "expected"),
        [
            ("update_edit", "draft", "The period is closed for updates."),
            ("update_edit", "submitted", "only if it is taken back or returned"),
            ("update_withdraw", "endorsed", "The domain lead has endorsed it"),
            ("update_delete", "accepted", "stands in the report"),
        ],
    )
    def test_of_an_update(self, read, period, name, state, expected):
        update = factories.update(state, period=period)
        factories.enter(period, "closed")
        assert expected in read(author_of(update), name, update.pk)

    def test_of_a_review(self, press, secretariat, period):
        update = factories.update("submitted", period=period)
        answer = press(secretariat, "update_accept", update.pk, version=update.version)
        assert answer.status_code == 409
        assert "The domain lead has not endorsed it yet." in words(answer)


class TestWords:
    def test_after_taking_an_update_back(self, press, period):
        update = factories.update("submitted", period=period)
        page = press(author_of(update), "update_withdraw", update.pk, version=update.version)
        assert "You took the update back." in words(page)

    def test_how_long_a_decision_waits_and_until_when_the_review_runs(self, read, period):
        update = factories.update("submitted", period=period)
        assert "The review is to be done by" in read(author_of(update), "update_sent", update.pk)
        page = read(factories.person(Role.SEC), "my_work")
        assert "waiting for 3 days, since" in page

    def test_a_document_recorded_on_the_way_comes_back_ticked(self, press, client, period):
        update = factories.update("draft", period=period)
        author = author_of(update)
        here = reverse("update_edit", args=[update.pk])
        page = press(
            author,
            "evidence_create",
            next=here,
            organisation=update.organisation_id,
            title="Mandate of the unit",
            publisher="Government gazette",
            registry_number="12/2026",
            dated_on_0="1",
            dated_on_1="10",
            dated_on_2="2026",
            dated_on="1 October 2026",
        )
        assert "The document is saved and ticked below." in words(page)
        tick = re.search(rf'<input[^>]*value="{Evidence.objects.get().pk}"[^>]*>', page.text)
        assert "checked" in tick.group()
        page = press(author, "evidence_withdraw", Evidence.objects.get().pk)
        assert "The document is withdrawn." in words(page)
