"""What programs are told of the self-check of ratings, and how they answer it."""

import pytest

from mnr.models import RatingQuestion
from mnr.roles import Role
from tests import factories
from tests.api.conftest import by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def update():
    """3 in place and 3 in use, without a document."""
    return factories.update(number=5, assessed=(3, 3))


@pytest.fixture
def asks(update):
    return by_token(factories.person(Role.AGY, organisation=update.organisation))


def test_the_author_asks_what_is_open_and_answers_with_a_change(asks, update):
    address = f"updates/{update.pk}/"
    rows = asks.get(f"{address}questions/").json()["questions"]
    assert [row["question"] for row in rows] == ["no_evidence_in_place", "no_evidence_in_use"]
    assert rows[0]["words"].startswith("The rating in place is 3 or more")
    answers = [{"question": "no_evidence_in_use", "text": "Counted by hand."}]
    told = asks.patch(address, {"version": update.version, "questions": answers})
    assert told.status_code == 200
    assert told.json()["questions"][0]["text"] == "Counted by hand."
    assert told.json()["content"]["questions"] == answers
    sent = asks.post(f"{address}submit/", {"version": told.json()["version"]}).json()
    assert [row["text"] for row in sent["questions"]] == ["", "Counted by hand."]


@pytest.mark.parametrize(
    "row", [{"question": "why", "text": "So."}, {"question": "jump_in_use", "text": "x" * 601}]
)
def test_what_is_no_answer_is_refused_and_changes_nothing(asks, update, row):
    told = asks.patch(f"updates/{update.pk}/", {"version": update.version, "questions": [row]})
    assert told.status_code == 400
    assert not RatingQuestion.objects.exists()


def test_what_is_open_about_a_draft_is_its_authors_alone(update):
    factories.reach(update, "submitted")
    sent = by_token(factories.person(Role.SEC)).get(f"updates/{update.pk}/questions/")
    assert sent.status_code == 403
    own = by_token(factories.person(Role.AGY, organisation=update.organisation))
    assert own.get(f"updates/{update.pk}/questions/").status_code == 409


def test_an_assessment_tells_how_strong_its_evidence_is(asks, update):
    told = asks.get(f"assessments/{update.pk}/").json()["strength"]
    assert {rating: row["letter"] for rating, row in told.items()} == {
        "in_place": "D",
        "in_use": "D",
    }
    assert told["in_use"]["reason"].startswith("No document is named")


def test_who_reads_no_more_than_the_public_is_told_no_strength(update):
    factories.reach(update, "accepted")
    for state in ("closed", "frozen", "approved", "published"):
        factories.enter(update.period, state)
    told = by_token(factories.person(Role.ADM)).get(f"assessments/{update.pk}/").json()
    assert told["in_use"] == 3
    assert told["strength"] is None
