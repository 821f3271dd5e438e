"""Who reaches for what is not theirs, or sends what nobody can read, and what is told of it."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse

from mnr import guard
from mnr.models import AuditEvent, UpdateReading
from mnr.roles import Role
from mnr.views import problems
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign():
    return factories.update("draft")


@pytest.fixture
def agency(client):
    person = factories.person(Role.AGY, organisation=factories.organisation())
    client.force_login(person)
    return person


def test_a_change_of_what_is_not_theirs_is_answered_as_if_it_were_not_there_and_told(
    client, agency, foreign
):
    answer = client.post(reverse("update_delete", args=[foreign.pk]))
    assert answer.status_code == 404
    event = AuditEvent.objects.get(action="denied")
    assert (event.object_id, event.actor_id) == (str(foreign.pk), agency.pk)
    nothing = "00000000-0000-0000-0000-000000000000"
    assert client.post(reverse("update_delete", args=[nothing])).status_code == 404
    assert AuditEvent.objects.filter(action="denied").count() == 1


def test_looking_for_what_is_not_theirs_is_no_event(client, agency, foreign):
    assert client.get(reverse("update_detail", args=[foreign.pk])).status_code == 404
    assert not AuditEvent.objects.filter(action="denied").exists()


def test_the_answer_is_the_same_whether_another_organisation_has_begun_or_not(
    client, agency, foreign
):
    url = reverse("api:updates-list")
    told = []
    for number in (foreign.capability.number, foreign.capability.number + 1):
        body = {
            "period": foreign.period.code,
            "capability": number,
            "organisation": str(foreign.organisation_id),
        }
        told.append(client.post(url, body, content_type="application/json"))
    assert [answer.status_code for answer in told] == [403, 403]
    assert told[0].json()["title"] == told[1].json()["title"]


def test_a_program_that_reads_an_unpublished_update_is_a_reader(client):
    update = factories.update("submitted")
    secretariat = factories.person(Role.SEC)
    client.force_login(secretariat)
    told = client.get(reverse("api:updates-detail", args=[update.pk]))
    assert told.json()["reading"] == "whole"
    assert UpdateReading.objects.get().reader == secretariat


def test_a_text_that_no_field_can_hold_is_not_read():
    with pytest.raises(ValidationError, match="far too long"):
        guard.refuse("word " * 200_000)


def test_a_page_refuses_it_in_its_form(client, agency):
    answer = client.post(reverse("profile"), {"full_name": "Word " * 100_000, "language": "en"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "https://e.org/?q=jane.doe%40mail.org",
        "https://e.org/%6a%61%6e%65%2e%64%6f%65%40mail.org",
        "https://e.org/%2540/jane.doe%2540mail.org",
        "https://e.org/d41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_an_address_of_a_document_hides_nothing(address):
    with pytest.raises(guard.KeptOut):
        guard.refuse_link(address)


def test_odd_addresses_of_the_trail_are_not_there(client):
    client.force_login(factories.person(Role.AUD))
    for thing in ("a%00:b", "a:b%00"):
        assert client.get(f"/history/{thing}/").status_code == 404
    assert client.get("/audit/", {"until": "9999-12-31"}).status_code == 200


def test_what_may_be_asked_of_the_api_is_told(client, agency):
    assert client.options(reverse("api:me-list")).status_code in (200, 405)


def test_json_without_end_is_no_fault_of_ours(client):
    answer = client.post("/account/login/passkey/", {"credential": "[" * 20_000})
    assert answer.status_code < 500


def test_a_remark_that_asks_is_about_a_part_of_the_update(client):
    update = factories.update("submitted")
    lead = factories.person(
        Role.DOM, organisation=factories.organisation(), domain=update.capability.domain.key
    )
    client.force_login(lead)
    body = {"item": "x" * 100, "text": "Anna Berg, aged 12, was heard.", "meant": "It is public."}
    answer = client.post(reverse("comment_create", args=[update.pk]), body)
    assert answer.status_code in (302, 422)


def test_a_database_that_is_away_is_told_as_such(rf):
    request = rf.get("/")
    request.resolver_match = None
    told = []

    def ask():
        try:
            raise OperationalError("away")
        except OperationalError:
            told.append(problems.server_error(request))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert (told[0].status_code, told[0].headers["Retry-After"]) == (503, "60")


def test_a_program_that_asks_in_the_clear_is_told_so(client, settings):
    """Led on, it would go on sending its token in the clear."""
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    _row, text = factories.token(factories.person(Role.AUD), scope="read")
    headers = {"Authorization": f"Bearer {text}"}
    answer = client.get("/api/v1/me/", headers=headers)
    assert answer.status_code == 403
    assert "https://" in answer.json()["title"]
    assert client.get("/api/v1/me/", headers=headers, secure=True).status_code == 200
    assert client.get("/", secure=False).headers["Location"].startswith("https://")
