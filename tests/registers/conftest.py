"""Tests here run over every register and name none; what needs a certain one takes `units`.

A module whose steps are the same for all of them says `REGISTERS = SHAPES`: see `shapes`.
"""

import pytest
from django.http import HttpResponse

from mnr.registers import registry, views
from mnr.roles import Role
from tests import factories
from tests.factories import entries


def pytest_generate_tests(metafunc):
    if "register" in metafunc.fixturenames:
        wanted = getattr(metafunc.module, "REGISTERS", registry.everything)
        metafunc.parametrize("register", wanted, ids=lambda each: each.path)


@pytest.fixture
def own():
    """The contributor's organisation."""
    return factories.organisation()


@pytest.fixture
def contributor(own, register):
    """Somebody of an organisation that reports on the register's capability."""
    factories.assignment(own, register.capabilities[0], kind="contributor")
    return factories.person(Role.AGY, organisation=own)


@pytest.fixture
def entry(own, contributor, register):
    """An entry of the contributor's organisation."""
    return entries.entry(register, own)


@pytest.fixture
def undrawn(monkeypatch):
    """Pages answer without being drawn, which is most of their cost; `told` is what they say."""

    def answer(request, templates, context, status=200):
        response = HttpResponse(status=status)
        response.told = context
        return response

    monkeypatch.setattr(views, "render", answer)


@pytest.fixture
def units():
    """A register of entries that stand."""
    return registry.find("criminal-justice/specialist-units")


@pytest.fixture
def police(units):
    """Somebody whose organisation may make them."""
    body = factories.organisation()
    factories.assignment(body, units.capabilities[0])
    return factories.person(Role.AGY, organisation=body)
