"""Programs that speak with the API."""

import json

import pytest
from django.test import Client

from mnr.roles import Role
from tests import factories


class Program:
    """A client with a token, or with the session of a person."""

    def __init__(self, client, headers=None):
        self.client, self.headers = client, headers or {}

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def send(self, method, path, body=None, **options):
        body = body if isinstance(body, str | bytes) else json.dumps(body or {})
        options.setdefault("content_type", "application/json")
        return self.client.generic(method, f"/api/v1/{path}", body, headers=self.headers, **options)

    def post(self, path, body=None, **options):
        return self.send("POST", path, body, **options)

    def patch(self, path, body=None, **options):
        return self.send("PATCH", path, body, **options)


def by_token(person, scope="write"):
    """A program with a token of the person."""
    scope = "read" if person.memberships.filter(role="AUD").exists() else scope
    _row, text = factories.token(person, scope)
    client = Client(raise_request_exception=False)
    return Program(client, {"Authorization": f"Bearer {text}"})


def by_session(person):
    """The same in the person's own session."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return Program(client)


@pytest.fixture
def own():
    """An organisation that keeps registers."""
    return factories.organisation()


@pytest.fixture
def agent(own):
    """One of its people."""
    return factories.person(Role.AGY, organisation=own)


@pytest.fixture(params=[by_token, by_session], ids=["token", "session"])
def program(request):
    """program(person): once with a token, once in a session."""
    return request.param


@pytest.fixture(autouse=True)
def no_limit(settings):
    settings.MNR_API_PER_MINUTE = 10_000
