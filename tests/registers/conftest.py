"""Every test here runs over every register; none of them is named."""

import pytest

from mnr.registers import registry
from mnr.roles import Role
from tests import factories
from tests.factories import entries

REGISTERS = list(registry)


def pytest_generate_tests(metafunc):
    if "register" in metafunc.fixturenames:
        metafunc.parametrize("register", REGISTERS, ids=lambda each: each.path)


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
