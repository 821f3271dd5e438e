"""axe finds nothing on any page, and none is wider than a phone, in either direction of writing.

Pages are asked for by somebody who may read them, and shown to a browser as they were answered:
one page for each template.
"""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.test import Client
from django.urls import NoReverseMatch, reverse

from mnr.models import Capability
from mnr.registers import registry
from mnr.registers.base import PAGES
from mnr.roles import Role
from tests import factories
from tests.browser.conftest import AXE_TAGS, ROOT
from tests.factories import entries
from tests.matrix import held, routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import ROLES, STATES, make_world
from tests.registers.shapes import SHAPES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = 360
OFTEN_LET_IN = (Role.SEC, Role.AGY)
WIDTH = "way => { document.dir = way; return document.documentElement.scrollWidth }"
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
FOLDER = ROOT / "templates"
OF_ONE = ("detail", "update", "withdraw")
ONE_BY_ONE = ("export", "import_run", "views")  # these need more than an address
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')

# Pages that no plain address answers with, and why.
MISTAKES = {f"{code}.html" for code in (400, 403, 404, 409, 422, 429, 500, 503)} | {"refused.html"}
AFTER_SENDING = {
    "account/held_post.html",
    "account/session_ended.html",
    "registers/import_run.html",
    "tokens/made.html",
    "updates/changed.html",
    "updates/too_late.html",
}
WITH_A_LINK_OF_A_MAIL = {
    "account/password_reset_from_key.html",
    "invitations/accept.html",
    "invitations/gone.html",
}
IN_ANOTHER_STATE = {
    "assessments/edit.html",
    "account/password_set.html",
    "board/none.html",
    "mfa/authenticate.html",
    "mfa/recovery_codes/index.html",
    "mfa/totp/deactivate_form.html",
    "mfa/webauthn/authenticator_confirm_delete.html",
    "overview/domain_none.html",
    "overview/none.html",
    "people/confirm_role.html",
    "periods/open.html",
    "periods/publish_confirm.html",
    "quarantine/duty_request.html",
    "quarantine/list.html",
    "reports/committee.html",
    "reports/rebuilt.html",
    "sso/failed.html",
    "sso/identity.html",
    "sso/unknown.html",
    "tokens/revoke.html",
}
LAYOUTS = {"allauth/layouts/entrance.html", "allauth/layouts/manage.html"}
ELSEWHERE = LAYOUTS | MISTAKES | AFTER_SENDING | WITH_A_LINK_OF_A_MAIL | IN_ANOTHER_STATE


@pytest.fixture
def window(chromium):
    """A phone."""
    context = chromium.new_context(viewport={"width": PHONE, "height": 900})
    yield context.new_page()
    context.close()


class Pages(dict):
    """{template: (address, answer)}, each the first that is met."""

    def __init__(self):
        super().__init__()
        self.world = make_world()
        self.people = self.who(*sorted(ROLES, key=lambda role: role not in OFTEN_LET_IN))
        self.of_routes()
        self.of_accounts()
        self.of_registers()
        self.of_periods()

    def who(self, *roles):
        return [self.signed_in(self.world.people[role]) for role in roles]

    @staticmethod
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    def take(self, path, people=None):
        """Note the page, unless one of its template is there; whether somebody reads it."""
        for client in people or self.people:
            answer = client.get(path)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                template = next((each.name for each in answer.templates if each.name), "")
                self.setdefault(template, (path, answer))
                return True
        return False

    def of_routes(self):
        """What the proof of the policy walks, with the duty officer for what is held."""
        rows = other_rows(self.world)
        writers = self.who(Role.AGY, Role.SEC)
        duty = [self.signed_in(factories.duty_officer("deputy")), *self.people]
        for name, route in routes.ROUTES.items():
            if "GET" not in route.methods:
                continue
            if route.about == "update":
                updates = (self.world.updates["own", state, "open"] for state in STATES)
                any(self.take(reverse(name, args=[each.pk]), writers) for each in updates)
            else:
                people = duty if route.about in held.ABOUT else self.people
                self.take(address(name, self.world, rows), people)

    def of_accounts(self):
        """What people see of their own account, and strangers."""
        self.take(reverse("verify_digest", args=["0" * 64]), [Client()])  # with an answer
        for name in sorted(routes.PUBLIC | routes.ACCOUNT):
            try:
                self.take(reverse(name), [Client(), *self.people])
            except NoReverseMatch:  # it needs a link that a mail has brought
                continue

    def of_registers(self):
        """Those of registers that differ for the machinery, or have a template of their own."""
        for capability in Capability.objects.exclude(assignments__organisation=self.world.own):
            factories.assignment(self.world.own, capability.number, kind="contributor")
        own = [
            one
            for one in registry.everything
            if one.is_of_core or list(FOLDER.glob(f"*/{one.model._meta.model_name}_*"))
        ]
        for register in {*SHAPES, *own}:
            entry = entries.entry(register, self.world.own)
            for page in PAGES:
                if page not in ONE_BY_ONE:
                    self.take(register.url(page, entry if page in OF_ONE else None))

    def of_periods(self):
        """Steps of a period that is on its way."""
        steps = [name for name, route in routes.ROUTES.items() if route.about == "period"]
        for state in ("closed", "frozen", "approved"):
            factories.enter(self.world.period, state)
            for name in steps:
                if "GET" in routes.ROUTES[name].methods:
                    self.take(reverse(name, args=[self.world.period.code]))


def faults(window, path, answer):
    """What is wrong with a page."""
    files = Client()

    def serve(route):
        asked = urlsplit(route.request.url).path
        if asked != urlsplit(path).path and not asked.startswith("/static/"):
            return route.abort()  # nothing of the database is asked from here
        given = answer if asked == urlsplit(path).path else files.get(asked)
        body = b"".join(given.streaming_content) if given.streaming else given.content
        return route.fulfill(
            status=given.status_code, content_type=given["Content-Type"], body=body
        )

    window.route("**/*", serve)
    window.goto(f"http://testserver{path}")
    widths = {way: window.evaluate(WIDTH, way) for way in ("rtl", "ltr")}
    window.evaluate(AXE)
    asked = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    found = window.evaluate("asked => axe.run(document, asked)", asked)
    window.unroute("**/*")
    rules = [
        (rule["id"], [node["html"][:200] for node in rule["nodes"][:3]])
        for rule in found["violations"]
    ]
    return rules + [(way, width) for way, width in widths.items() if width > PHONE]


def templates():
    """Pages: what builds on another template, and nothing builds on."""
    texts = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.html")}
    pages = {
        path.relative_to(FOLDER).as_posix(): EXTENDS.search(text) for path, text in texts.items()
    }
    built_on = {found[1] for found in pages.values() if found}
    return {name for name, found in pages.items() if found} - built_on


def test_every_page(window):
    pages = Pages()
    found = {
        f"{template} at {path}": faults(window, path, answer)
        for template, (path, answer) in pages.items()
    }
    wrong = {page: faults for page, faults in found.items() if faults}
    assert not wrong, json.dumps(wrong, indent=1)
    assert templates() - set(pages) == ELSEWHERE
