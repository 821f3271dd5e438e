"""Every answer carries every header: each route, each kind of answer, from a real server."""

import re

import pytest

from mnr.roles import Role
from tests import factories
from tests.matrix import routes
from tests.matrix.test_routes import address, other_rows
from tests.matrix.world import make_world
from tests.web import expected
from tests.web.site import away

OWN = {"health_live": "/health/live", "health_ready": "/health/ready", "front": "/"}
OPEN = {
    **OWN,
    "security_txt": "/.well-known/security.txt",
    "procedure_public": "/illegal-material/",
    "report_weakness": "/report-a-weakness/",
    "verify": "/verify/",
    "verify_digest": f"/verify/{'0' * 64}/",
    "csp_report": "/csp-report/",
    "invitation_accept": f"/invitation/{'x' * 43}/",
}
ABSOLUTE = re.compile(
    r"""(?:href|src|action|data|poster|srcset|content)=["'](?:https?:)?//[^"']*"""
)


def addresses():
    """{route: an address of it}, on a world in which each has something to show."""
    world = make_world()
    rows = other_rows(world)
    account = {"account_login": "/account/login/", "account_logout": "/account/logout/"}
    account["account_reset_password"] = "/account/password/reset/"
    return OPEN | account | {name: address(name, world, rows) for name in routes.ROUTES}, world


def test_every_route_for_strangers_and_people(site, record_property):
    found, world = addresses()
    assert set(OPEN) == routes.PUBLIC
    askers = {"stranger": site} | {
        role: site.as_person(world.people[role]) for role in (Role.SEC, Role.AGY, Role.AUD)
    }
    wrong, statuses = [], set()
    for asker, asking in askers.items():
        for name, path in found.items():
            for method in ("GET", "POST") if asker in ("stranger", Role.SEC) else ("GET",):
                answer = asking.ask(method, path)
                statuses.add(answer.status)
                told = [*expected.problems(answer), *elsewhere(name, answer)]
                wrong += [(asker, name, method, answer.status, problem) for problem in told]
    assert not wrong
    assert {200, 302, 403, 404} <= statuses
    record_property("routes", len(found))


def elsewhere(name, answer):
    """Addresses of other sites on a page; only the page that leaves ours may have one."""
    if name != "leave" and "text/html" in answer.headers.get("Content-Type", ""):
        yield from ABSOLUTE.findall(answer.text)


def other_answers(site):
    """(what, answer, expected status) for answers that no route gives by itself."""
    period = factories.period("2026-Q3", "open")
    secretary = site.as_person(factories.person(Role.SEC))
    yield "https asked for", site.get("/", X_Forwarded_Proto="http"), 301
    yield "no slash", site.get("/overview"), 301
    yield "wrong host", site.get("/", Host="evil.example"), 400
    yield "no page", site.get("/nothing/here"), 404
    yield "method", site.ask("TRACE", "/"), 405
    yield "too large", site.ask("POST", "/account/login/", "x" * 1_000_001), 413
    yield "from elsewhere", site.ask("POST", "/csp-report/", "{}", Sec_Fetch_Site="cross-site"), 403
    yield "signed out", site.post("/period/none/", {}), 404
    yield "session ended", site.post(f"/periods/{period.code}/freeze/", {}), 401
    yield "wrong state", secretary.get(f"/periods/{period.code}/freeze/"), 409
    yield "invalid form", secretary.post("/organisations/new/", {}), 422
    yield "report", site.ask("POST", "/csp-report/", "{}"), 204
    yield "api, nobody", site.get("/api/v1/me/"), 401
    yield "api, not there", site.get("/api/v1/nothing/"), 404
    yield "api, a list", secretary.get("/api/v1/updates/"), 200
    yield "api, no session's token", secretary.ask("POST", "/api/v1/evidence/", "{}"), 403
    yield "api, the page about it", secretary.get("/api/docs/"), 200
    yield "a page", secretary.get("/my-work/"), 200
    kind = {"Content_Type": "multipart/form-data; boundary=x", "Origin": "https://mnr.example"}
    yield "a file", site.ask("POST", "/account/login/", FILE, **kind), 400


FILE = (
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n'
    b"Content-Type: image/png\r\n\r\nPNG\r\n--x--\r\n"
)


def test_every_kind_of_answer(site):
    wrong, seen = [], set()
    for what, answer, status in other_answers(site):
        assert answer.status == status, what
        seen.add(status)
        secure = what != "https asked for"
        wrong += [(what, problem) for problem in expected.problems(answer, secure=secure)]
    assert not wrong
    assert {200, 204, 301, 400, 401, 403, 404, 405, 409, 413, 422} <= seen


def test_when_everything_is_broken(site):
    """The 500 page, with a real fault behind it."""
    with away("mnr_domain"):
        answer = site.get("/")
    assert answer.status == 500
    assert list(expected.problems(answer)) == []
    assert re.search(r"<bdi>[0-9a-f]{8}</bdi>", answer.text)


def test_when_it_is_not_ready(site):
    with away("django_migrations"):
        answer = site.get("/health/ready")
    assert answer.status == 503
    assert list(expected.problems(answer)) == []


def test_too_many_tries(site):
    tries = {"login": "nobody@example.org", "password": "wrong pass phrase"}
    for _number in range(40):
        answer = site.post("/account/login/", tries)
        assert list(expected.problems(answer)) == []
        if answer.status == 429:
            return
    pytest.fail("the fortieth try was still answered")


def test_static_files(site):
    page = site.get("/")
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(links) >= 4
    for path in links:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js|svg)$", path), f"{path} has no hash"
        answer = site.get(path, Accept_Encoding="br")
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert list(expected.problems(answer, static=True)) == []
        again = site.get(
            path,
            If_None_Match=answer.headers.get("ETag", ""),
            If_Modified_Since=answer.headers["Last-Modified"],
        )
        assert again.status == 304
        assert list(expected.problems(again, static=True)) == []
    missing = site.get("/static/mnr/none.css")
    assert missing.status == 404
    assert list(expected.problems(missing)) == []


def test_nothing_lies_about(site):
    for path in (
        "/.git/config",
        "/.env",
        "/manage.py",
        "/var/",
        "/files/",
        "/static/",
        "/static/mnr/",
        "/server-status",
        "/admin/",
        "/admin/login/",
        "/api/schema/swagger-ui.js.map",
        "/__debug__/",
        "/silk/",
        "/metrics",
        "/requirements/base.txt",
    ):
        assert site.get(path).status == 404, path


def test_a_page_is_not_kept_under_the_name_of_a_file(site):
    secretary = site.as_person(factories.person(Role.SEC))
    factories.period("2026-Q3", "open")
    assert secretary.get("/my-work/").status == 200
    for path in (
        "/my-work/x.css",
        "/my-work/;x.css",
        "/my-work/%2e%2e/x.js",
        "/my-work/x.css/",
        "/overview/a.jpg",
    ):
        assert secretary.get(path).status == 404, path
