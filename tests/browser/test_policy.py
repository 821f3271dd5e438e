"""In a real browser with scripts on: no page asks for anything that the security policy refuses."""

import pytest

from mnr.roles import Role
from tests.matrix import routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI}`);
});
"""
OPEN = ("/", "/account/login/", "/account/password/reset/", "/report-a-weakness/", "/nothing/here/")


@pytest.fixture
def window(chromium):
    """window(cookies, base) is a page with scripts that notes what is refused and asked for."""
    contexts = []

    def open_window(client, base):
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        cookies = [{"name": n, "value": c.value, "url": base} for n, c in client.cookies.items()]
        context.add_cookies(cookies)
        page = context.new_page()
        page.add_init_script(LISTEN)
        return page

    yield open_window
    for context in contexts:
        context.close()


DOWNLOADS = {"report_download", "published_values_file"}


def test_no_page_asks_for_what_the_policy_refuses(client, live_server, window):
    world = make_world()
    rows = other_rows(world)
    paths = [
        address(name, world, rows)
        for name, route in routes.ROUTES.items()
        if "GET" in route.methods and name not in DOWNLOADS
    ]
    client.force_login(world.people[Role.SEC])
    page = window(client, live_server.url)
    asked, complaints = set(), []
    page.on("request", lambda request: asked.add(request.url))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security" in message.text else None
        ),
    )
    refused = {}
    for path in [*OPEN, *paths]:
        page.goto(live_server.url + path, wait_until="load")
        if found := page.evaluate("window.refused"):
            refused[path] = found
    assert refused == {}
    assert complaints == []
    assert len(asked) > len(paths)
    assert [url for url in asked if not url.startswith((live_server.url, "data:,"))] == []
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )


def test_the_listener_would_hear(client, live_server, window):
    """The policy refuses inline code, and this test would notice it."""
    page = window(client, live_server.url)
    page.goto(live_server.url + "/")
    page.evaluate("document.body.setAttribute('onclick', 'window.hit = 1'); document.body.click()")
    page.wait_for_function("window.refused.length > 0")
    assert page.evaluate("window.hit") is None
