"""The content guard at the API's door: what stays out, and what waits for a second person."""

import pytest

from mnr.models import Evidence, GuardRelease
from mnr.roles import Role
from mnr.services.released import release_text
from tests import factories
from tests.api.conftest import by_token
from tests.api.test_api import evidence

pytestmark = pytest.mark.django_db
BLOCKED = "Write to nia.example@example.org"
ASKED = "A 9-year-old girl was heard"
MEANT = {"meant": "It is the title of the law."}


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def agent(body):
    return factories.person(Role.AGY, organisation=body)


@pytest.fixture
def update(body):
    return factories.update(period=factories.period("2026-Q3"), organisation=body, number=4)


class TestWhatStaysOut:
    @pytest.mark.parametrize("field", ["title", "publisher", "registry_number", "meant"])
    def test_of_documents(self, agent, body, program, field):
        sent = evidence(organisation=str(body.pk), **{field: BLOCKED})
        answer = program(agent).post("evidence/", sent)
        assert (answer.status_code, answer.json()["code"]) == (400, "kept_out")
        assert "e-mail" in " ".join(answer.json()["fields"][field])
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(
        "sent",
        [
            {"achievements": BLOCKED},
            {"public_summary": BLOCKED},
            {"obstacles": [{"text": BLOCKED}]},
        ],
    )
    def test_of_updates(self, agent, update, program, sent):
        answer = program(agent).patch(f"updates/{update.pk}/", {"version": 1, **sent})
        assert (answer.status_code, answer.json()["code"]) == (400, "kept_out")
        assert list(answer.json()["fields"]) == list(sent)
        update.refresh_from_db()
        assert update.version == 1

    def test_of_links(self, agent, body, program):
        sent = evidence(organisation=str(body.pk), url="https://abcdefghij234567.onion/")
        answer = program(agent).post("evidence/", sent)
        assert (answer.status_code, answer.json()["code"]) == (400, "kept_out")


class TestDocumentsThatAreAskedAbout:
    def test_without_a_reason_it_is_refused_with_what_helps(self, agent, body, program):
        sent = evidence(organisation=str(body.pk), title=ASKED)
        answer = program(agent).post("evidence/", sent)
        assert (answer.status_code, answer.json()["code"]) == (400, "asked")
        assert list(answer.json()["fields"]) == ["title"]
        assert not Evidence.objects.exists()
        assert not GuardRelease.objects.exists()

    def test_with_one_it_waits_for_a_second_person(self, agent, body, program):
        sent = evidence(organisation=str(body.pk), title=ASKED) | MEANT
        answer = program(agent).post("evidence/", sent)
        assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
        assert not Evidence.objects.exists()
        release = GuardRelease.objects.get(pk=answer.json()["id"])
        release_text(release=release, by=factories.person(Role.SEC))
        assert Evidence.objects.get().title == ASKED

    def test_a_change_waits_too(self, agent, body, program):
        asks = program(agent)
        made = asks.post("evidence/", evidence(organisation=str(body.pk))).json()
        address = f"evidence/{made['id']}/"
        changed = {"version": 1, "title": ASKED}
        assert asks.patch(address, changed).json()["code"] == "asked"
        assert asks.patch(address, {**changed, "version": 7, **MEANT}).status_code == 409
        assert asks.patch(address, changed | MEANT).status_code == 202
        assert Evidence.objects.get().title == made["title"]

    def test_a_reason_that_nobody_asked_for_changes_nothing(self, agent, body, program):
        sent = evidence(organisation=str(body.pk)) | MEANT
        assert program(agent).post("evidence/", sent).status_code == 201
        assert not GuardRelease.objects.exists()

    def test_not_for_another_organisation(self, agent, program):
        sent = evidence(organisation=str(factories.organisation().pk), title=ASKED) | MEANT
        assert program(agent).post("evidence/", sent).status_code == 403
        assert not GuardRelease.objects.exists()


class TestUpdatesThatAreAskedAbout:
    def test_a_draft_is_sent_once_its_text_is_released(self, agent, update):
        asks, address = by_token(agent), f"updates/{update.pk}/"
        saved = asks.patch(address, {"version": 1, "achievements": ASKED})
        version = {"version": saved.json()["version"]}
        refused = asks.post(f"{address}submit/", version)
        assert (refused.status_code, refused.json()["code"]) == (400, "incomplete")
        assert "reason" in refused.json()["fields"]["achievements"][0]
        reason = {"achievements": MEANT["meant"]}
        assert asks.post(f"{address}meant/", reason).status_code == 200
        waiting = asks.post(f"{address}submit/", version)
        assert "second person" in waiting.json()["fields"]["achievements"][0]
        again = asks.post(f"{address}meant/", reason)
        assert list(again.json()["fields"]) == ["achievements"]
        release_text(release=GuardRelease.objects.get(), by=factories.person(Role.SEC))
        assert asks.post(f"{address}submit/", version).json()["state"] == "submitted"

    def test_a_reason_for_what_is_not_asked_is_refused(self, agent, update, program):
        sent = {"next_steps": "It is meant."}
        answer = program(agent).post(f"updates/{update.pk}/meant/", sent)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["next_steps"])

    def test_the_reason_passes_the_guard(self, agent, update, program):
        asks = program(agent)
        asks.patch(f"updates/{update.pk}/", {"version": 1, "achievements": ASKED})
        answer = asks.post(f"updates/{update.pk}/meant/", {"achievements": BLOCKED})
        assert answer.json()["code"] == "kept_out"
        assert not GuardRelease.objects.exists()

    def test_it_is_for_those_who_may_write(self, update, program):
        stranger = factories.person(Role.AGY, organisation=factories.organisation())
        for person, status in ((stranger, 404), (factories.person(Role.SEC), 403)):
            answer = program(person).post(f"updates/{update.pk}/meant/", {"achievements": "x"})
            assert answer.status_code == status
