"""What a hostile or careless visitor sends is answered in order: never with a 500."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.urls import reverse
from redis.exceptions import RedisError

from mnr.access import ProblemMiddleware
from mnr.forms.text import refuse_hidden_characters
from mnr.logs import ROWS
from mnr.models import AuditEvent
from mnr.models.evidence import https_only
from mnr.roles import Role
from mnr.services import people
from mnr.services.errors import Refused
from mnr.views.account import AccountAdapter
from tests import factories

ADDRESSES = [
    "/overview/%00/",
    "/board/%00/",
    "/periods/%00/freeze/",
    "/periods/%00/approve/",
    "/periods/%00/capabilities/7/start/",
    "/capabilities/99999999999999999999/",
    "/overview/?period=a/b",
    "/board/?period=../../x",
    "/overview/?period=//evil.example",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_odd_addresses_are_not_found(client, address):
    factories.period("2026-Q3", "open")
    client.force_login(factories.person(Role.SEC))
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_pages_of_signed_in_people_are_not_kept(client):
    client.force_login(factories.person(Role.SEC))
    assert "no-store" in client.get(reverse("my_work")).headers["Cache-Control"]


@pytest.mark.django_db
def test_a_missing_redis_is_said_and_not_our_fault(rf):
    request = rf.get("/account/login/")
    request.user = AnonymousUser()
    answer = ProblemMiddleware(None).process_exception(request, RedisError())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


@pytest.mark.django_db
def test_nobody_changes_their_own_sign_in_address(client):
    client.force_login(factories.person(Role.CMM))
    assert client.post("/account/email/", {"email": "x@example.org"}).status_code == 404


@pytest.mark.django_db
def test_a_changed_password_is_recorded():
    person = factories.person(Role.CMM)
    AccountAdapter().set_password(person, "another long pass phrase")
    assert AuditEvent.objects.get().action == "password.change"


@pytest.mark.django_db
def test_a_reporting_role_without_organisation_is_refused_in_words():
    lead = factories.person(Role.DOM, organisation=factories.organisation(), domain="victim")
    days = {"starts_on": factories.ago(0), "ends_on": factories.ago(-30)}
    with pytest.raises(Refused, match="organisation"):
        people.grant_role(user=lead, role=Role.AGY, by=factories.person(Role.SEC), **days)


@pytest.mark.django_db
def test_a_role_does_not_begin_in_the_distant_future():
    days = {"starts_on": factories.ago(-800), "ends_on": factories.ago(-900)}
    with pytest.raises(Refused):
        people.grant_role(
            user=factories.person(), role=Role.CMM, by=factories.person(Role.SEC), **days
        )


@pytest.mark.parametrize(
    "address",
    [
        "https://abcdefgh.onion/x",
        "https://abc.onion:443/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest",
        "https://a.b:99999/",
        "https://user@gov.example/x",
        "http://gov.example/",
        "https://gov.example/a b",
        "https://gov.example/\u202e",
        "javascript:alert(1)",
    ],
)
def test_evidence_stands_at_a_public_name(address):
    with pytest.raises(ValidationError):
        https_only(address)


@pytest.mark.parametrize(
    "address", ["https://laws.gov.example/act-12?v=2#s3", "https://gazette.example"]
)
def test_official_addresses_are_taken(address):
    https_only(address)


@pytest.mark.parametrize(
    "text", ["a\x1b[31mred", "A\r\nBcc: x@evil.example", "\u200b\u200b", "\ufffe"]
)
def test_single_lines_hold_nothing_hidden(text):
    with pytest.raises(ValidationError):
        refuse_hidden_characters(text)


def test_names_in_any_script_are_taken():
    for text in ("Ministère de l’Intérieur", "وزارة الداخلية", "می‌خواهم", "5"):
        refuse_hidden_characters(text)


def test_logs_do_not_quote_rows():
    trace = 'x\nDETAIL:  Failing row contains (1, "a text\nof two lines").\n\nThe above exception'
    assert "text" not in ROWS.sub("DETAIL: left out", trace)
    assert "The above exception" in ROWS.sub("DETAIL: left out", trace)
