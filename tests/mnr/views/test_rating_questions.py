"""The self-check on pages: the author answers, reviewers see, the capability shows it all."""

from datetime import date

import pytest
from django.urls import reverse

from mnr.models import CheckAnswer, Evidence, EvidenceCheck, RatingQuestion
from mnr.roles import Role
from mnr.services import updates
from tests import factories
from tests.factories import values

pytestmark = pytest.mark.django_db

ASKED = "The rating in use is 3 or more, and no document in force is named"
NEUTRAL = "Do the indicators of this capability show it"


@pytest.fixture
def update():
    """1 in use before, 3 in use now, and no document anywhere."""
    period = factories.period("2026-Q2", "open")
    earlier = factories.update("accepted", period=period, number=5, assessed=(3, 1))
    factories.enter(period, "closed")
    body = earlier.organisation
    return factories.update(
        period=factories.period("2026-Q3"), number=5, organisation=body, assessed=(3, 3)
    )


@pytest.fixture
def writer(update):
    return factories.person(Role.AGY, organisation=update.organisation)


@pytest.fixture
def lead(update):
    return factories.person(
        Role.DOM, organisation=factories.organisation(), domain="criminal_justice"
    )


@pytest.fixture
def read(client):
    def read(person, name, *args):
        client.force_login(person)
        return words(client.get(reverse(name, args=args)))

    return read


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def words(answer):
    return " ".join(answer.content.decode().split())


def page_of(update):
    return reverse("update_questions", args=[update.pk])


def show(update, **fields):
    """A document named with the first check of practice."""
    check = EvidenceCheck.objects.filter(capability=update.capability, rating="in_use").first()
    row, _new = CheckAnswer.objects.get_or_create(
        assessment=update.assessment, check_item=check, defaults={"answer": "yes"}
    )
    kept = {"kind": "statistics", "publisher": "Audit Office", "dated_on": factories.ago(30)}
    document = Evidence.objects.create(
        organisation=update.organisation, title="Figures", registry_number="7", **kept | fields
    )
    row.evidence.add(document)


def behind(update):
    """An indicator of the capability that is behind its path."""
    indicator = values.adopted("C05-02", update.organisation)
    values.target(indicator, 40, on=date(2025, 1, 1), is_baseline=True)
    values.target(indicator, 80, on=date(2026, 12, 31))
    values.value(indicator, "41.5", "2026-Q2", period=update.period)


def send(update, by, **answers):
    saved = updates.save_update(
        update=update, version=update.version, values={}, questions=answers, by=by
    )
    return updates.submit_update(update=saved, version=saved.version, by=by)


class TestTheAuthor:
    def test_sees_the_questions_before_sending_and_may_send_without_an_answer(self, desk, update):
        check = reverse("update_check", args=[update.pk])
        page = words(desk.get(check))
        assert ASKED in page
        assert f'href="{page_of(update)}"' in page
        answer = desk.post(check, {"version": update.version})
        assert answer.status_code == 302
        assert ASKED in words(desk.get(reverse("update_detail", args=[update.pk])))

    def test_answers_them_on_a_page_beside_what_they_were_made_from(self, desk, update):
        page = words(desk.get(page_of(update)))
        for text in ("Own rating", "Endorsed rating", "Strength of evidence, in use", ASKED):
            assert text in page
        said = {"version": update.version, "no_evidence_in_use": "Counted by hand."}
        assert desk.post(page_of(update), said).url == reverse("update_check", args=[update.pk])
        assert "Counted by hand." in words(desk.get(page_of(update)))
        assert RatingQuestion.objects.get().answer == "Counted by hand."

    def test_the_assessment_page_says_how_many_are_open(self, desk, update):
        page = words(desk.get(reverse("update_assessment", args=[update.pk])))
        assert "3 questions are open" in page
        assert "Strength of evidence, in use: <strong>D</strong>" in page

    def test_what_is_too_long_or_forbidden_is_said_and_nothing_is_lost(self, desk, update):
        said = {"version": update.version, "no_evidence_in_use": "x" * 601}
        answer = desk.post(page_of(update), said)
        assert answer.status_code == 422
        assert "x" * 601 in words(answer)
        said["no_evidence_in_use"] = "Write to nia.example@example.org"
        answer = desk.post(page_of(update), said)
        assert answer.status_code == 422
        assert not RatingQuestion.objects.exists()

    def test_the_second_of_two_sees_both_versions(self, desk, update, writer):
        stale = update.version
        updates.save_update(
            update=update,
            version=stale,
            values={},
            questions={"no_evidence_in_use": "First."},
            by=writer,
        )
        said = {"version": stale, "no_evidence_in_use": "Second."}
        answer = desk.post(page_of(update), said)
        assert answer.status_code == 409
        assert "First." in words(answer)
        assert "Second." in words(answer)
        update.refresh_from_db()
        said["version"] = update.version
        assert desk.post(page_of(update), said).status_code == 302

    def test_an_answer_to_what_is_not_asked_any_more_is_not_lost(self, desk, update):
        show(update)
        said = {"version": update.version, "no_evidence_in_use": "Counted by hand."}
        assert desk.post(page_of(update), said).status_code == 302
        assert RatingQuestion.objects.get().answer == "Counted by hand."

    def test_a_page_without_questions_says_so(self, client):
        calm = factories.update(number=6, assessed=(2, 2))
        client.force_login(factories.person(Role.AGY, organisation=calm.organisation))
        assert "Nothing is asked about the rating now." in words(client.get(page_of(calm)))


class TestTheReviewer:
    def test_sees_each_question_with_its_answer_or_that_there_is_none(
        self, read, update, writer, lead
    ):
        send(update, writer, no_evidence_in_use="Counted by hand.")
        page = read(lead, "update_review", update.pk)
        assert ASKED in page
        assert "Counted by hand." in page
        assert "Not answered" in page
        assert "Without newer evidence" not in page

    def test_is_told_nothing_of_figures_that_are_not_theirs(self, read, update, writer, lead):
        behind(update)
        send(update, writer)
        page = read(lead, "update_review", update.pk)
        assert NEUTRAL in page
        assert "41.5" not in page
        assert "Behind the path" not in page
        assert "not published yet" in page
        assert "Behind the path" in read(factories.person(Role.AUD), "update_review", update.pk)

    def test_sees_own_and_endorsed_rating_differ(self, read, update, writer, lead):
        send(update, writer)
        page = read(lead, "update_review", update.pk)
        assert "In place 3 Established, in use 3 Established" in page
        assert "In place 3 Established, in use 1 Initial" in page
        assert "The own rating is another one." in page


class TestTheCapability:
    def test_shows_ratings_indicators_and_evidence_side_by_side(self, read, update, writer):
        behind(update)
        show(update)
        page = read(writer, "capability_detail", 5)
        assert "Ratings, indicators and evidence" in page
        assert "In place 3 Established, in use 3 Established" in page
        assert "2026-Q3: draft" in page
        assert "2026-Q2: accepted" in page
        said = page.split("What its indicators say")[1]
        assert said.index("<li>1 ") < said.index("Behind the path")
        assert "No document is named with the answers" in page

    def test_a_draft_is_its_organisations_alone(self, read, update, lead):
        page = read(lead, "capability_detail", 5)
        assert "2026-Q3: draft" not in page
        assert "In place 3 Established, in use 1 Initial" in page
        assert "The own rating is another one." not in page

    def test_says_when_the_evidence_falls_by_itself(self, read, update, writer):
        show(update)
        page = read(writer, "update_questions", update.pk)
        assert "Without newer evidence it is lower from" in page
