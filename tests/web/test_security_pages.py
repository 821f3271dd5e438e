"""security.txt, the page that reports of weaknesses find, reports of browsers, and leaving."""

import json
import logging
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mnr import leaving
from mnr.roles import Role
from mnr.services import procedure
from mnr.views import security
from tests import factories

pytestmark = pytest.mark.django_db


def fields(answer):
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


def test_security_txt(client, settings):
    settings.MNR_SECURITY_CONTACT = "mailto:security@mnr.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = fields(answer)
    assert told["Contact"] == "mailto:security@mnr.example"
    assert told["Preferred-Languages"] == ", ".join(code for code, _ in settings.LANGUAGES)
    ends = datetime.fromisoformat(told["Expires"])
    assert timedelta(days=30) < ends - timezone.now() <= timedelta(days=365)
    assert told["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    policy = client.get(told["Policy"].removeprefix(settings.SITE_URL))
    assert "security@mnr.example" in policy.content.decode()


def test_without_a_contact_there_is_none(client, settings):
    settings.MNR_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    assert "secretariat" in client.get(reverse("report_weakness")).content.decode()


OLD = {
    "csp-report": {"document-uri": "{page}?token=hush", "violated-directive": "script-src 'self'"}
}
NEW = [
    {"type": "csp-violation", "body": {"documentURL": "{page}", "effectiveDirective": "img-src"}}
]


def send(client, report, settings, page="/overview/"):
    body = json.dumps(report).replace("{page}", settings.SITE_URL + page)
    return client.post("/csp-report/", body, content_type="application/csp-report")


@pytest.mark.parametrize(("report", "directive"), [(OLD, "script-src"), (NEW, "img-src")])
@pytest.mark.usefixtures("own_cache")
def test_a_report_is_a_line_with_directive_and_route(client, settings, caplog, report, directive):
    with caplog.at_level(logging.WARNING, "mnr.views.security"):
        assert send(client, report, settings).status_code == 204
    assert [line.getMessage() for line in caplog.records if line.name == "mnr.views.security"] == [
        f"A browser refused {directive} on overview"
    ]


@pytest.mark.parametrize(
    "body", ["", "x", "[]", "[1]", "{}", '{"csp-report": 3}', "[" * 9000, '{"csp-report": {}}']
)
def test_a_report_that_is_none_is_taken_quietly(client, body):
    answer = client.post("/csp-report/", body, content_type="application/csp-report")
    assert answer.status_code == 204


@pytest.mark.usefixtures("own_cache")
def test_a_report_says_nothing_of_its_sender_s_words(client, settings, caplog):
    report = {
        "csp-report": {
            "document-uri": "https://evil.example/hush",
            "violated-directive": "a\nhush b",
        }
    }
    send(client, report, settings)
    assert "hush" not in caplog.text


@pytest.mark.usefixtures("own_cache")
def test_a_flood_of_reports_is_a_few_lines(client, settings, caplog):
    with caplog.at_level(logging.WARNING, "mnr.views.security"):
        for _number in range(3 * security.MOST_LINES):
            send(client, NEW, settings)
    assert (
        0
        < len([r for r in caplog.records if r.name == "mnr.views.security"])
        <= 2 * security.MOST_LINES
    )


def test_links_to_documents_lead_over_a_page_that_names_the_site(client):
    person = factories.person(Role.SEC)
    client.force_login(person)
    url = "https://laws.gov.example/act-12?v=2#s3"
    page = client.get(reverse("leave", args=[leaving.sign(url)]))
    text = page.content.decode()
    assert "laws.gov.example" in text
    assert f'href="{url}"' in text
    assert "noreferrer" in text


@pytest.mark.parametrize(
    "signed",
    [
        "x",
        "https:%2F%2Fevil.example",
        leaving.sign("https://gov.example/")[:-1] + "_",
        leaving.sign("javascript:alert(1)"),
        leaving.sign("http://gov.example/"),
        leaving.sign(""),
    ],
)
def test_nobody_else_makes_such_a_link(client, signed):
    client.force_login(factories.person(Role.SEC))
    assert client.get(f"/leave/{signed}/").status_code == 404


@pytest.mark.parametrize("name", ["procedure_public", "report_weakness"])
def test_every_page_leads_there_without_signing_in(client, name):
    assert f'href="{reverse(name)}"' in client.get(reverse("front")).content.decode()
    assert client.get(reverse(name)).status_code == 200


def test_visitors_read_whom_to_call_and_no_name_of_an_officer(client):
    values = {name: f"The {name} of here." for name in procedure.FIELDS}
    procedure.begin_procedure(values=values)
    page = client.get("/illegal-material/").content.decode()
    assert "Do not open, copy, forward, screenshot or delete it." in page
    assert "The hotline of here." in page
    assert "The police_unit of here." in page
    assert "The duty_officer of here." not in page
    assert "The deputy of here." not in page
    assert client.get(reverse("procedure")).status_code == 302


def test_who_signed_in_finds_the_whole_procedure_at_the_foot(client):
    client.force_login(factories.person(Role.SEC))
    page = client.get(reverse("my_work")).content.decode()
    assert f'href="{reverse("procedure")}"' in page
