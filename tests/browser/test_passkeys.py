"""Passkeys in a real browser with a virtual authenticator: enrol, sign in, confirm."""

import pytest
from django.contrib.sessions.backends.db import SessionStore

from mnr.models import Organisation, UserSession
from mnr.roles import Role
from mnr.session_clock import STARTED
from tests import factories
from tests.browser.conftest import violations
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Desk:
    """A browser that runs scripts, with a passkey device that its owner unlocks."""

    def __init__(self, chromium, base, checker):
        self.base, self.checker = base, checker
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.device = self.context.new_cdp_session(self.page)
        self.device.send("WebAuthn.enable")
        added = self.device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.authenticator = {"authenticatorId": added["authenticatorId"]}
        self.refused = []
        self.page.on("console", self.heard)

    def heard(self, message):
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def go(self, path):
        self.page.goto(self.base + path)
        return self.look()

    def press(self, name):
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name).or_(
                self.page.locator("main").get_by_role("link", name=name)
            ).first.click()
        return self.look()

    def look(self):
        assert not violations(self.checker, self.page)
        assert not self.refused
        return self.page.inner_text("main")

    def sign_in(self, email):
        self.go("/account/login/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(PASSWORD)
        return self.press("Sign in")


@pytest.fixture
def desk(chromium, live_server, settings):
    settings.SITE_URL = live_server.url
    checker = chromium.new_context().new_page()
    desk = Desk(chromium, live_server.url, checker)
    yield desk
    desk.context.close()
    checker.context.close()


def age(seconds):
    """As if every proof of every session were so much older."""
    for row in UserSession.objects.open():
        session = SessionStore(row.session_key)
        for record in session["account_authentication_methods"]:
            record["at"] -= seconds
        session[STARTED] -= seconds
        session.save()


def test_a_passkey_from_enrolment_to_a_protected_step(desk):
    secretary = factories.person(Role.SEC)
    assert "Set up a passkey" in desk.sign_in(secretary.email)
    desk.press("Add a passkey")
    desk.page.get_by_label("Name of this passkey").fill("Office laptop")
    codes = desk.press("Add this passkey")
    assert "I have kept them" in codes
    desk.press("I have kept them, go on")
    assert desk.page.url.endswith("/my-work/")
    assert "Office laptop" in desk.go("/account/factors/")

    desk.page.locator("header").get_by_role("button", name="Sign out").click()
    desk.go("/account/login/")
    desk.press("Sign in with a passkey")
    assert desk.page.url.endswith("/my-work/")

    desk.go("/organisations/new/")
    desk.page.get_by_label("Name", exact=True).fill("Bureau of what was typed")
    desk.page.locator("[name=kind]").first.select_option("regulator")
    age(301)
    button = desk.page.locator("main").get_by_role("button").first.inner_text()
    assert "Confirm that it is you" in desk.press(button)
    assert "Bureau of what was typed" in desk.press("Use your passkey")
    desk.press("Save what I typed")
    assert Organisation.objects.filter(name="Bureau of what was typed").exists()


def test_a_passkey_as_second_factor_and_one_that_is_refused(desk):
    member = factories.person(Role.CMM)
    assert "Set up a second factor" in desk.sign_in(member.email)
    desk.press("Add a passkey")
    desk.press("Add this passkey")
    desk.page.locator("header").get_by_role("button", name="Sign out").click()
    assert "Use the passkey" in desk.sign_in(member.email)
    desk.device.send("WebAuthn.setUserVerified", {**desk.authenticator, "isUserVerified": False})
    desk.page.get_by_role("button", name="Use your passkey").click()
    desk.page.get_by_text("That did not work.").wait_for()
    desk.device.send("WebAuthn.setUserVerified", {**desk.authenticator, "isUserVerified": True})
    desk.press("Use your passkey")
    assert desk.page.url.endswith("/my-work/")
