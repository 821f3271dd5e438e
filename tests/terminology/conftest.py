"""A writer, a register, and words for which others are advised."""

import pytest

from mnr.registers import registry
from mnr.registers.glossary import glossary
from mnr.roles import Role
from tests import factories
from tests.factories import entries

POOR = "Posters against child pornography were shown."
BETTER = "child sexual abuse material (CSAM)"


@pytest.fixture
def body():
    """An organisation that reports on capability 21."""
    own = factories.organisation()
    factories.assignment(own, 21, kind="contributor")
    return own


@pytest.fixture
def writer(body):
    return factories.person(Role.AGY, organisation=body)


@pytest.fixture
def desk(client, writer):
    """The writer's browser."""
    client.force_login(writer)
    return client


@pytest.fixture
def register():
    """A register whose entries have a title and texts."""
    return registry.find("media/term-adoptions")


@pytest.fixture
def add_term():
    """add_term(term=…, …): an entry of the national glossary."""

    def add_term(**fields):
        plain = {"language": "en", "status": "avoid", "better": "this", "why": "So it is."}
        return entries.entry(glossary(), **plain | fields)

    return add_term
