"""Sessions at a real server: new when somebody signs in, gone when they leave."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import signing
from django.test import override_settings

from mnr.roles import Role
from tests import factories
from tests.factories.people import PASSWORD
from tests.matrix import routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import make_world


@pytest.mark.django_db
def test_a_session_has_a_new_name_after_signing_in(client):
    person = factories.person(Role.SEC)
    stranger = client.session
    stranger["x"] = "y"
    stranger.save()  # by somebody who wants to know the name of the session
    client.cookies[settings.SESSION_COOKIE_NAME] = stranger.session_key
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    name = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert name != stranger.session_key
    assert re.fullmatch(r"[a-z0-9]{32}", name)
    assert not type(stranger)().exists(stranger.session_key)


def test_after_signing_out_the_cookie_opens_nothing(site):
    secretary = site.as_person(factories.person(Role.SEC))
    factories.period("2026-Q3", "open")
    name = secretary.cookies["__Host-sessionid"]
    assert secretary.get("/my-work/").status == 200
    secretary.post("/account/logout/", {})
    secretary.cookies["__Host-sessionid"] = name
    assert secretary.get("/my-work/").status == 302


def test_signing_out_clears_the_browser(site):
    secretary = site.as_person(factories.person(Role.SEC))
    left = secretary.post("/account/logout/", {})
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "Clear-Site-Data" not in secretary.get("/").headers


@pytest.mark.django_db
def test_every_page_offers_to_sign_out(client):
    world = make_world()
    rows = other_rows(world)
    client.force_login(world.people[Role.SEC])
    without = []
    for name, route in routes.ROUTES.items():
        if "GET" in route.methods:
            page = client.get(address(name, world, rows))
            shown = page.status_code == 200 and "text/html" in page.headers["Content-Type"]
            if shown and 'action="/account/logout/"' not in page.content.decode():
                without.append(name)
    assert without == []


def test_scripts_keep_nothing_in_the_browser():
    text = Path(finders.find("mnr/mnr.js")).read_text(encoding="utf-8")
    for word in (
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "innerHTML",
        "eval(",
        "postMessage",
        "insertAdjacentHTML",
        "document.write",
        "caches.",
    ):
        assert word not in text


def test_the_key_changes_without_signing_anybody_out():
    signed = signing.dumps("kept", salt="x")
    new = "n8Rw2Kx7Zq4Lm9Tv6Yb1Hs3Jd5Gf0PcUeAiOyBrWqXbNvMlKjHgFdZz"
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert signing.loads(signed, salt="x") == "kept"
    with (
        override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[]),
        pytest.raises(signing.BadSignature),
    ):
        signing.loads(signed, salt="x")
