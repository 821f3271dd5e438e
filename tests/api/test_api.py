"""What the API takes and refuses, and how it says so."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from drf_spectacular.validation import validate_schema

from mnr.api.description import description
from mnr.models import AuditEvent, Evidence, ProgressUpdate
from mnr.roles import Role
from mnr.services import reports as report_service
from tests import factories
from tests.api.conftest import Program, by_session, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return factories.organisation()


@pytest.fixture
def agent(body):
    return factories.person(Role.AGY, organisation=body, full_name="Nia Agent")


@pytest.fixture
def update(body):
    return factories.update(period=factories.period("2026-Q3"), organisation=body, number=4)


def evidence(**fields):
    return {
        "title": "Mandate of the unit",
        "publisher": "Government gazette",
        "dated_on": "2026-05-01",
        "registry_number": "12/2026",
        **fields,
    }


class TestWritingUpdates:
    def test_one_is_begun_saved_sent_and_taken_back(self, agent, body, program):
        factories.period("2026-Q3")
        factories.assignment(body, 4)
        asks = program(agent)
        wanted = {"period": "2026-Q3", "capability": 4, "organisation": str(body.pk)}
        begun = asks.post("updates/", wanted)
        assert begun.status_code == 201
        assert asks.post("updates/", wanted).status_code == 200
        address = f"updates/{begun.json()['id']}/"
        document = asks.post("evidence/", evidence(organisation=str(body.pk))).json()
        saved = asks.patch(
            address,
            {
                "version": begun.json()["version"],
                "confidence": "at_risk",
                "achievements": "The unit works.",
                "obstacles": [{"text": "Staff are missing.", "enabler": None}],
                "evidence": [document["id"]],
            },
        )
        assert saved.status_code == 200, saved.text
        content = saved.json()["content"]
        assert content["obstacles"] == [{"text": "Staff are missing.", "enabler": None}]
        assert content["evidence"][0]["title"] == "Mandate of the unit"
        sent = asks.post(f"{address}submit/", {"version": saved.json()["version"]})
        assert sent.json()["state"] == "submitted"
        back = asks.post(f"{address}withdraw/", {"version": sent.json()["version"]})
        assert back.json()["state"] == "draft"

    def test_who_comes_second_gets_both_versions(self, agent, update, program):
        asks = program(agent)
        first = asks.patch(f"updates/{update.pk}/", {"version": 1, "next_steps": "One."})
        assert first.status_code == 200
        sent = {"version": 1, "next_steps": "Two."}
        second = asks.patch(f"updates/{update.pk}/", sent)
        assert (second.status_code, second.json()["code"]) == (409, "changed")
        assert second.json()["yours"] == sent
        assert second.json()["current"]["content"]["next_steps"] == "One."

    def test_what_is_missing_is_named(self, agent, update, program):
        asks = program(agent)
        ProgressUpdate.objects.update(achievements="", confidence="")
        answer = asks.post(f"updates/{update.pk}/submit/", {"version": 1})
        assert (answer.status_code, answer.json()["code"]) == (400, "incomplete")
        assert set(answer.json()["fields"]) == {"confidence", "achievements"}

    def test_no_other_column_is_written(self, agent, update, program):
        """Whatever a model has that a body does not name is refused, and nothing is changed."""
        asks = program(agent)
        names = {field.name for field in ProgressUpdate._meta.get_fields()}
        taken = {"is_nil", "confidence", "obstacles", "evidence", "version", "achievements"}
        taken |= {"next_steps", "decisions_asked", "public_summary"}
        for name in names - taken:
            sent = {"version": 1, name: "accepted"}
            answer = asks.patch(f"updates/{update.pk}/", sent)
            assert answer.status_code == 400, name
            assert name in answer.json()["fields"]
        update.refresh_from_db()
        assert (update.version, update.state) == (1, "draft")

    def test_documents_of_others_are_not_attached(self, agent, update, program):
        theirs = Evidence.objects.create(organisation=factories.organisation(), **evidence())
        sent = {"version": 1, "evidence": [str(theirs.pk)]}
        answer = program(agent).patch(f"updates/{update.pk}/", sent)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["evidence"])


class TestWritingEvidence:
    def test_recorded_changed_withdrawn(self, agent, body, program):
        asks = program(agent)
        made = asks.post("evidence/", evidence(organisation=str(body.pk)))
        assert made.status_code == 201, made.text
        address = f"evidence/{made.json()['id']}/"
        changed = asks.patch(address, {"version": 1, "title": "Law on the unit"})
        assert (changed.json()["title"], changed.json()["version"]) == ("Law on the unit", 2)
        stale = asks.patch(address, {"version": 1, "title": "Another"})
        assert stale.status_code == 409
        assert stale.json()["current"]["title"] == "Law on the unit"
        assert asks.patch(address, {"title": "No version"}).status_code == 400
        assert asks.post(f"{address}withdraw/").json()["withdrawn_on"]
        assert asks.post(f"{address}withdraw/").status_code == 404

    def test_for_another_organisation_it_is_denied(self, agent, program):
        other = str(factories.organisation().pk)
        answer = program(agent).post("evidence/", evidence(organisation=other))
        assert (answer.status_code, answer.json()["code"]) == (403, "denied")
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"title": ""}, "title"),
            ({"title": "a\u202eb"}, "title"),
            ({"title": "Call nia.example@example.org"}, "title"),
            ({"title": 7}, "title"),
            ({"dated_on": "May"}, "dated_on"),
            ({"url": "http://example.org/law"}, "url"),
            ({"url": "https://abcdefghij234567.onion/"}, "url"),
            ({"registry_number": "", "url": ""}, ""),
            ({"valid_from": "2026-05-02", "valid_until": "2026-05-01"}, ""),
            ({"organisation": "nobody"}, "organisation"),
        ],
    )
    def test_what_the_form_refuses_is_refused(self, agent, body, program, changes, field):
        sent = {"organisation": str(body.pk), **evidence(**changes)}
        answer = program(agent).post("evidence/", sent | changes)
        assert answer.status_code == 400, answer.text
        assert list(answer.json()["fields"]) == [field]
        assert not Evidence.objects.exists()


class TestBodies:
    @pytest.mark.parametrize(
        ("sent", "status"),
        [
            ('{"version": 1, "version": 2}', 400),
            ('{"version": NaN}', 400),
            ('{"version": Infinity}', 400),
            ('{"version": 1e400}', 400),
            ("[]", 400),
            ("null", 400),
            ("{", 400),
            ("", 400),
            ("[" * 100_000, 400),
            (b'{"version": "\xff"}', 400),
            ('{"version": true}', 400),
            ('{"version": "1; --"}', 400),
            ('{"version": 99999999999999999999}', 409),
        ],
    )
    def test_json_that_has_no_one_meaning(self, agent, update, sent, status):
        asks = by_token(agent)
        answer = asks.patch(f"updates/{update.pk}/", sent)
        assert answer.status_code == status, answer.text
        assert set(answer.json()) >= {"code", "title", "status"}

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "a/b"])
    def test_other_kinds_of_content(self, agent, update, kind):
        answer = by_token(agent).patch(f"updates/{update.pk}/", "version=1", content_type=kind)
        assert answer.status_code == 415

    def test_no_pages_for_people(self, agent):
        asks = by_token(agent)
        asks.headers["Accept"] = "text/html"
        assert asks.get("me/").status_code == 406

    @pytest.mark.parametrize(
        "query",
        [
            {"organisation__name": "x"},
            {"owner__password__startswith": "a"},
            {"ordering": "version"},
            {"format": "api"},
            {"state": "nonsense"},
            {"organisation": "nobody"},
            {"capability": "four"},
        ],
    )
    def test_parameters_that_are_not_known(self, agent, query):
        answer = by_token(agent).get("updates/", **query)
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == list(query)

    def test_methods_that_are_not_there(self, agent, update):
        asks = by_token(agent)
        for method in ("PUT", "DELETE"):
            assert asks.send(method, f"updates/{update.pk}/").status_code == 405
        assert asks.send("TRACE", "me/").status_code == 405


class TestTokens:
    @pytest.mark.parametrize("text", ["", "mnr_wrong", "mnr_" + "x" * 43, "x y z", "\u00e9"])
    def test_those_that_do_not_work(self, text):
        client = Client(headers={"Authorization": f"Bearer {text}"})
        answer = client.get("/api/v1/me/")
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    def test_one_that_reads_only_writes_nothing(self, agent, update):
        asks = by_token(agent, "read")
        assert asks.get(f"updates/{update.pk}/").status_code == 200
        sent = {"version": 1, "next_steps": "x"}
        answer = asks.patch(f"updates/{update.pk}/", sent)
        assert (answer.status_code, answer.json()["code"]) == (403, "denied")
        assert "reads only" in answer.json()["title"]

    def test_rights_that_end_bite_at_once(self, agent, update):
        asks = by_token(agent)
        assert asks.get("people/").status_code == 200
        agent.memberships.update(ends_on=factories.ago(1), starts_on=factories.ago(9))
        assert asks.get("people/").status_code == 403
        assert asks.get(f"updates/{update.pk}/").status_code in (403, 404)

    def test_a_token_is_no_sign_in_to_the_pages(self, agent):
        asks = by_token(agent)
        assert asks.client.get("/my-work/", headers=asks.headers).status_code == 302

    def test_sessions_need_protection_against_forged_requests(self, agent, update):
        client = Client(enforce_csrf_checks=True)
        client.force_login(agent)
        answer = Program(client).patch(f"updates/{update.pk}/", {"version": 1})
        assert answer.status_code == 403

    def test_who_asks_too_often_waits(self, agent, settings):
        settings.MNR_API_PER_MINUTE = 5
        asks = by_token(agent)
        answers = [asks.get("me/") for _ in range(12)]
        assert answers[0].status_code == 200
        last = answers[-1]
        assert (last.status_code, last.json()["code"]) == (429, "throttled")
        assert 0 < int(last.headers["Retry-After"]) <= 60


class TestReading:
    def test_me(self, agent, body, program):
        told = program(agent).get("me/").json()
        assert told["full_name"] == "Nia Agent"
        assert told["roles"] == [{"role": "AGY", "organisation": str(body.pk), "domain": None}]
        assert agent.email not in json.dumps(told)

    def test_the_directory_holds_no_addresses(self, program):
        secretariat = factories.person(Role.SEC)
        factories.person(Role.CMM, email="nia@example.org")
        assert "nia@example.org" not in program(secretariat).get("people/").text

    def test_pages(self, agent):
        asks = by_token(agent)
        first = asks.get("checks/").json()
        assert (len(first["results"]), first["count"] > 100) == (50, True)
        assert len(asks.get("checks/", page_size=200).json()["results"]) <= 200
        for size in (201, 0, -1, "x", "9" * 5000):
            refused = asks.get("checks/", page_size=size)
            assert (refused.status_code, list(refused.json()["fields"])) == (400, ["page_size"])
        seen = [
            row["code"]
            for page in range(1, 12)
            for row in asks.get("checks/", page=page, page_size=10).json().get("results", [])
        ]
        assert len(seen) == len(set(seen)) == first["count"]
        assert asks.get("checks/", page=999).status_code == 404

    def test_a_download_goes_into_the_trail(self, program):
        snapshot = factories.period("2026-Q2", "published").snapshots.get()
        report = report_service.queue_report(snapshot=snapshot, by=None)
        asks = program(factories.person(Role.SEC))
        answer = asks.get(f"reports/{report.pk}/download/")
        assert (answer.status_code, answer.json()["code"]) == (409, "state")
        assert not AuditEvent.objects.filter(action="report.read_internal").exists()

    @pytest.mark.parametrize("name", ["updates", "evidence", "people", "assignments", "reports"])
    def test_it_costs_the_same_however_much_there_is(
        self, agent, body, name, django_assert_max_num_queries
    ):
        administrator = factories.person(Role.ADM)
        factories.period("2026-Q3")
        for number in range(4, 12):
            factories.update("submitted", organisation=body, number=number)
            factories.person(Role.AGY, organisation=body)
            Evidence.objects.create(organisation=body, **evidence())
        for person in (agent, administrator):
            asks = by_session(person)
            with django_assert_max_num_queries(15):
                asks.get(f"{name}/")

    def test_an_update_in_detail_costs_little(self, agent, update, django_assert_max_num_queries):
        asks = by_token(agent)
        with django_assert_max_num_queries(15):
            assert asks.get(f"updates/{update.pk}/").status_code == 200

    def test_nothing_is_kept_by_caches(self, agent):
        answer = by_token(agent).get("me/")
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_description_is_sound():
    """That nothing in it was guessed is for scripts/check to say, which makes it anew."""
    validate_schema(json.loads(json.dumps(description(), default=str)))
    assert "/api/v1/updates/{id}/submit/" in description()["paths"]


def test_the_description_is_a_page_without_scripts(client, agent):
    client.force_login(agent)
    for address in (reverse("api_docs"), reverse("api_docs_group", args=["updates"])):
        page = client.get(address)
        assert page.status_code == 200
        assert "<style" not in page.text
    assert "/api/v1/updates/" in page.text
    schema = client.get(reverse("api_schema")).json()
    assert schema["openapi"].startswith("3.")
    assert schema["components"]["schemas"]["Error"]
