"""What goes wrong under /api/: always a problem in JSON, in plain words, never our mistake."""

import json

import pytest
from django.test import Client

from mnr import cache as counting
from mnr.api.updates import UpdateViewSet
from mnr.models import AuditEvent
from mnr.roles import Role
from mnr.sign_in import Strength
from tests import factories, signing_in
from tests.api.conftest import by_session, by_token

pytestmark = pytest.mark.django_db
ODD = [
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    " ",
    "x",
    "x" * 20_000,
    "2026-02-31",
    "\u202e",
    [],
    [[]],
    [None],
    [{"text": 1}],
    {},
    {"hex": "x"},
    {"text": {"text": ["x"]}},
]
UNSTORABLE = ['"\\u0000"', '"a\\u0000b"', '"\\ud800"', "1e400", "-1e400", "9" * 5000]
KEYS = {
    "updates/": ("period", "capability", "organisation", "odd"),
    "evidence/": (
        "organisation",
        "title",
        "publisher",
        "dated_on",
        "url",
        "registry_number",
        "valid_from",
        "valid_until",
        "meant",
        "odd",
    ),
}
KEYS_OF_ONE = ("version", "is_nil", "confidence", "achievements", "obstacles", "evidence", "odd")


@pytest.fixture
def agent():
    return factories.person(Role.AGY, organisation=factories.organisation())


@pytest.fixture
def update(agent):
    body = agent.memberships.get().organisation
    return factories.update(period=factories.period("2026-Q3"), organisation=body, number=4)


def told(answer):
    """The problem of an answer, which is one."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.status_code
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["code"]
    assert "no-store" in answer.headers["Cache-Control"]
    return problem


def addresses(update):
    for path, keys in KEYS.items():
        yield "POST", path, {}, keys
    one = f"updates/{update.pk}/"
    yield "PATCH", one, {"version": 1}, KEYS_OF_ONE
    yield "POST", f"{one}submit/", {}, ("version", "odd")
    yield "POST", f"{one}withdraw/", {}, ("version", "odd")
    yield "POST", f"{one}meant/", {}, ("achievements", "notes", "odd")


class TestBodies:
    def test_nothing_odd_is_our_mistake(self, agent, update):
        """Each key of each body, with each odd value: a problem, or it was fine."""
        asks, problems = by_token(agent), 0
        for method, path, whole, keys in addresses(update):
            for key in keys:
                for value in ODD:
                    answer = asks.send(method, path, {**whole, key: value})
                    assert answer.status_code < 500, (path, key, value)
                    if answer.status_code >= 400:
                        told(answer)
                        problems += 1
        assert problems > 300

    @pytest.mark.parametrize("value", UNSTORABLE)
    def test_what_no_column_holds(self, agent, update, value):
        asks = by_token(agent)
        for method, path, _whole, keys in addresses(update):
            if path.endswith("withdraw/"):
                continue  # a draft is not taken back, whatever is sent
            for key in keys:
                answer = asks.send(method, path, f'{{"{key}": {value}}}')
                assert answer.status_code == 400, (path, key)
                assert told(answer)["code"] == "parse_error"
        if value.startswith('"'):
            answer = asks.post("evidence/", f"{{{value}: 1}}")
            assert told(answer)["code"] == "parse_error"

    @pytest.mark.parametrize("levels", [9, 500, 100_000])
    def test_deep_nesting(self, agent, update, levels):
        for opened, closed in (("[", "]"), ('{"a":', "}")):
            body = '{"version": ' + opened * levels + "1" + closed * levels + "}"
            answer = by_token(agent).patch(f"updates/{update.pk}/", body)
            assert answer.status_code == 400
            assert told(answer)["code"] == "parse_error"

    def test_odd_addresses_and_parameters(self, agent):
        asks = by_token(agent)
        for path in ("domains/a%00b/", "periods/2026%00/", "updates/%00/", "capabilities/999/"):
            answer = asks.get(path)
            assert answer.status_code == 404, path
            told(answer)
        for name, query in (
            ("events", {"object_id": "\x00"}),
            ("evidence", {"q": "\x00"}),
            ("updates", {"period": "\x00"}),
            ("updates", {"capability": "9" * 5000}),
            ("checks", {"capability": 10**30, "page": 10**30}),
            ("checks", {"page": "9" * 5000}),
        ):
            person = factories.person(Role.AUD) if name == "events" else agent
            answer = by_token(person).get(f"{name}/", **query)
            assert answer.status_code in (400, 404), (name, query)
            told(answer)


class TestEveryRefusalIsOne:
    def test_addresses_that_are_not_there(self, agent):
        for asks in (by_token(agent), by_session(agent)):
            for path in ("nothing/", "updates/nothing/", "../v2/", "../"):
                problem = told(asks.get(path))
                assert (problem["status"], problem["code"]) == (404, "not_found")
        assert told(Client().get("/api/nothing"))["status"] == 404

    def test_nobody_unknown_and_other_methods(self, agent):
        assert told(Client().get("/api/v1/me/"))["status"] == 401
        asks = by_token(agent)
        assert told(asks.send("DELETE", "me/"))["code"] == "method_not_allowed"
        assert told(asks.send("TRACE", "me/"))["code"] == "method_not_allowed"
        assert told(asks.post("evidence/", "a=b", content_type="text/plain"))["status"] == 415
        assert told(asks.post("evidence/", "x" * 2_000_000))["code"] == "too_large"
        asks.headers["Accept"] = "text/html"
        assert told(asks.get("me/"))["status"] == 406

    def test_without_redis_it_says_so(self, agent, settings):
        away = {**settings.CACHES["default"], "LOCATION": "redis://:secret@127.0.0.1:1/0"}
        settings.CACHES = {"default": away}
        for asks in (by_token(agent), by_session(agent)):
            answer = asks.get("me/")
            assert told(answer)["code"] == "unavailable"
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")

    def test_our_own_mistake_is_told_by_a_reference(self, agent, monkeypatch):
        def broken(self):
            raise RuntimeError("secret words")

        monkeypatch.setattr(UpdateViewSet, "rows", broken)
        answer = by_token(agent).get("updates/")
        problem = told(answer)
        assert (problem["status"], len(problem["reference"])) == (500, 8)
        assert "secret words" not in answer.text

    def test_somebody_without_the_factor_of_their_role(self):
        client = Client()
        signing_in.sign_in(client, factories.person(Role.SEC), Strength.PASSWORD)
        problem = told(client.get("/api/v1/me/"))
        assert (problem["status"], problem["code"]) == (403, "factor")


class TestDenials:
    def events(self):
        return list(AuditEvent.objects.filter(action="denied").values_list("actor_id", flat=True))

    def test_one_that_would_change_something_leaves_one_event(self, agent, program):
        theirs = str(factories.organisation().pk)
        document = {"title": "A", "publisher": "B", "dated_on": "2026-05-01", "url": ""}
        sent = {**document, "registry_number": "1/2", "organisation": theirs}
        assert program(agent).post("evidence/", sent).status_code == 403
        assert self.events() == [agent.pk]

    def test_one_of_a_role_does_too(self, program):
        auditor = factories.person(Role.AUD)
        assert program(auditor).post("evidence/", {}).status_code == 403
        assert self.events() == [auditor.pk]

    def test_a_scope_that_is_too_narrow_does_too(self, agent, update):
        answer = by_token(agent, "read").patch(f"updates/{update.pk}/", {"version": 1})
        assert answer.status_code == 403
        assert self.events() == [agent.pk]

    def test_reading_and_what_is_not_there_leave_none(self, agent, program):
        asks = program(agent)
        assert asks.get("events/").status_code == 403
        assert asks.patch(f"updates/{agent.pk}/", {"version": 1}).status_code == 404
        assert asks.post("evidence/", "{").status_code == 400
        assert self.events() == []


def test_the_limit_is_counted_where_every_process_sees_it(agent, settings):
    """The counter stands in the shared cache, by token and by person, not in this process."""
    settings.MNR_API_PER_MINUTE = 3
    asks = by_token(agent)
    asks.get("me/")
    settings.CACHES = {"default": settings.CACHES["default"]}  # another process: a new client
    answers = [asks.get("me/") for _ in range(3)]
    if "code" not in json.loads(answers[-1].content):  # another minute had begun
        answers = [asks.get("me/") for _ in range(4)]
    assert json.loads(answers[-1].content)["code"] == "throttled"
    told(answers[-1])


class Emptied:
    """A cache that somebody empties once, between the beginning of a count and the count."""

    def __init__(self, cache):
        self.cache, self.gone = cache, [ValueError("no such key")]

    def add(self, *args, **kwargs):
        return self.cache.add(*args, **kwargs)

    def incr(self, key):
        if self.gone:
            raise self.gone.pop()
        return self.cache.incr(key)


def test_a_counter_that_was_emptied_meanwhile_counts_anew(monkeypatch, own_cache):
    monkeypatch.setattr(counting, "cache", Emptied(counting.cache))
    assert [counting.count_this_minute("somebody") for _request in range(2)] == [1, 2]
