"""Who looks at a period's board, and how its pages are read and its steps confirmed."""

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
