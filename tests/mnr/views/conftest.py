"""What tests of pages share: who looks, and how pages are read and their steps confirmed."""

import uuid

import pytest
from django.urls import reverse

from mnr.roles import Role
from tests import factories


@pytest.fixture
def secretariat():
    return factories.person(Role.SEC)


@pytest.fixture
def chair():
    return factories.person(Role.CHR)


@pytest.fixture
def read(client):
    def read(person, code="", **query):
        client.force_login(person)
        address = reverse("board_period", args=[code]) if code else reverse("board")
        return client.get(address, query)

    return read


@pytest.fixture
def press(client):
    """press(person, name, code, …): confirm a step of a period."""

    def press(person, name, code="2026-Q3", **data):
        client.force_login(person)
        address = reverse(name, args=[code] if code else [])
        return client.post(address, {"once": uuid.uuid4()} | data, follow=True)

    return press


@pytest.fixture
def secretary():
    return factories.person(Role.SEC)


@pytest.fixture
def visit(client):
    """visit(person, name, *args) reads a page; with data it sends the page's form."""

    def visit(person, name, *args, data=None, **query):
        client.force_login(person)
        address = reverse(name, args=args)
        if data is None:
            return client.get(address, query)
        return client.post(address, data, follow=True)

    return visit
