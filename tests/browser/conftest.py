"""A real browser without JavaScript, a real web server, a real worker, and axe on every page."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.factories.people import PASSWORD
from tests.mnr.workers import database_url

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, started once."""
    if not CHROMIUM:
        pytest.skip("needs chromium: apt-get install chromium")
    # Playwright runs an event loop of its own; Django would take this thread for an async one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def worker(transactional_db, state):
    """A Celery worker with its scheduler, on the database of the tests."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "MNR_STATE_DIR": str(state),
        "SITE_URL": settings.SITE_URL,
        "SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "celery", "-A", "mnr", "worker", "--beat", "-Q"]
    command += [
        "default,reports",
        "-c",
        "1",
        "-s",
        str(state / "schedule"),
        "--loglevel",
        "WARNING",
    ]
    with (state / "worker.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        yield process
        process.terminate()
        process.wait(timeout=30)


class Visitor:
    """Somebody at a browser without JavaScript. Every page that they see is checked by axe."""

    def __init__(self, browser, base, email, width=1280):
        self.base = base
        self.context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 900}
        )
        self.page = self.context.new_page()
        self.checker = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        self.seen = {}
        self.sign_in(email)

    def sign_in(self, email):
        """Through the sign-in page, as people do."""
        self.go("/account/login/")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.press("Sign in")

    def go(self, path):
        """Open an address of the platform."""
        self.page.goto(self.base + path)
        return self.look()

    def press(self, name, exact=False):
        """Press the first button or link of that name in the main part; look at what comes."""
        main = self.page.locator("main")
        found = main.get_by_role("button", name=name, exact=exact)
        found = found.or_(main.get_by_role("link", name=name, exact=exact))
        assert found.count(), f"no “{name}” on {self.page.url}: {main.inner_text()}"
        with self.page.expect_navigation():
            found.first.click()
        if "/account/reauthenticate/" in self.page.url:
            return self.confirm()
        return self.look()

    def confirm(self):
        """Five minutes have passed: type the password again, and go on with what was begun."""
        self.look()
        self.page.locator("[name=password]").fill(PASSWORD)
        text = self.press("Go on")
        return self.press("Go on with") if "/account/held/" in self.page.url else text

    def look(self):
        """The page's text; fails on anything that axe finds on the page."""
        found = violations(self.checker, self.page)
        self.seen[self.page.url.removeprefix(self.base)] = found
        assert not found, f"{self.page.url}: {json.dumps(found, indent=1)}"
        return self.page.inner_text("body")

    def leave(self):
        """Close the browser windows."""
        self.context.close()
        self.checker.context.close()


@pytest.fixture
def visit(chromium, live_server):
    """visit(email) signs somebody in; all windows close at the end."""
    visitors = []

    def open_window(email, width=1280):
        visitor = Visitor(chromium, live_server.url, email, width)
        visitors.append(visitor)
        return visitor

    yield open_window
    for visitor in visitors:
        visitor.leave()


def violations(checker, page) -> list:
    """What axe finds in the page as it stands, judged in a window that may run scripts."""
    html = page.content()
    url = page.url
    checker.route(
        url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
    )
    checker.goto(url)
    checker.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    result = checker.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS
    )
    checker.unroute(url)
    return [
        {
            "id": violation["id"],
            "help": violation["help"],
            "nodes": [node["html"][:200] for node in violation["nodes"][:3]],
        }
        for violation in result["violations"]
    ]
