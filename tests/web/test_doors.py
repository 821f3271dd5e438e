"""What is not let in at all, and who gets no further for being called a superuser."""

import io

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from mnr import doors
from mnr.models import User
from mnr.roles import Role
from tests import factories
from tests.factories.people import PASSWORD
from tests.matrix import routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import make_world

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
TOKEN = "t" * 32


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND", "X"])
def test_pages_are_asked_in_two_ways_only(client, method):
    answer = client.generic(method, "/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_programs_may_also_put_and_delete(client):
    assert client.generic("DELETE", "/api/v1/nothing/").status_code != 405
    told = client.generic("TRACE", "/api/v1/nothing/")
    assert told.status_code == 405
    assert told.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:x", "a b"])
@pytest.mark.parametrize("path", ["/", "/static/mnr/mnr.css", "/health/live"])
def test_only_our_own_names_are_answered(client, host, path):
    assert client.get(path, headers={"host": host}).status_code == 400


FROM_ELSEWHERE = [
    ("POST", LOGIN, {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}),
    ("POST", LOGIN, {"Sec-Fetch-Mode": "no-cors"}),
    ("GET", "/", {"Sec-Fetch-Mode": "cors"}),
    ("GET", "/", {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}),
    ("GET", "/", {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}),
    ("GET", "/", {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"}),
    ("GET", "/api/v1/", {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}),
]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(("method", "path", "headers"), FROM_ELSEWHERE)
def test_other_sites_do_not_ask_for_people(client, site, method, path, headers):
    headers = {"Sec-Fetch-Site": site, **headers}
    assert client.generic(method, path, headers=headers).status_code == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_do(client, site):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors"}
    assert client.get("/", headers=headers).status_code == 200


def test_links_from_mails_and_other_sites_may_be_followed(client):
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert client.get(LOGIN, headers=headers).status_code == 200


@pytest.mark.parametrize("length", ["1000001", "99999999999999", "-1", "x"])
def test_a_body_too_large_is_refused_unread(rf, length):
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError("the body was read")

    request = rf.generic("POST", LOGIN)
    request.META |= {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    assert doors.DoorsMiddleware(None)(request).status_code == 413


@pytest.mark.parametrize("role", [None, Role.SEC, Role.AGY])
def test_no_route_takes_a_file(role):
    world = make_world()
    rows = other_rows(world)
    client = Client(enforce_csrf_checks=True)
    if role:
        client.force_login(world.people[role])
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    wrong = []
    for name, route in routes.ROUTES.items():
        if "POST" in route.methods:
            form = {"csrfmiddlewaretoken": TOKEN, "file": png(), "text": "x"}
            answer = client.post(address(name, world, rows), form)
            if answer.status_code != 400:
                wrong.append((name, answer.status_code))
    assert not wrong


def png():
    return SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n", "image/png")


@pytest.mark.parametrize("path", [LOGIN, "/account/password/reset/", "/"])
def test_nor_does_a_page_without_sign_in(client, path):
    assert client.post(path, {"login": png()}).status_code in (400, 405)


def test_no_model_of_any_app_keeps_a_file():
    kinds = (models.FileField, models.FilePathField, models.BinaryField)
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    found = [str(field) for field in fields if isinstance(field, kinds)]
    assert found == ["mnr.ImportRun.file"]  # until it is read: tests/mnr/test_architecture.py


def test_there_is_no_admin_site():
    assert [app for app in settings.INSTALLED_APPS if "admin" in app] == []


def test_a_superuser_without_memberships_is_refused_everything(client):
    """`is_superuser` and `is_staff` open nothing: such an account is anybody with no role."""
    world = make_world()
    rows = other_rows(world)
    nobody, superuser = factories.person(), factories.person()
    User.objects.filter(pk=superuser.pk).update(is_superuser=True)
    answers = {}
    for person in (nobody, superuser):
        client.force_login(person)
        for name, route in routes.ROUTES.items():
            for method in route.methods:
                answer = client.generic(method, address(name, world, rows))
                answers.setdefault((name, method), []).append(answer.status_code)
    assert {key: codes for key, codes in answers.items() if codes[0] != codes[1]} == {}
    let_in = {key for key, codes in answers.items() if codes[1] not in (403, 404)}
    assert let_in == set()


def test_a_superuser_who_asks_for_an_admin_site_finds_none(client):
    superuser = factories.person()
    User.objects.filter(pk=superuser.pk).update(is_superuser=True)
    client.force_login(superuser)
    for path in (
        "/admin/",
        "/django-admin/",
        "/admin/mnr/user/",
        "/administration/",
        "/grappelli/",
    ):
        assert client.get(path).status_code == 404


def test_the_form_that_sends_people_on_keeps_them_here(client):
    person = factories.person(Role.SEC)
    for elsewhere in (
        "https://evil.example/",
        "//evil.example",
        "https:/\\evil.example",
        "/\\evil",
    ):
        answer = client.post(
            LOGIN, {"login": person.email, "password": PASSWORD, "next": elsewhere}
        )
        assert "evil" not in answer.headers.get("Location", "")
        client.logout()


def test_a_parameter_given_twice_counts_once(client):
    """The last one wins, everywhere: a check and its use never read two different values."""
    client.force_login(factories.person(Role.SEC))
    factories.period("2026-Q3", "open")
    page = client.get(f"{reverse('evidence_list')}?state=withdrawn&state=in_force")
    assert page.context["form"]["state"].value() == "in_force"
